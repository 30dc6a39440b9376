import { createApp, h } from 'vue';
import { connect } from 'hermes-client';
import { useHermesState, useNotifications } from '../vue.js';

const hermes = connect(window.hermesOptions);

const app = createApp({
  setup() {
    const orders = useNotifications(hermes, 'order');
    const state = useHermesState(hermes);
    return () => h('ul', { id: 'orders', 'data-state': state.value }, orders.value.map(({ title }) => h('li', title)));
  },
});
app.mount(document.body.appendChild(document.createElement('div')));
window.leave = () => app.unmount();
