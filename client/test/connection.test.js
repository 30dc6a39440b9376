import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../src/client.js';
import { fakeClock, settled } from '../stand-in/clock.js';
import { FakeSocket } from '../stand-in/fake-socket.js';
import { jwt } from '../stand-in/token.js';

const REFUSAL = { message: 'Forbidden', connectionId: 'c', requestId: 'r' };

/** The events of a window and its document, until `restorePage`. */
function fakePage() {
  const targets = { globalThis: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }) };
  let listening = 0;
  for (const target of Object.values(targets)) {
    const { addEventListener, removeEventListener } = target;
    target.addEventListener = (...all) => (listening++, addEventListener.apply(target, all));
    target.removeEventListener = (...all) => (listening--, removeEventListener.apply(target, all));
  }
  const { addEventListener, removeEventListener } = targets.globalThis;
  Object.assign(globalThis, { addEventListener, removeEventListener, document: targets.document });
  return { ...targets, listening: () => listening };
}

const restorePage = () => ['addEventListener', 'removeEventListener', 'document'].forEach((name) => delete globalThis[name]);

describe('a connection', () => {
  let clock;
  let client;
  let states;
  let errors;

  beforeEach(() => (clock = fakeClock()));
  afterEach(() => {
    client?.close();
    restorePage();
    clock.restore();
  });

  function start(options = {}) {
    states = [];
    errors = [];
    client = connect({
      url: 'ws://hermes.test/dev',
      token: jwt(),
      WebSocket: FakeSocket,
      fetch: async () => {
        throw new TypeError('unreachable');
      },
      ...options,
    });
    client.on('state', (change) => states.push(change));
    client.on('error', (error) => errors.push(error));
    return settled();
  }

  async function opened(options) {
    await start(options);
    FakeSocket.newest.accept().greet({ head: 5, resumed: true, missed: 0 });
    await settled();
  }

  const last = () => states.at(-1);
  const answer = (status, body, headers = {}) => async () => new Response(JSON.stringify(body), { status, headers });

  it('shows the token in the query and asks for numbers', async () => {
    await start({ token: jwt({ user_id: 'grace' }) });

    const { url } = FakeSocket.newest;
    assert.equal(url.pathname, '/dev');
    assert.equal(url.searchParams.get('token'), jwt({ user_id: 'grace' }));
    assert.equal(url.searchParams.get('since'), 'now');
  });

  it('shows the token as a subprotocol where it must stay out of the address', async () => {
    await start({ tokenIn: 'protocol' });

    assert.deepEqual(FakeSocket.newest.protocols, [jwt()]);
    assert.equal(FakeSocket.newest.url.searchParams.get('token'), null);
  });

  it('asks for no numbers where resuming is not wanted', async () => {
    await start({ resume: false });

    assert.equal(FakeSocket.newest.url.searchParams.has('since'), false);
  });

  it('refuses options that cannot work', () => {
    assert.throws(() => connect({ url: 'ftp://hermes.test', token: 't', WebSocket: FakeSocket }), TypeError);
    assert.throws(() => connect({ url: 'ws://hermes.test', WebSocket: FakeSocket }), TypeError);
    assert.throws(() => connect({ url: 'not an address', token: 't', WebSocket: FakeSocket }), TypeError);
  });

  it('is open after the handshake', async () => {
    await opened();

    assert.equal(client.state, 'open');
    assert.deepEqual(states.map((change) => change.state), ['open']);
  });

  it('stays away after 1000 and after 4403, and says which', async () => {
    for (const [code, reason] of [[1000, 'ended'], [4403, 'revoked']]) {
      await opened();
      const made = FakeSocket.made.length;

      FakeSocket.newest.fail(code);
      await clock.pass(3_600_000);

      assert.deepEqual([last().state, last().reason, last().code], ['closed', reason, code]);
      assert.equal(FakeSocket.made.length, made);
    }
  });

  it('comes back within two seconds after a restart of the server', async () => {
    for (const code of [1012, 1001]) {
      await opened();
      const made = FakeSocket.made.length;
      await clock.pass(20_000);

      FakeSocket.newest.fail(code);
      assert.equal(last().retryInMs, 1_000);
      await clock.pass(1_000);

      assert.equal(FakeSocket.made.length, made + 1);
      client.close();
    }
  });

  it('spreads its return over growing windows where the connection is lost without a word', async () => {
    await opened();
    const pauses = [];

    FakeSocket.newest.fail(1006);
    for (let i = 0; i < 6; i++) {
      await settled();
      pauses.push(last().retryInMs);
      await clock.pass(last().retryInMs);
      FakeSocket.newest.fail(1006);
    }

    // Half of 3, 6, 12, 24 and at most 30 s: Math.random gives 0.5.
    assert.deepEqual(pauses, [1_500, 3_000, 6_000, 12_000, 15_000, 15_000]);
  });

  it('starts from the shortest window after a connection that lasted', async () => {
    await opened();
    FakeSocket.newest.fail(1006);
    await clock.pass(1_500);
    FakeSocket.newest.accept().greet({ head: 5, resumed: true, missed: 0 });
    await clock.pass(10_000);

    FakeSocket.newest.fail(1006);

    assert.equal(last().retryInMs, 1_500);
  });

  it('goes on with longer windows where each connection ends at once', async () => {
    await opened();
    FakeSocket.newest.fail(1012);
    await clock.pass(1_000);
    FakeSocket.newest.accept();

    FakeSocket.newest.fail(1012);

    assert.equal(last().retryInMs, 3_000);
  });

  it('comes back slowly after 1008 and 1013, and online does not hurry it', async () => {
    for (const code of [1008, 1013]) {
      const page = fakePage();
      await opened();
      const made = FakeSocket.made.length;

      FakeSocket.newest.fail(code);
      page.globalThis.dispatchEvent(new Event('online'));
      await clock.pass(6_499);
      assert.equal(FakeSocket.made.length, made);
      await clock.pass(1);

      assert.equal(FakeSocket.made.length, made + 1);
      client.close();
    }
  });

  it('comes back at once when the network, the tab or the page is back', async () => {
    for (const [target, event] of [['globalThis', 'online'], ['document', 'visibilitychange'], ['globalThis', 'pageshow']]) {
      const page = fakePage();
      await opened();
      if (event === 'pageshow') page.globalThis.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
      else FakeSocket.newest.fail(1006);
      assert.equal(client.state, 'waiting');
      const made = FakeSocket.made.length;

      page[target].dispatchEvent(Object.assign(new Event(event), { persisted: true }));
      await settled();

      assert.equal(FakeSocket.made.length, made + 1, event);
      client.close();
    }
  });

  it('gives its socket up while the page is in the back-forward cache', async () => {
    const page = fakePage();
    await opened();

    page.globalThis.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    await clock.pass(3_600_000);

    assert.equal(FakeSocket.newest.closedWith, 1000);
    assert.deepEqual([FakeSocket.made.length, client.state], [1, 'waiting']);
  });

  it('leaves no listener behind', async () => {
    const page = fakePage();
    await opened();
    client.close();

    page.globalThis.dispatchEvent(new Event('online'));
    page.globalThis.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await settled();

    assert.deepEqual([FakeSocket.made.length, page.listening()], [1, 0]);
  });

  it('reports what the program must mend, and comes back slowly', async () => {
    for (const code of [1002, 1007, 1009]) {
      await opened();

      FakeSocket.newest.fail(code);

      assert.match(errors[0].message, new RegExp(`code ${code}`));
      assert.equal(last().state, 'waiting');
      assert.ok(last().retryInMs >= 5_000);
      client.close();
    }
  });

  it('gets a new token after 4401 and resumes with it', async () => {
    let minted = 0;
    await opened({ token: async () => jwt({ n: ++minted }) });
    FakeSocket.newest.say({ user_id: 'bob', data: 1, seq: 6 });

    FakeSocket.newest.fail(4401);
    await clock.pass(1_000);

    assert.equal(minted, 2);
    assert.equal(FakeSocket.newest.url.searchParams.get('token'), jwt({ n: 2 }));
    assert.equal(FakeSocket.newest.url.searchParams.get('since'), '6');
  });

  it('ends after 4401 where it has no way to a new token', async () => {
    await opened();

    FakeSocket.newest.fail(4401);

    assert.deepEqual([last().state, last().reason], ['closed', 'expired']);
  });

  it('keeps a good token over a lost connection', async () => {
    let minted = 0;
    await opened({ token: () => jwt({ n: ++minted }) });

    FakeSocket.newest.fail(1006);
    await clock.pass(1_500);

    assert.equal(minted, 1);
    assert.equal(FakeSocket.made.length, 2);
  });

  it('gets a new token where the old one is about to expire', async () => {
    let minted = 0;
    await opened({ token: () => jwt({ exp: clock.START / 1000 + 60 + 3600 * minted++ }) });
    await clock.pass(51_000);

    FakeSocket.newest.fail(1006);
    await clock.pass(1_500);

    assert.equal(minted, 2);
  });

  it('asks once over HTTP why a handshake was refused', async () => {
    const asked = [];
    await start({
      fetch: async (url, request) => {
        asked.push([url, request.headers.Accept]);
        throw new TypeError('unreachable');
      },
    });

    for (let i = 0; i < 3; i++) {
      FakeSocket.newest.fail();
      await settled();
      await clock.pass(last().retryInMs);
    }

    assert.deepEqual(asked, [[`http://hermes.test/dev?token=${jwt()}`, 'application/vnd.hermes+json']]);
  });

  it('asks again some time later: the server may have been away', async () => {
    let away = true;
    await start({
      fetch: async () => {
        if (away) throw new TypeError('unreachable');
        return new Response('{"reason":"forbidden"}', { status: 403 });
      },
    });

    for (let i = 0; i < 6 && last()?.state !== 'closed'; i++) {
      FakeSocket.newest.fail();
      await settled();
      away = false;
      await clock.pass(last().retryInMs ?? 0);
      await settled();
    }

    assert.deepEqual([last().state, last().reason], ['closed', 'forbidden']);
  });

  it('stays away from a room that it may not enter', async () => {
    await start({ fetch: answer(403, { reason: 'no such user in this room' }) });

    FakeSocket.newest.fail();
    await settled();

    assert.deepEqual([last().state, last().reason, last().detail], ['closed', 'forbidden', 'no such user in this room']);
  });

  it('takes an answer without a reason for none: API Gateway answers 403 to any plain GET', async () => {
    await start({ fetch: answer(403, { message: 'Forbidden' }) });

    FakeSocket.newest.fail();
    await settled();

    assert.deepEqual([last().state, last().reason], ['waiting', 'unreachable']);
  });

  it('tries a new token after 401, and ends where there is none', async () => {
    let minted = 0;
    await start({ token: () => jwt({ n: ++minted }), fetch: answer(401, { reason: 'signature' }) });
    FakeSocket.newest.fail();
    await settled();
    await clock.pass(last().retryInMs);
    assert.equal(minted, 2);
    client.close();

    await start({ fetch: answer(401, { reason: 'signature' }) });
    FakeSocket.newest.fail();
    await settled();

    assert.deepEqual([last().state, last().reason], ['closed', 'unauthorized']);
  });

  it('waits as long as a limit asks for', async () => {
    for (const status of [429, 503]) {
      await start({ fetch: answer(status, { reason: 'too many' }, { 'Retry-After': '60' }) });

      FakeSocket.newest.fail();
      await settled();

      assert.equal(last().reason, 'unavailable');
      assert.equal(last().retryInMs, 61_500);
      client.close();
    }
  });

  it('asks again after a limit that is still on', async () => {
    await start({ fetch: answer(503, { reason: 'draining' }, { 'Retry-After': '60' }) });
    FakeSocket.newest.fail();
    await settled();
    await clock.pass(last().retryInMs);

    FakeSocket.newest.fail();
    await settled();

    assert.equal(last().retryInMs, 63_000);
  });

  it('knows by itself that its token has expired, and gets a new one without asking', async () => {
    let minted = 0;
    let asked = 0;
    await start({
      token: () => jwt({ n: ++minted, exp: clock.START / 1000 + 11 }),
      fetch: async () => asked++,
    });
    await clock.pass(12_000);

    FakeSocket.newest.fail();
    await settled();
    await clock.pass(last().retryInMs);

    assert.deepEqual([minted, asked], [2, 0]);
  });

  it('ends with an expired token that nobody renews', async () => {
    await start({ token: jwt({ exp: clock.START / 1000 - 1 }) });

    FakeSocket.newest.fail();
    await settled();

    assert.deepEqual([last().state, last().reason], ['closed', 'expired']);
  });

  it('tries again where the token cannot be had, and says so', async () => {
    let calls = 0;
    await start({
      token: async () => {
        if (++calls === 1) throw new Error('the minter is unavailable');
        return jwt();
      },
    });
    assert.equal(errors[0].message, 'the minter is unavailable');
    assert.equal(last().reason, 'token');

    await clock.pass(1_500);

    assert.equal(FakeSocket.made.length, 1);
  });

  it('tries again where the token is nothing to connect with', async () => {
    await start({ token: () => undefined });
    assert.ok(errors[0] instanceof TypeError);
    assert.equal(last().state, 'waiting');
    client.close();

    await start({ token: async () => JSON.parse('<html>') });
    assert.ok(errors[0] instanceof SyntaxError);
    assert.equal(last().state, 'waiting');
  });

  it('ends where the browser allows no such socket', async () => {
    await start({
      WebSocket: class {
        constructor() {
          throw new DOMException('ws: from a page of https:', 'SecurityError');
        }
      },
    });

    assert.deepEqual([last().state, last().reason, last().detail], ['closed', 'fault', 'ws: from a page of https:']);
  });

  it('does not wait for a token for ever', async () => {
    await start({ token: () => new Promise(() => {}) });

    await clock.pass(30_000);

    assert.match(errors[0].message, /longer than 30 s/);
    assert.equal(last().state, 'waiting');
  });

  it('does not wait for a handshake for ever', async () => {
    await start();

    await clock.pass(15_000);

    assert.equal(last().state, 'waiting');
    assert.equal(FakeSocket.made[0].readyState, 3);
  });

  it('never has two sockets, however often it is woken', async () => {
    await opened();
    FakeSocket.newest.fail(1006);

    for (let i = 0; i < 5; i++) client.reconnect();
    await clock.pass(60_000);

    assert.equal(FakeSocket.made.filter((socket) => socket.readyState < 2).length <= 1, true);
    assert.equal(FakeSocket.made.filter((socket) => socket.readyState < 3).length <= 1, true);
  });

  it('connects now where it is told to', async () => {
    await opened();
    FakeSocket.newest.fail(1013);

    client.reconnect();
    await settled();

    assert.equal(FakeSocket.made.length, 2);
    assert.equal(client.state, 'connecting');
  });

  it('finds out that a socket did not survive a sleep', async () => {
    await opened();
    await clock.pass(30_000);

    // The clock jumps while no timer runs.
    Date.now = ((now) => () => now() + 3_600_000)(Date.now);
    await clock.pass(30_000);
    assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 5 }]);
    await clock.pass(10_000);
    await settled();

    assert.equal(FakeSocket.made.length, 2);
    assert.equal(FakeSocket.made[0].readyState, 3);
  });

  it('closes for good', async () => {
    await opened();

    client.close();
    await clock.pass(3_600_000);

    assert.equal(FakeSocket.newest.closedWith, 1000);
    assert.equal(FakeSocket.made.length, 1);
    assert.deepEqual([last().state, last().reason], ['closed', 'closed']);
    assert.equal(client.send('late'), false);
  });

  describe('through API Gateway', () => {
    const url = 'wss://abc.execute-api.eu-west-1.amazonaws.com/dev';

    async function plain(options) {
      await start({ url, ...options });
      FakeSocket.newest.accept();
      await clock.pass(1_000);
      FakeSocket.newest.say(REFUSAL);
      await settled();
    }

    it('is a plain client where nothing answers to resume', async () => {
      const heard = [];
      await plain();
      client.subscribe((data) => heard.push(data));

      FakeSocket.newest.say({ user_id: 'bob', data: 'hi' });

      assert.deepEqual(heard, ['hi']);
      assert.deepEqual(FakeSocket.newest.sent, [{ action: 'resume', since: 'now' }]);
      assert.deepEqual(errors, []);
    });

    it('says something before the idle limit of ten minutes', async () => {
      await plain();

      for (let i = 0; i < 19; i++) await clock.pass(30_000);

      assert.deepEqual(FakeSocket.newest.sent.at(-1), { action: 'ping' });
    });

    it('moves over before the limit of two hours, and hears each frame once', async () => {
      const heard = [];
      const missed = [];
      await plain();
      client.subscribe((data) => heard.push(data));
      client.on('missed', (what) => missed.push(what));
      for (let i = 0; i < 230 && FakeSocket.made.length < 2; i++) await clock.pass(30_000);
      const [before, after] = FakeSocket.made;

      before.say({ user_id: 'bob', data: 1 });
      before.say({ user_id: 'bob', data: 1 });
      after.accept();
      after.say({ user_id: 'bob', data: 1 });
      before.say({ user_id: 'bob', data: 2 });
      after.say({ user_id: 'bob', data: 2 });
      await clock.pass(5_000);
      after.say({ user_id: 'bob', data: 3 });

      assert.deepEqual(heard, [1, 1, 2, 3]);
      assert.deepEqual(missed, []);
      assert.equal(before.closedWith, 1000);
      assert.equal(client.state, 'open');
    });

    it('keeps the socket that it has where the next one is refused', async () => {
      await plain();
      for (let i = 0; i < 230 && FakeSocket.made.length < 2; i++) await clock.pass(30_000);

      FakeSocket.newest.fail();
      await clock.pass(1_000);

      assert.equal(client.state, 'open');
      assert.equal(FakeSocket.made[0].readyState, 1);
    });
  });
});
