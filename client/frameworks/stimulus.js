import { Controller } from '@hotwired/stimulus';
import { connect } from 'hermes-client';

// <ul data-controller="notifications" data-notifications-url-value="/dev" data-notifications-token-value="…"
//     data-notifications-type-value="order"></ul>
export class NotificationsController extends Controller {
  static values = { url: String, token: String, type: String };

  connect() {
    this.hermes = connect({ url: this.urlValue, token: this.tokenValue });
    this.hermes.on('state', ({ state }) => (this.element.dataset.state = state));
    this.hermes.subscribe(this.typeValue, ({ title }) => {
      const item = document.createElement('li');
      item.textContent = title;
      this.element.prepend(item);
    });
  }

  disconnect() {
    this.hermes.close();
  }
}
