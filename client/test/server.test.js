import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { connect } from '../src/client.js';
import { jwt } from '../stand-in/token.js';

const skip = existsSync(new URL('../node_modules/ws', import.meta.url)) ? false : 'these tests need the package ws: npm ci';

async function until(condition, what) {
  const end = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > end) assert.fail(`Not within 60 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('beside a server over real WebSockets', { skip }, async () => {
  const { Room, startServer } = skip ? {} : await import('../stand-in/server.js');
  const { WebSocket } = skip ? {} : await import('ws');
  const running = [];
  const clients = [];

  after(async () => {
    clients.forEach((client) => client.close());
    for (const server of running) await server.kill();
  });

  async function serve(room, options) {
    const server = await startServer(room, options);
    running.push(server);
    return server;
  }

  function join(url, options = {}) {
    const heard = [];
    const missed = [];
    const states = [];
    const client = connect({ url, token: jwt(), WebSocket, ...options });
    clients.push(client);
    client.on('state', ({ state }) => states.push(state));
    client.subscribe((data) => heard.push(data));
    client.on('missed', (what) => missed.push(what));
    return { client, heard, missed, states };
  }

  it('hears, sends, and resumes after a restart with 1012', async () => {
    const room = new Room();
    const server = await serve(room);
    const { client, heard, missed, states } = join(server.url);
    await until(() => client.number === 999, 'a greeting');
    client.send('mine');
    await until(() => heard.length === 1, 'the own message');

    server.closeAll(1012);
    await until(() => states.includes('waiting'), 'a pause');
    room.publish('meanwhile');
    await until(() => heard.length === 2, 'the message that was missed');
    room.publish('later');
    await until(() => heard.length === 3, 'the next message');

    assert.deepEqual(heard, ['mine', 'meanwhile', 'later']);
    assert.deepEqual(missed, []);
  });

  it('gets the last messages of the room on wish', async () => {
    const room = new Room();
    ['a', 'b', 'c'].forEach((data) => room.publish(data));
    const server = await serve(room);

    const { heard } = join(server.url, { history: 2 });

    await until(() => heard.length === 2, 'two messages');
    assert.deepEqual(heard, ['b', 'c']);
  });

  it('works as a plain client beside a server of the old contract', async () => {
    const room = new Room();
    const server = await serve(room, { numbers: false });
    const { client, heard, missed, states } = join(server.url);
    await until(() => client.state === 'open', 'a connection');
    room.publish(1);
    await until(() => heard.length === 1, 'a message');

    server.closeAll(1012);
    await until(() => states.lastIndexOf('open') > 0, 'another connection');
    room.publish(2);
    await until(() => heard.length === 2 && missed.length === 1, 'a message, and that some may be missing');

    assert.deepEqual(heard, [1, 2]);
    assert.equal(client.number, null);
  });

  it('finds out why it is refused', async () => {
    const refusals = [];
    const server = await serve(new Room(), {
      refuse: (url) => (url.searchParams.get('token') === jwt() ? { status: 403, reason: 'revoked' } : undefined),
    });
    const { client } = join(server.url);
    client.on('state', (change) => refusals.push(change));

    await until(() => client.state === 'closed', 'the end');

    assert.deepEqual([refusals.at(-1).reason, refusals.at(-1).detail], ['forbidden', 'revoked']);
  });

  it('keeps 200 clients complete, each message once and in order, while two servers are killed in turn', async () => {
    const room = new Room();
    const servers = [await serve(room), await serve(room)];
    const ports = servers.map((server) => server.port);
    let pauses = [];
    const crowd = Array.from({ length: 200 }, () => ({ heard: [] }));
    for (const [n, member] of crowd.entries()) {
      member.next = n % 2;
      // A load balancer: the next attempt goes to the other server where one is down.
      member.WebSocket = class extends WebSocket {
        constructor(url, protocols) {
          const target = new URL(url);
          target.port = ports[member.next++ % 2];
          super(target, protocols);
        }
      };
      member.client = connect({
        url: servers[0].url,
        token: jwt(),
        maxDelayMs: 3_000,
        WebSocket: member.WebSocket,
      });
      member.client.subscribe((data) => member.heard.push(data));
      member.client.on('missed', () => (member.missed = true));
      member.client.on('error', (error) => (member.error = error));
      member.client.on('state', ({ reason, retryInMs }) => reason === 'lost' && pauses.push(retryInMs));
      clients.push(member.client);
    }
    await until(() => crowd.every(({ client }) => client.number === 999), '200 greetings');
    let sent = 0;
    const sending = setInterval(() => room.publish(sent++), 50);

    for (const victim of [0, 1, 0]) {
      const lost = servers[victim].open.size;
      pauses = [];
      await servers[victim].kill();
      await until(() => pauses.length >= lost, 'all have noticed');
      await until(() => crowd.every(({ client }) => client.state === 'open'), 'all connected again');
      servers[victim] = await serve(room);
      ports[victim] = servers[victim].port;

      const inSecond = (n) => pauses.filter((pause) => Math.floor(pause / 1_000) === n).length;
      assert.ok(pauses.length >= 20, `${pauses.length} clients lost their server`);
      for (const second of [0, 1, 2]) assert.ok(inSecond(second) <= pauses.length / 2, `second ${second}: ${pauses}`);
    }
    clearInterval(sending);
    await until(() => crowd.every(({ heard }) => heard.length >= sent), 'all messages');

    const all = Array.from({ length: sent }, (_, n) => n);
    for (const { heard, missed, error } of crowd) {
      assert.deepEqual(heard, all);
      assert.deepEqual([missed, error], [undefined, undefined]);
    }
  });
});
