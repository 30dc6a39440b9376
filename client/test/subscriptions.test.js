import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../src/client.js';
import { fakeClock, settled } from '../stand-in/clock.js';
import { FakeSocket } from '../stand-in/fake-socket.js';
import { jwt } from '../stand-in/token.js';

describe('subscriptions', () => {
  let clock;
  let client;
  let errors;

  beforeEach(async () => {
    clock = fakeClock();
    errors = [];
    client = connect({ url: 'ws://hermes.test/dev', token: jwt(), WebSocket: FakeSocket, buffer: 3, resume: false });
    client.on('error', (error) => errors.push(error));
    await settled();
  });
  afterEach(() => {
    client.close();
    clock.restore();
  });

  const say = (data) => FakeSocket.newest.say({ user_id: 'shop', data });

  it('picks notifications by their type, before and after connecting', () => {
    const orders = [];
    const deploys = [];
    client.subscribe('order', (data) => orders.push(data.n));
    FakeSocket.newest.accept();
    client.subscribe('deploy', (data) => deploys.push(data.n));

    say({ type: 'order', n: 1 });
    say({ type: 'deploy', n: 2 });
    say({ type: 'other', n: 3 });
    say('order');
    say(null);

    assert.deepEqual([orders, deploys], [[1], [2]]);
  });

  it('gives the data and the whole notification', () => {
    const heard = [];
    client.subscribe((data, notification) => heard.push([data, notification]));
    FakeSocket.newest.accept();

    FakeSocket.newest.say({ user_id: 7, data: [1] });
    FakeSocket.newest.say({ user_id: 'x' });

    assert.deepEqual(heard, [[[1], { user_id: 7, data: [1] }], [undefined, { user_id: 'x' }]]);
  });

  it('ends by the function that it returns, or by a signal', () => {
    const heard = [];
    const end = client.subscribe('a', () => heard.push('function'));
    const controller = new AbortController();
    client.subscribe('a', () => heard.push('signal'), { signal: controller.signal });
    client.subscribe(() => heard.push('all'), { signal: controller.signal });
    client.subscribe('a', () => heard.push('never'), { signal: AbortSignal.abort() });
    FakeSocket.newest.accept();
    say({ type: 'a' });

    end();
    controller.abort();
    say({ type: 'a' });

    assert.deepEqual(heard, ['function', 'signal', 'all']);
  });

  it('calls a callback twice that was given twice, and ends one of the two', () => {
    const heard = [];
    const callback = () => heard.push(1);
    const end = client.subscribe('a', callback);
    client.subscribe('a', callback);
    FakeSocket.newest.accept();
    say({ type: 'a' });

    end();
    say({ type: 'a' });

    assert.equal(heard.length, 3);
  });

  it('reports a callback that throws or rejects, and serves the others', async () => {
    const heard = [];
    client.subscribe(() => {
      throw new Error('thrown');
    });
    client.subscribe(async () => {
      throw new Error('rejected');
    });
    client.subscribe((data) => heard.push(data));
    FakeSocket.newest.accept();

    say(1);
    await settled();

    assert.deepEqual(heard, [1]);
    assert.deepEqual(errors.map((error) => error.message), ['thrown', 'rejected']);
  });

  it('survives a throwing error listener', () => {
    client.on('error', () => {
      throw new Error('again');
    });
    const complained = [];
    console.error = ((original) => (...values) => {
      complained.push(values);
      console.error = original;
    })(console.error);
    FakeSocket.newest.accept();

    FakeSocket.newest.say('not JSON');

    assert.equal(errors.length, 1);
    assert.equal(complained[0][1].message, 'again');
  });

  it('reports frames that it cannot read and goes on', () => {
    const heard = [];
    client.subscribe((data) => heard.push(data));
    FakeSocket.newest.accept();

    for (const frame of ['', '{', '[1]', 'null', '"x"', '7']) FakeSocket.newest.say(frame);
    FakeSocket.newest.onmessage({ data: new ArrayBuffer(3) });
    say('good');

    assert.deepEqual(heard, ['good']);
    assert.equal(errors.length, 7);
  });

  it('reports what the server refuses', () => {
    FakeSocket.newest.accept();

    FakeSocket.newest.say({ message: 'Too Many Requests', connectionId: 'c', requestId: 'r-1' });

    assert.match(errors[0].message, /Too Many Requests.*r-1/);
  });

  it('can read frames in another way', async () => {
    client.close();
    const heard = [];
    client = connect({
      url: 'ws://hermes.test/dev',
      token: jwt(),
      WebSocket: FakeSocket,
      parse: (text) => ({ ...JSON.parse(text), text }),
    });
    client.subscribe((data, { text }) => heard.push(text));
    await settled();
    FakeSocket.newest.accept();

    FakeSocket.newest.say('{"user_id":"a","data":1.0}');

    assert.deepEqual(heard, ['{"user_id":"a","data":1.0}']);
  });

  it('sends at once while it is open', () => {
    FakeSocket.newest.accept();

    assert.equal(client.send({ text: 'hi' }), true);

    assert.deepEqual(FakeSocket.newest.sent, [{ action: 'sendMessage', data: { text: 'hi' } }]);
  });

  it('keeps what is sent meanwhile, in order, up to its bound', () => {
    assert.deepEqual([1, 2, 3, 4].map((n) => client.send(n)), [true, true, true, false]);

    FakeSocket.newest.accept();

    assert.deepEqual(FakeSocket.newest.sent.map((frame) => frame.data), [1, 2, 3]);
  });

  it('keeps what a slow network does not take, and sends it later', async () => {
    FakeSocket.newest.accept();
    FakeSocket.newest.bufferedAmount = 2_000_000;
    assert.deepEqual([1, 2, 3, 4].map((n) => client.send(n)), [true, true, true, false]);

    FakeSocket.newest.bufferedAmount = 0;
    await clock.pass(1_000);

    assert.deepEqual(FakeSocket.newest.sent.map((frame) => frame.data), [1, 2, 3]);
  });

  it('is read by a loop until it closes', async () => {
    FakeSocket.newest.accept();
    const heard = [];
    const reading = (async () => {
      for await (const { data } of client) heard.push(data);
    })();
    await settled();

    say(1);
    say(2);
    await settled();
    client.close();
    await reading;

    assert.deepEqual(heard, [1, 2]);
  });

  it('tells a loop that fell a thousand notifications behind', async () => {
    FakeSocket.newest.accept();
    const loop = client[Symbol.asyncIterator]();

    for (let i = 0; i < 1_001; i++) say(i);
    for (let i = 0; i < 1_000; i++) assert.equal((await loop.next()).value.data, i);

    await assert.rejects(loop.next(), /behind/);
    assert.equal((await loop.next()).done, true);
  });

  it('costs nothing more once a loop has ended', async () => {
    FakeSocket.newest.accept();
    const loop = client[Symbol.asyncIterator]();
    await loop.return();

    say(1);

    assert.deepEqual(await loop.next(), { value: undefined, done: true });
  });
});
