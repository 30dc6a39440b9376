import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../src/client.js';
import { oneSocket } from '../src/tabs.js';
import { fakeClock, settled } from '../stand-in/clock.js';
import { FakeLocks, fakeChannels } from '../stand-in/fake-locks.js';
import { FakeSocket } from '../stand-in/fake-socket.js';
import { jwt } from '../stand-in/token.js';

describe('one socket for all tabs', () => {
  let clock;
  let locks;
  let BroadcastChannel;
  let tabs;

  beforeEach(() => {
    clock = fakeClock();
    locks = new FakeLocks();
    BroadcastChannel = fakeChannels();
    tabs = [];
  });
  afterEach(async () => {
    tabs.forEach(({ client }) => client.close());
    await settled();
    clock.restore();
  });

  async function tab(options = {}) {
    const heard = [];
    const errors = [];
    const missed = [];
    const client = connect({
      url: 'ws://hermes.test/dev',
      token: jwt(),
      WebSocket: FakeSocket,
      tabs: oneSocket({ locks, BroadcastChannel }),
      ...options,
    });
    client.subscribe((data) => heard.push(data));
    client.on('error', (error) => errors.push(error));
    client.on('missed', (what) => missed.push(what));
    const made = { client, heard, errors, missed };
    tabs.push(made);
    await settled();
    return made;
  }

  async function greet(head = 10, missed = 0) {
    FakeSocket.newest.accept().greet({ head, resumed: true, missed });
    await settled();
  }

  async function say(...numbers) {
    numbers.forEach((seq) => FakeSocket.newest.say({ user_id: 'bob', data: seq, seq }));
    await settled();
  }

  it('says that a token does not come, and asks again', async () => {
    let asked = 0;
    const { errors } = await tab({ token: () => new Promise(() => asked++) });

    await clock.pass(30_000);
    assert.equal(errors[0].message, 'The token took longer than 30 s');
    await clock.pass(30_000);

    assert.equal(asked, 2);
  });

  it('makes one for three tabs, and all hear', async () => {
    const three = [await tab(), await tab(), await tab()];
    await greet();

    await say(11, 12);

    assert.equal(FakeSocket.made.length, 1);
    for (const { client, heard } of three) {
      assert.equal(client.state, 'open');
      assert.deepEqual(heard, [11, 12]);
    }
  });

  it('makes one for each user and room', async () => {
    await tab();
    await tab({ token: jwt({ room_id: 'attic' }) });
    await tab({ token: jwt({ user_id: 'bob' }) });

    assert.equal(FakeSocket.made.length, 3);
  });

  it('opens a tab that comes later, at the number of the others', async () => {
    const first = await tab();
    await greet();
    await say(11);

    const second = await tab();
    await say(12);

    assert.equal(second.client.state, 'open');
    assert.deepEqual([first.heard, second.heard], [[11, 12], [12]]);
    assert.deepEqual(FakeSocket.newest.sent, []);
  });

  it('sends for all tabs', async () => {
    await tab();
    const second = await tab();
    second.client.send('early');
    await greet();

    second.client.send('late');
    await settled();

    assert.deepEqual(FakeSocket.newest.sent.map((frame) => frame.data), ['early', 'late']);
  });

  it('sends for all tabs however slow the network is', async () => {
    const first = await tab();
    const second = await tab();
    await greet();
    FakeSocket.newest.bufferedAmount = 2_000_000;

    assert.equal(second.client.send('later'), true);
    await settled();
    assert.deepEqual(FakeSocket.newest.sent, []);
    FakeSocket.newest.bufferedAmount = 0;
    await clock.pass(1_000);

    assert.deepEqual(FakeSocket.newest.sent.map((frame) => frame.data), ['later']);
    assert.equal(first.client.state, 'open');
  });

  it('goes on with a token that is good where that of one tab expires', async () => {
    const first = await tab();
    const second = await tab({ token: jwt({ exp: 9_999_999_999 }) });
    await greet();

    FakeSocket.newest.fail(4401);
    await settled();
    await greet();

    assert.equal(first.client.state, 'closed');
    assert.equal(second.client.state, 'open');
  });

  it('hands over to the next tab, which misses nothing', async () => {
    const first = await tab();
    const second = await tab();
    await greet();
    await say(11);

    first.client.close();
    await settled();
    assert.equal(FakeSocket.made[0].closedWith, 1000);
    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '11');
    await greet(13, 2);
    await say(12, 13);

    assert.equal(FakeSocket.made.length, 2);
    assert.deepEqual(second.heard, [11, 12, 13]);
    assert.deepEqual(second.missed, []);
    assert.equal(second.client.state, 'open');
  });

  it('leaves no socket behind where a listener closes the client', async () => {
    const first = await tab();
    const second = await tab();
    second.client.on('state', ({ state }) => state === 'connecting' && second.client.close());
    await greet();

    first.client.close();
    await clock.pass(60_000);

    assert.equal(second.client.state, 'closed');
    assert.deepEqual(FakeSocket.made.map((socket) => socket.readyState), [3]);
  });

  it('goes on where a tab that follows closes', async () => {
    const first = await tab();
    const second = await tab();
    await greet();

    second.client.close();
    await settled();
    await say(11);

    assert.equal(FakeSocket.made.length, 1);
    assert.equal(second.client.state, 'closed');
    assert.deepEqual([first.heard, second.heard], [[11], []]);
  });

  it('ends in all tabs where access is revoked', async () => {
    const both = [await tab(), await tab()];
    await greet();

    FakeSocket.newest.fail(4403);
    await clock.pass(60_000);

    assert.equal(FakeSocket.made.length, 1);
    assert.deepEqual(both.map(({ client }) => client.state), ['closed', 'closed']);
  });

  it('shows in all tabs that it waits, and comes back in all', async () => {
    const both = [await tab(), await tab()];
    await greet();
    await say(11);

    FakeSocket.newest.fail(1006);
    await settled();
    assert.deepEqual(both.map(({ client }) => client.state), ['waiting', 'waiting']);
    both[1].client.reconnect();
    await settled();
    await greet(12, 1);
    await say(12);

    for (const { client, heard, errors } of both) {
      assert.equal(client.state, 'open');
      assert.deepEqual(heard, [11, 12]);
      assert.deepEqual(errors, []);
    }
  });

  it('takes the socket from a tab that is frozen', async () => {
    const frozen = await tab();
    await greet();
    BroadcastChannel.freezeNewest();

    const second = await tab();
    assert.equal(FakeSocket.made.length, 1);
    await clock.pass(3_000);
    await greet(10);
    await say(11);

    assert.equal(FakeSocket.made.length, 2);
    assert.equal(FakeSocket.made[0].closedWith, 1000);
    assert.deepEqual(second.heard, [11]);
    assert.notEqual(frozen.client.state, 'closed');
  });

  it('is plain in all tabs where the server knows no numbers, and says after a return that some may be missing', async () => {
    const both = [await tab(), await tab()];
    const refusal = { message: 'Forbidden', connectionId: 'c', requestId: 'r' };
    FakeSocket.newest.accept();
    await clock.pass(1_000);
    FakeSocket.newest.say(refusal);
    await settled();

    FakeSocket.newest.fail(1006);
    await clock.pass(1_500);
    FakeSocket.newest.accept();
    await clock.pass(1);
    FakeSocket.newest.say({ user_id: 'bob', data: 'hi' });
    await settled();

    for (const { heard, missed, errors } of both) {
      assert.deepEqual(heard, ['hi']);
      assert.equal(missed.length, 1);
      assert.deepEqual(errors, []);
    }
  });

  it('gets a token again where it could not be had', async () => {
    let calls = 0;
    const only = await tab({
      token: () => {
        if (++calls === 1) throw new Error('the minter is unavailable');
        return jwt();
      },
    });
    assert.equal(only.errors[0].message, 'the minter is unavailable');

    await clock.pass(7_500);
    await greet();

    assert.equal(only.client.state, 'open');
    assert.equal(calls, 2);
  });

  it('skips numbers that were for others in all tabs, without a pause', async () => {
    const three = [await tab(), await tab()];
    await greet();
    three.push(await tab());

    FakeSocket.newest.say({ hermes: { at: 20 } });
    await say(21);

    for (const { heard } of three) assert.deepEqual(heard, [21]);
  });

  it('gets for a tab what that tab alone has missed', async () => {
    const first = await tab();
    await greet();
    await say(11, 12, 13);
    const kept = { getItem: () => '11', setItem() {} };

    const second = await tab({ storage: kept });
    assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 11 }]);
    FakeSocket.newest.greet({ head: 13, resumed: true, missed: 2 });
    await say(12, 13, 14);

    assert.deepEqual([first.heard, second.heard], [[11, 12, 13, 14], [12, 13, 14]]);
  });

  it('connects by itself where a page may not lock', async () => {
    locks.request = async () => {
      throw new DOMException('sandboxed', 'SecurityError');
    };
    const only = await tab();
    await greet();
    await say(11);

    assert.deepEqual(only.heard, [11]);
  });

  it('connects by itself where there are no Web Locks', async () => {
    await tab({ tabs: oneSocket({ locks: null, BroadcastChannel }) });
    await tab({ tabs: oneSocket({ locks: null, BroadcastChannel }) });

    assert.equal(FakeSocket.made.length, 2);
  });
});
