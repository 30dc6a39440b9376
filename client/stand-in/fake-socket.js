/** A WebSocket whose server is the test. All that were made are in `FakeSocket.made`, the newest last. */
export class FakeSocket {
  static made = [];
  static get newest() {
    return FakeSocket.made.at(-1);
  }

  readyState = 0;
  bufferedAmount = 0;
  sent = [];
  closedWith = undefined;

  constructor(url, protocols) {
    this.url = new URL(url);
    this.protocols = protocols;
    FakeSocket.made.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.closedWith = code;
    this.readyState = 3;
  }

  // --- what the server does

  accept() {
    this.readyState = 1;
    this.onopen?.({});
    return this;
  }

  greet(greeting) {
    return this.say({ hermes: greeting });
  }

  say(frame) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    return this;
  }

  fail(code = 1006, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}
