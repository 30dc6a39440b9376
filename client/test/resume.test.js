import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../src/client.js';
import { fakeClock, settled } from '../stand-in/clock.js';
import { FakeSocket } from '../stand-in/fake-socket.js';
import { jwt } from '../stand-in/token.js';

describe('resuming', () => {
  let clock;
  let client;
  let heard;
  let missed;
  let resumed;
  let errors;

  beforeEach(() => (clock = fakeClock()));
  afterEach(() => {
    client?.close();
    clock.restore();
  });

  async function start(options = {}) {
    heard = [];
    missed = [];
    resumed = [];
    errors = [];
    client = connect({ url: 'ws://hermes.test/dev', token: jwt(), WebSocket: FakeSocket, fetch: async () => {}, ...options });
    client.subscribe((data) => heard.push(data));
    client.on('missed', (what) => missed.push(what));
    client.on('resumed', (what) => resumed.push(what));
    client.on('error', (error) => errors.push(error));
    await settled();
  }

  async function opened(head = 10, options) {
    await start(options);
    FakeSocket.newest.accept().greet({ head, resumed: true, missed: 0 });
    await settled();
  }

  async function back() {
    FakeSocket.newest.fail(1006);
    await settled();
    await clock.pass(1_500);
    FakeSocket.newest.accept();
  }

  const say = (...numbers) => numbers.forEach((seq) => FakeSocket.newest.say({ user_id: 'bob', data: seq, seq }));

  it('hears numbered frames in order', async () => {
    await opened(10);

    say(11, 12, 13);

    assert.deepEqual(heard, [11, 12, 13]);
    assert.equal(client.number, 13);
  });

  it('resumes from the last number it has seen and drops what it has', async () => {
    await opened(10);
    say(11, 12);

    await back();
    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '12');
    FakeSocket.newest.greet({ head: 14, resumed: true, missed: 2 });
    say(12, 13, 14, 14, 15);

    assert.deepEqual(heard, [11, 12, 13, 14, 15]);
    assert.deepEqual(resumed, [{ missed: 2, head: 14 }]);
    assert.deepEqual(missed, []);
  });

  it('resumes from the head of its greeting where it heard nothing else', async () => {
    await opened(10);

    await back();

    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '10');
  });

  it('gets the last notifications of the room on wish', async () => {
    await start({ history: 3 });
    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '-3');

    FakeSocket.newest.accept().greet({ head: 10, resumed: true, missed: 3 });
    say(8, 9, 10);

    assert.deepEqual(heard, [8, 9, 10]);
  });

  it('holds what is above a hole for 300 ms, and sorts it in', async () => {
    await opened(10);

    say(12, 13);
    assert.deepEqual(heard, []);
    await clock.pass(299);
    say(11);
    await clock.pass(1_000);

    assert.deepEqual(heard, [11, 12, 13]);
    assert.deepEqual(FakeSocket.newest.sent, []);
  });

  it('asks for a hole that stays open', async () => {
    await opened(10);

    say(12);
    await clock.pass(300);
    assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 10 }]);
    FakeSocket.newest.greet({ head: 12, resumed: true, missed: 2 });
    say(11, 12);

    assert.deepEqual(heard, [11, 12]);
    assert.deepEqual(missed, []);
  });

  it('asks again with growing pauses, then goes on and says that something is missing', async () => {
    await opened(10);

    say(12);
    await clock.pass(300);
    await clock.pass(600);
    await clock.pass(1_200);
    await clock.pass(2_400);
    await clock.pass(4_800);
    assert.equal(FakeSocket.newest.sent.length, 5);
    await clock.pass(9_600);
    await clock.pass(0);

    assert.deepEqual(heard, [12]);
    assert.deepEqual(missed, [{ from: 12 }]);
  });

  it('does not give a hole up while the server says that it cannot answer now', async () => {
    await opened(10);

    say(12);
    for (let i = 0; i < 20; i++) {
      await clock.pass(10_000);
      FakeSocket.newest.say({ message: 'Service Unavailable', connectionId: 'c', requestId: 'r' });
    }

    assert.deepEqual(heard, []);
    assert.deepEqual(errors, []);
  });

  it('asks for nothing once it is closed', async () => {
    await opened(10);
    say(12);

    client.close();
    await clock.pass(60_000);

    assert.deepEqual(FakeSocket.newest.sent, []);
    assert.equal(client.number, 10);
  });

  it('holds no more than a thousand frames above a hole, and loses none', async () => {
    await opened(0);

    say(...Array.from({ length: 1_500 }, (_, i) => i + 2));
    await clock.pass(300);
    FakeSocket.newest.greet({ head: 1_501, resumed: true, missed: 1_501 });
    say(...Array.from({ length: 1_501 }, (_, i) => i + 1));

    assert.deepEqual(heard, Array.from({ length: 1_501 }, (_, i) => i + 1));
  });

  it('skips numbers that were for others', async () => {
    await opened(10);

    say(11);
    FakeSocket.newest.say({ hermes: { at: 14 } });
    say(15);

    assert.deepEqual(heard, [11, 15]);
    assert.equal(client.number, 15);
  });

  it('says once that something is missing, when the server wants it to', async () => {
    await opened(10);
    say(11);
    await back();

    FakeSocket.newest.greet({ head: 5_000, resumed: false, from: 4_001, reload_after_ms: 60_000 });
    say(4_001, 4_002);
    assert.deepEqual(heard, [11, 4_001, 4_002]);
    await back();
    FakeSocket.newest.greet({ head: 9_000, resumed: false, from: 8_001, reload_after_ms: 60_000 });
    await clock.pass(58_499);
    assert.deepEqual(missed, []);
    await clock.pass(60_000);

    assert.deepEqual(missed, [{ from: 4_001, head: 5_000 }]);
  });

  it('goes on from the head where nothing follows', async () => {
    await opened(10);
    await back();

    FakeSocket.newest.greet({ head: 99, resumed: false, from: null, reload_after_ms: 0 });
    say(100);
    await clock.pass(0);

    assert.deepEqual(heard, [100]);
    assert.equal(missed.length, 1);
  });

  it('takes up a count that the server does not know any more', async () => {
    await opened(10_000);
    await back();

    FakeSocket.newest.greet({ head: 12, resumed: false, from: 12, reload_after_ms: 0 });
    say(12, 13);

    assert.deepEqual(heard, [12, 13]);
  });

  it('is told nothing about missing frames at its first connection', async () => {
    await start();

    FakeSocket.newest.accept().greet({ head: null, resumed: false, from: null, reload_after_ms: 0 });
    FakeSocket.newest.say({ user_id: 'bob', data: 'plain' });
    await clock.pass(60_000);

    assert.deepEqual([heard, missed], [['plain'], []]);
  });

  it('says after each return that frames may be missing where nothing is kept', async () => {
    await start();
    FakeSocket.newest.accept().greet({ head: null, resumed: false, from: null, reload_after_ms: 0 });

    await back();
    FakeSocket.newest.greet({ head: null, resumed: false, from: null, reload_after_ms: 200 });
    await clock.pass(200);

    assert.equal(missed.length, 1);
  });

  it('keeps its number in a storage over a reload of the page', async () => {
    const kept = new Map();
    const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
    await opened(10, { storage });
    say(11);
    client.close();

    await start({ storage });
    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '11');
    client.close();
    await start({ storage, token: jwt({ room_id: 'attic' }) });

    assert.equal(FakeSocket.newest.url.searchParams.get('since'), 'now');
  });

  it('works on where the storage is full', async () => {
    await opened(10, {
      storage: {
        getItem: () => 'nonsense',
        setItem() {
          throw new Error('full');
        },
      },
    });

    say(11);

    assert.deepEqual(heard, [11]);
    assert.equal(errors.at(-1).message, 'full');
  });

  describe('where a server knows no numbers', () => {
    const refusal = { message: 'Forbidden', connectionId: 'c', requestId: 'r' };

    async function plain() {
      await start();
      FakeSocket.newest.accept();
      await clock.pass(1_000);
      FakeSocket.newest.say(refusal);
      await settled();
    }

    it('asks once and never again', async () => {
      await plain();

      await back();
      await clock.pass(60_000);

      assert.deepEqual(FakeSocket.made[0].sent, [{ action: 'resume', since: 'now' }]);
      assert.deepEqual(FakeSocket.newest.sent, []);
      assert.deepEqual(errors, []);
    });

    it('asks when the network takes it, behind API Gateway', async () => {
      await start();
      FakeSocket.newest.accept();
      FakeSocket.newest.bufferedAmount = 2_000_000;
      await clock.pass(1_000);
      FakeSocket.newest.bufferedAmount = 0;

      await clock.pass(1_000);

      assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 'now' }]);
    });

    it('asks again once it has greeted after all', async () => {
      await plain();
      FakeSocket.newest.greet({ head: 10, resumed: true, missed: 0 });

      await back();
      await clock.pass(1_000);

      assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 10 }]);
    });

    it('hears every frame, and says after a return that some may be missing', async () => {
      await plain();
      FakeSocket.newest.say({ user_id: 'bob', data: 1 });
      await back();
      FakeSocket.newest.say({ user_id: 'bob', data: 1 });
      await clock.pass(0);

      assert.deepEqual(heard, [1, 1]);
      assert.deepEqual(missed, [{ from: null, head: null }]);
    });

    it('resumes once the server knows numbers', async () => {
      await plain();
      await back();

      FakeSocket.newest.greet({ head: 10, resumed: true, missed: 0 });
      say(11);

      assert.deepEqual(heard, [11]);
      assert.equal(client.number, 11);
    });
  });

  describe('through API Gateway', () => {
    it('gets greeting and replay when it asks, in whatever order they come', async () => {
      await opened(10);
      FakeSocket.newest.fail(1006);
      await settled();
      await clock.pass(1_500);

      FakeSocket.newest.accept();
      say(14);
      await clock.pass(1_000);
      assert.deepEqual(FakeSocket.newest.sent.at(-1), { action: 'resume', since: 10 });
      say(13);
      FakeSocket.newest.greet({ head: 14, resumed: true, missed: 4 });
      say(12, 11);

      assert.deepEqual(heard, [11, 12, 13, 14]);
    });

    it('waits for what a jump of the count may have overtaken', async () => {
      await start();
      FakeSocket.newest.accept();
      await clock.pass(1_000);
      FakeSocket.newest.greet({ head: 10, resumed: true, missed: 0 });

      FakeSocket.newest.say({ hermes: { at: 13 } });
      say(14, 11);
      await clock.pass(250);

      assert.deepEqual(heard, [11, 14]);
    });

    it('asks again where the server could not answer', async () => {
      await start();
      FakeSocket.newest.accept();
      await clock.pass(1_000);
      FakeSocket.newest.say({ message: 'Service Unavailable', connectionId: 'c', requestId: 'r' });
      await clock.pass(5_000);
      FakeSocket.newest.greet({ head: 10, resumed: true, missed: 0 });
      say(11);

      assert.equal(FakeSocket.newest.sent.length, 2);
      assert.deepEqual([heard, missed], [[11], []]);
    });
  });
});
