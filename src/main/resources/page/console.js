// The console: asks this node for its state every two seconds, and shows a room on wish.

import { connect } from '/client/hermes-client.js';
import { chart } from './charts.js';
import { canSign, signed } from './sign.js';

const EVERY_MS = 2_000;
const REQUEST_TIMEOUT_MS = 10_000;
const MOST_SHOWN = 200;
const PAST = 20;
const BEYOND = 9_007_199_254_740_990;
const CONFIRM_MS = 3_000;

const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((node) => [node.id, node]));
const access = { stage: '', signed: true, pair: null };
let before = null;
let generation = null;
let room = null;
let watched = null;

const charts = {
  connections: chart(page.figures, { title: 'Connections' }),
  frames: chart(page.figures, { title: 'Frames sent', unit: '/s' }),
  notifications: chart(page.figures, { title: 'Notifications delivered', unit: '/s' }),
  age: chart(page.figures, { title: 'Queue to delivered', unit: 'ms' }),
  dropped: chart(page.figures, { title: 'Dropped', unit: '/s' }),
  dead: chart(page.figures, { title: 'Dead letters' }),
};

// --- calls

class Refused extends Error {}

async function call(path, { method = 'GET', body } = {}) {
  const url = new URL(`/${encodeURIComponent(access.stage)}/${path}`, location.origin);
  const headers = access.signed ? await signed({ method, url, body }, access.pair) : { 'X-Hermes-Console': 'yes' };
  const response = await fetch(url, {
    method, body, headers, cache: 'no-store', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (response.ok) return response;
  if (response.status === 403) throw new Refused('The call was refused');
  const { message } = await response.json().catch(() => ({}));
  throw new Error(message || `The server answered with status ${response.status}`);
}

const callJson = async (path, options) => (await call(path, options)).json();

// --- elements

// Strings given to append() become text nodes: nothing that was received is ever parsed as markup.
function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const cell = (className, ...children) => element('td', { className }, ...children);
const row = (...cells) => element('tr', {}, ...cells);

function message(from, of, data) {
  return element('li', {}, element('span', { className: 'of' }, of), element('span', { className: 'from' }, from), data);
}

const shown = (value) => (value === undefined ? '(no data)' : JSON.stringify(value));

// --- state

function showState(state) {
  page.status.dataset.state = state;
  if (page.status.textContent !== state) page.status.textContent = state;
}

function perSecond(now, name, seconds) {
  return before ? Math.max(0, now[name] - before.figures[name]) / seconds : null;
}

function showFigures(now, at) {
  const seconds = before ? (at - before.at) / 1000 : 1;
  charts.connections(now.connections);
  charts.frames(perSecond(now, 'frames', seconds));
  charts.notifications(perSecond(now, 'notifications', seconds));
  const delivered = before ? now.age_count - before.figures.age_count : 0;
  charts.age(delivered > 0 ? (now.age_sum - before.figures.age_sum) / delivered : null);
  const total = (dropped) => Object.values(dropped).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(now.dropped).filter(([, count]) => count > 0);
  const dropped = before ? Math.max(0, total(now.dropped) - total(before.figures.dropped)) / seconds : null;
  charts.dropped(dropped, reasons.map(([reason, count]) => `${reason} ${count}`).join(', '));
  charts.dead(now.dead_letters);
  before = { figures: now, at };
}

function showNodes(nodes) {
  page.nodes.replaceChildren(...nodes.map(({ id, endpoint, own, state, silent_seconds: silent }) => {
    const said = state === 'up' ? 'up' : `silent for ${silent} s`;
    const badge = element('span', { className: 'state' }, said);
    badge.dataset.state = state;
    return row(cell('', endpoint, own ? ' (this node)' : ''), cell('id', id), cell('', badge));
  }));
}

function showRooms(rooms) {
  page.norooms.hidden = rooms.length > 0;
  // Not anew each time: the focus would be lost.
  if (page.rooms.dataset.shown === JSON.stringify(rooms)) return;
  page.rooms.dataset.shown = JSON.stringify(rooms);
  const focused = document.activeElement?.dataset?.room;
  page.rooms.replaceChildren(...rooms.map(({ room: name, connections }) => {
    const open = element('button', { type: 'button', className: 'link', onclick: () => openRoom(name) }, name);
    open.dataset.room = name;
    return row(cell('', open), cell('number', connections));
  }));
  if (focused) [...page.rooms.querySelectorAll('button')].find((button) => button.dataset.room === focused)?.focus();
}

async function showRules({ generation: latest, broken = [] }) {
  const taken = latest > 1 ? `${latest} sets have run since the start; the last change was taken up.` : 'The rules of the start are running.';
  const text = broken.length ? `Set ${latest} is running. The last change was refused:` : taken;
  if (page.rules.textContent !== text) page.rules.textContent = text;
  page.broken.hidden = broken.length === 0;
  page.broken.replaceChildren(...broken.map((why) => element('li', {}, why)));
  if (latest === generation) return;
  generation = latest;
  const drawing = await (await call('@console/graph')).blob();
  URL.revokeObjectURL(page.graph.src);
  page.graph.src = URL.createObjectURL(drawing);
  page.graph.hidden = false;
}

async function refresh() {
  const at = performance.now();
  const state = await callJson('@console/overview');
  showState(state.ready ? 'ready' : 'not ready');
  for (const panel of [page.figures, page.nodespanel, page.roomspanel, page.roompanel, page.rulespanel]) panel.hidden = false;
  showFigures(state.figures, at);
  showNodes(state.nodes);
  showRooms(state.rooms);
  await showRules(state.rules);
  if (room !== null) await showConnections(room);
}

async function keepRefreshing() {
  try {
    if (!document.hidden) await refresh();
  } catch (problem) {
    if (problem instanceof Refused) return askForKeys();
    showState('no answer');
  }
  return setTimeout(keepRefreshing, EVERY_MS);
}

// --- a room

const inRoom = (name, rest = '') => `@rooms/${encodeURIComponent(name)}${rest}`;

function complain(problem) {
  page.problem.textContent = problem.message;
  page.problem.hidden = false;
}

/** Runs what the user asked for; what goes wrong is shown, and the rest goes on. */
async function attempt(task) {
  page.problem.hidden = true;
  try {
    await task();
  } catch (problem) {
    complain(problem);
  }
}

function openRoom(name) {
  if (name !== room) stopWatching();
  room = name;
  page.room.value = name;
  page.inside.hidden = false;
  page.roomtitle.textContent = `Room ${name}`;
  page.live.replaceChildren();
  page.sent.value = '';
  return attempt(async () => {
    await Promise.all([showMembers(name), showConnections(name), showPast(name)]);
    page.roompanel.scrollIntoView({ block: 'nearest' });
  });
}

async function showMembers(name) {
  const { users, count } = await callJson(inRoom(name));
  const named = users?.map(({ user_id: user, connections }) => (connections > 1 ? `${user} (${connections})` : user)).join(', ');
  const connections = `${count} connection${count === 1 ? '' : 's'} on all nodes`;
  if (name === room) page.members.textContent = named ? `${connections}: ${named}` : connections;
}

async function showConnections(name) {
  const { connections } = await callJson(`@console/room?room=${encodeURIComponent(name)}`);
  const here = JSON.stringify(connections);
  if (name !== room || page.connections.dataset.shown === here) return;
  page.connections.dataset.shown = here;
  page.connections.replaceChildren(...connections.map(({ connection_id: id, user_id: user }) => row(
    cell('', user), cell('id', id), cell('number', closing(id, user)),
  )));
}

/** A button that has to be pressed twice. */
function closing(id, user) {
  const button = element('button', { type: 'button', ariaLabel: `Close the connection of ${user}` }, 'Close');
  button.addEventListener('click', () => {
    if (button.textContent === 'Close') {
      button.textContent = 'Really?';
      setTimeout(() => (button.textContent = 'Close'), CONFIRM_MS);
      return;
    }
    attempt(async () => {
      await call(`@connections/${encodeURIComponent(id)}`, { method: 'DELETE' });
      await showConnections(room);
    });
  });
  return button;
}

async function showPast(name) {
  const { head } = await callJson(inRoom(name, `/history?after=${BEYOND}&limit=1`));
  const { messages } = head === null ? { messages: [] } : await callJson(inRoom(name, `/history?after=${Math.max(0, head - PAST)}&limit=${PAST}`));
  if (name !== room) return;
  page.head.textContent = messages.length ? `The last number is ${head}; newest first.` : 'This room has no numbered messages.';
  page.past.replaceChildren(...messages.reverse().map(({ seq, at, user_id: user, data }) => (
    message(shown(user), `${seq} ${new Date(at).toLocaleTimeString()}`, shown(data))
  )));
}

async function send() {
  let data;
  try {
    data = JSON.parse(page.data.value);
  } catch {
    data = page.data.value;
  }
  const body = JSON.stringify({ user_id: page.sender.value || undefined, data });
  await call(inRoom(room), { method: 'POST', body });
  page.sent.value = 'On the queue.';
}

function watch() {
  const name = room;
  const mint = async () => (await callJson('@console/token', { method: 'POST', body: JSON.stringify({ room_id: name }) })).token;
  // Without numbers: a room of plain clients is not counted because somebody looks on.
  watched = connect({ url: `/${encodeURIComponent(access.stage)}`, token: mint, tokenIn: 'protocol', resume: false });
  watched.on('state', ({ state, detail, reason }) => {
    page.watching.textContent = state === 'open' ? 'watching' : [state, detail ?? reason].filter(Boolean).join(': ');
  });
  watched.on('error', complain);
  watched.subscribe((data, { user_id: user }) => {
    page.live.prepend(message(shown(user), new Date().toLocaleTimeString(), shown(data)));
    if (page.live.childElementCount > MOST_SHOWN) page.live.lastElementChild.remove();
  });
  page.watch.ariaPressed = 'true';
  page.watch.textContent = 'Stop';
}

function stopWatching() {
  watched?.close();
  watched = null;
  page.watch.ariaPressed = 'false';
  page.watch.textContent = 'Watch';
  page.watching.textContent = '';
}

// --- start

function askForKeys() {
  showState('locked');
  access.signed = true;
  page.keys.hidden = false;
  if (access.pair) page.why.textContent = 'The calls were refused: look at the key pair, and at the clock of this machine.';
  if (!canSign()) page.why.textContent = 'Open this page over https, or at localhost: elsewhere a browser does not sign.';
  page.keyid.focus();
}

function onSubmit(form, handle) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    handle();
  });
}

onSubmit(page.keys, () => {
  access.pair = { id: page.keyid.value, secret: page.secret.value };
  page.keys.hidden = true;
  page.secret.value = '';
  keepRefreshing();
});
onSubmit(page.open, () => openRoom(page.room.value));
onSubmit(page.send, () => attempt(send));
page.watch.addEventListener('click', () => (watched ? stopWatching() : watch()));
page.again.addEventListener('click', () => attempt(() => showPast(room)));

Object.assign(access, await (await fetch('/console/settings', { cache: 'no-store' })).json());
if (access.signed) askForKeys();
else keepRefreshing();
