import { Application } from '@hotwired/stimulus';
import { NotificationsController } from '../stimulus.js';

const list = document.createElement('ul');
list.id = 'orders';
Object.assign(list.dataset, {
  controller: 'notifications',
  notificationsUrlValue: window.hermesOptions.url,
  notificationsTokenValue: window.hermesOptions.token,
  notificationsTypeValue: 'order',
});
document.body.append(list);
Application.start().register('notifications', NotificationsController);
window.leave = () => list.remove();
