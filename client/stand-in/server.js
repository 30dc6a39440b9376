// A Hermes of the next contract for tests: rooms with numbers, history, greeting, drain and close codes, on `ws`.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/** What all servers of one cluster share: the room's numbered messages. */
export class Room {
  messages = [];
  sockets = new Set();
  #first;

  constructor(first = 1_000) {
    this.#first = first;
  }

  get head() {
    return this.#first + this.messages.length - 1;
  }

  publish(data, userId = 'shop') {
    this.messages.push({ user_id: userId, data, seq: this.head + 1 });
    for (const socket of this.sockets) socket.live();
  }

  from(seq) {
    return this.messages.slice(Math.max(0, seq - this.#first));
  }
}

/**
 * @param {Room} room
 * @param {{numbers?: boolean, refuse?: (url: URL) => {status: number, reason: string} | undefined}} [options] without
 *   `numbers` it speaks the old contract alone
 */
export async function startServer(room, { numbers = true, refuse = () => undefined } = {}) {
  const http = createServer((request, response) => {
    const refusal = refuse(new URL(request.url, 'http://localhost'));
    const { status, reason } = refusal ?? { status: 426, reason: 'would be let in' };
    response.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify({ reason }));
  });
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set();

  http.on('upgrade', (request, raw, head) => {
    const url = new URL(request.url, 'http://localhost');
    const refusal = refuse(url);
    if (refusal) {
      raw.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, raw, head, (ws) => opened(ws, url));
  });

  function opened(ws, url) {
    const since = numbers ? url.searchParams.get('since') : null;
    const member = { ws, next: null, live };
    const say = (frame) => ws.send(JSON.stringify(frame));

    function live() {
      if (member.next === null) say({ user_id: room.messages.at(-1).user_id, data: room.messages.at(-1).data });
      else for (const message of room.from(member.next)) {
        say(message);
        member.next = message.seq + 1;
      }
    }

    function resume(asked) {
      const from = asked === 'now' ? room.head : Number(asked) < 0 ? room.head + Number(asked) : Number(asked);
      member.next = from + 1;
      say({ hermes: { head: room.head, resumed: true, missed: room.head - from } });
      live();
    }

    room.sockets.add(member);
    open.add(ws);
    ws.on('close', () => {
      room.sockets.delete(member);
      open.delete(ws);
    });
    ws.on('error', () => {});
    ws.on('message', (text) => {
      const frame = JSON.parse(text);
      if (frame.action === 'sendMessage') room.publish(frame.data, 'sender');
      else if (frame.action === 'resume' && numbers) resume(frame.since);
      else say({ message: 'Forbidden', connectionId: 'c', requestId: 'r' });
    });
    if (since !== null) resume(since);
  }

  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address();

  return {
    port,
    url: `ws://127.0.0.1:${port}/dev`,
    open,
    closeAll: (code) => [...open].forEach((ws) => ws.close(code)),
    /** As `kill -9`: every connection is cut without a word. */
    async kill() {
      [...open].forEach((ws) => ws.terminate());
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
  };
}
