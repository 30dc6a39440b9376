import { createElement as h, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from 'hermes-client';
import { useHermesState, useNotifications } from '../react.js';

const hermes = connect(window.hermesOptions);

function Orders() {
  const orders = useNotifications(hermes, 'order');
  return h('ul', { id: 'orders', 'data-state': useHermesState(hermes) }, orders.map(({ title }) => h('li', { key: title }, title)));
}

const root = createRoot(document.body.appendChild(document.createElement('div')));
root.render(h(StrictMode, null, h(Orders)));
window.leave = () => root.unmount();
