// Many clients in one process, behind a balancer that gives each connection to a server that answers:
//   node crowd.js 8081,8082 < commands
// The first line of commands is a JSON array of tokens, one for each client. Each further line is a command:
//   kill      a server is killed now
//   report N  prints, as a line of JSON, how the clients fared, if each was to hear N messages {"n":0…}
import { createConnection, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { connect } from '../src/client.js';

const SECOND_MS = 1_000;

const ports = process.argv[2].split(',').map(Number);
const attempts = [];
const kills = [];

function forward(client, [port, ...others]) {
  if (!port) return client.destroy();
  const server = createConnection(port, '127.0.0.1');
  let forwarded = false;
  server.on('connect', () => {
    forwarded = true;
    client.pipe(server).pipe(client);
  });
  server.on('error', () => {});
  server.on('close', () => (forwarded ? client.destroy() : forward(client, others)));
  client.on('close', () => server.destroy());
  return undefined;
}

function balance(client) {
  attempts.push(Date.now());
  client.on('error', () => {});
  forward(client, Math.random() < 0.5 ? ports : ports.toReversed());
}

function join(url, token) {
  const member = { heard: new Map(), last: 0, disorder: 0, missed: 0, errors: [] };
  member.client = connect({ url, token, WebSocket });
  member.client.subscribe(({ n }, { seq }) => {
    member.heard.set(n, (member.heard.get(n) ?? 0) + 1);
    if (member.last && seq !== member.last + 1) member.disorder++;
    member.last = seq;
  });
  member.client.on('missed', () => member.missed++);
  member.client.on('error', (error) => member.errors.push(String(error)));
  return member;
}

/** Of the attempts between a kill and the next one: how many there were, and how many at most within one second. */
function storm(kill, next) {
  const times = attempts.filter((at) => at >= kill && at < next);
  const inOneSecond = times.map((from) => times.filter((at) => at >= from && at < from + SECOND_MS).length);
  return { attempts: times.length, most: Math.max(0, ...inOneSecond) };
}

function report(members, sent) {
  const sum = (of) => members.reduce((total, member) => total + of(member), 0);
  return {
    open: sum(({ client }) => Number(client.state === 'open')),
    missing: sum(({ heard }) => sent - heard.size),
    doubled: sum(({ heard }) => [...heard.values()].filter((times) => times > 1).length),
    disorder: sum(({ disorder }) => disorder),
    missed: sum(({ missed }) => missed),
    errors: members.flatMap(({ errors }) => errors).slice(0, 5),
    storms: kills.map((kill, i) => storm(kill, kills[i + 1] ?? Infinity)),
  };
}

const balancer = createServer(balance).listen(0, '127.0.0.1', async () => {
  const commands = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const tokens = JSON.parse((await commands.next()).value);
  const url = `ws://127.0.0.1:${balancer.address().port}/dev`;
  const members = tokens.map((token) => join(url, token));
  for await (const command of commands) {
    if (command === 'kill') kills.push(Date.now());
    else console.log(JSON.stringify(report(members, Number(command.split(' ')[1]))));
  }
  process.exit();
});
