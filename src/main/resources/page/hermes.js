// The demo page: joins one room and shows what arrives there, newest first.

import { connect as connectTo } from './client/hermes-client.js';

const MAX_SHOWN = 500;
const MAX_ROWS = 200;
const OPEN_ROWS = 20;
const OPEN_DEPTH = 3;
const REQUEST_TIMEOUT_MS = 10_000;
const LEVELS = ['info', 'success', 'warning', 'error'];
const OTHER_USERS = ['grace', 'alan', 'edsger', 'barbara', 'ada'];
const ORDER = '{"type":"order","title":"Order 17 shipped","level":"success"}';
const WAITING = {
  restart: 'The server restarts.',
  lost: 'The connection was lost.',
  limit: 'The server wants fewer messages.',
  slow: 'This page read too slowly.',
  fault: 'The server closed the connection because of what this page sent.',
  expired: 'The token has expired.',
  unauthorized: 'The server does not accept the token.',
  unavailable: 'The server lets nobody in at the moment.',
  unreachable: 'The server cannot be reached, or does not accept the connection.',
  token: 'There is no token at the moment.',
  hidden: 'This page was left.',
};
const CLOSED = {
  closed: 'You left the room.',
  ended: 'The server ended the connection.',
  revoked: 'Access to this room was revoked.',
  forbidden: 'The server refused the connection: this user may not join this room.',
  expired: 'The token in the address has expired.',
  unauthorized: 'The token in the address is not valid.',
};

/** A number whose text JavaScript would change (1.0, 12345678901234567890): shown as it was sent. */
class SentNumber {
  constructor(text) { this.text = text; }
  toJSON() { return JSON.rawJSON?.(this.text) ?? Number(this.text); }
}

/** The server said no; trying again would not help. */
class Refused extends Error {}

const tokenInAddress = () => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((node) => [node.id, node]));
const session = { token: tokenInAddress(), user: '', client: null, wasOpen: false, timer: 0, complaint: '' };
const JOINED = 'hermes-demo-joined';
const chips = new Map();
const ALL = Symbol('all types');
const selectedTypes = new Set();
let invited = 0;
let settings;

// --- values

// Browsers without the third argument (the source text) show the rounded number; "raw" still has the original.
function keepNumberAsSent(key, value, context) {
  const changed = typeof value === 'number' && context?.source && context.source !== String(value);
  return changed ? new SentNumber(context.source) : value;
}

function parseJson(text) {
  try {
    return JSON.parse(text, keepNumberAsSent);
  } catch {
    return undefined;
  }
}

function kindOf(value) {
  if (value === undefined) return 'none';
  if (value === null) return 'null';
  if (value instanceof SentNumber) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}

function plainText(value) {
  if (value instanceof SentNumber) return value.text;
  return ['string', 'number'].includes(typeof value) ? String(value) : '';
}

const isContainer = (value) => ['object', 'array'].includes(kindOf(value));
const isCard = (value) => kindOf(value) === 'object' && typeof value.type === 'string' && value.type.trim() !== '';
const literal = (value) => (value instanceof SentNumber ? value.text : JSON.stringify(value));
const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

// --- token

function claimsOf(token) {
  try {
    const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return parseJson(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

async function requestJson(url, options) {
  const response = await fetch(url, { ...options, cache: 'no-store', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (response.ok) return response.json();
  const answer = await response.json().catch(() => ({}));
  const message = answer.message || `The server answered ${url} with status ${response.status}.`;
  throw response.status < 500 ? new Refused(message) : new Error(message);
}

async function getToken() {
  if (session.token) return session.token;
  const body = JSON.stringify({ user_id: page.user.value, room_id: page.room.value });
  try {
    const answer = await requestJson('/demo/token', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    session.user = plainText(claimsOf(answer.token).user_id);
    return answer.token;
  } catch (problem) {
    if (problem instanceof Refused) leave(problem.message);
    throw problem;
  }
}

// --- connection

function showState(state, hint) {
  const idle = state === 'disconnected';
  document.body.dataset.state = page.status.dataset.state = page.status.textContent = state;
  page.hint.textContent = hint;
  page.connect.textContent = idle ? 'Connect' : 'Disconnect';
  page.connect.className = idle ? 'primary' : '';
  page.now.hidden = state !== 'reconnecting';
  page.user.readOnly = page.room.readOnly = !idle || session.token !== '';
  page.send.disabled = state !== 'connected';
  page.forget.hidden = !idle || session.token === '';
}

async function join() {
  showState('connecting', 'Joining the room …');
  session.wasOpen = false;
  session.user = plainText(claimsOf(session.token).user_id);
  keepChoice();
  try {
    settings = settings.catch(() => requestJson('/demo/settings'));
    const { stage } = await settings;
    const client = connectTo({ url: `/${encodeURIComponent(stage)}`, token: getToken, parse: readFrame, storage: sessionStorage });
    session.client = client;
    const ifCurrent = (handle) => (value) => client === session.client && handle(value);
    client.on('state', ifCurrent(changed));
    client.on('error', ifCurrent(complain));
    client.on('resumed', ifCurrent(({ missed }) => addLine('note', `Back; at most ${plural(missed, 'notification')} came meanwhile`)));
    client.on('missed', ifCurrent(() => addLine('note', 'What was sent meanwhile may be missing here')));
    client.subscribe((data, { user_id, raw, type }) => addNotification(plainText(user_id), data, raw, type));
  } catch (problem) {
    leave(problem instanceof Refused ? problem.message : 'The server cannot be reached. Is Hermes running?');
  }
}

function changed({ state, reason, detail, retryInMs }) {
  clearTimeout(session.timer);
  if (state === 'open') return opened();
  if (state === 'closed') return leave(CLOSED[reason] ?? `The connection cannot be made: ${detail || reason}.`);
  if (state === 'connecting') return showState('connecting', session.wasOpen ? 'Trying again …' : 'Joining the room …');
  const complaint = reason === 'token' || reason === 'fault' ? session.complaint : detail;
  showState('reconnecting', [WAITING[reason] ?? 'The connection was lost.', complaint].filter(Boolean).join(' '));
  return countDown(Date.now() + retryInMs);
}

function opened() {
  const room = page.room.value;
  addLine('note', session.wasOpen ? 'Connected again' : `Joined ${room} as ${session.user}`);
  session.wasOpen = true;
  sessionStorage.setItem(JOINED, 'yes');
  showState('connected', `You are ${session.user} in room ${room}.`);
}

function countDown(due) {
  const left = due - Date.now();
  if (left > 0 && left < Infinity) page.status.textContent = `reconnecting in ${Math.ceil(left / 1000)} s`;
  if (left > 0) session.timer = setTimeout(countDown, Math.min(left, 1000), due);
}

function complain(error) {
  session.complaint = error.message;
  if (session.wasOpen && session.client.state === 'open') addLine('refusal', error.message);
}

function leave(hint) {
  const { client } = session;
  session.client = null;
  clearTimeout(session.timer);
  client?.close();
  sessionStorage.removeItem(JOINED);
  showState('disconnected', hint);
}

// --- frames

// What is no object was put there by somebody who knows this connection: it is shown as it is.
function readFrame(raw) {
  const frame = parseJson(raw);
  return kindOf(frame) === 'object' ? { ...frame, raw, type: undefined } : { data: raw, raw, type: 'frame' };
}

function addNotification(sender, data, raw, type = isCard(data) ? data.type : kindOf(data)) {
  const own = sender !== '' && sender === session.user;
  const content = element('div', { className: 'content' }, render(data));
  const item = element('article', { className: own ? 'notification own' : 'notification' }, avatar(sender), heading(sender, own, raw), content);
  item.dataset.user = sender;
  item.dataset.type = type;
  page.count.textContent = Number(page.count.textContent) + 1;
  countType(type);
  applyFilter(item);
  addToFeed(item);
}

function addLine(className, text, detail = '') {
  addToFeed(element('p', { className }, span('', text), span('detail', detail), clock()));
}

function addToFeed(node) {
  page.feed.prepend(node);
  if (page.feed.childElementCount > MAX_SHOWN) page.feed.lastElementChild.remove();
  showEmptiness();
}

// --- rendering

// Strings given to append() become text nodes: nothing that was received is ever parsed as markup.
function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const span = (className, ...children) => element('span', { className }, ...children);
const paragraph = (className, text) => element('p', { className, dir: 'auto' }, text);
const button = (className, onclick, ...children) => element('button', { type: 'button', className, onclick }, ...children);
const avatar = (sender) => tint(element('span', { className: 'avatar', ariaHidden: 'true' }, ([...sender][0] ?? '?').toUpperCase()), sender);

function tint(node, seed) {
  const hue = [...seed].reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)) % 360, 7);
  node.style.setProperty('--hue', hue);
  return node;
}

function clock() {
  const now = new Date();
  const shown = now.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return element('time', { dateTime: now.toISOString() }, shown);
}

function heading(sender, own, raw) {
  const name = element('bdi', { className: 'sender' }, sender || 'no sender');
  const rawToggle = button('raw-toggle', () => toggleRaw(rawToggle, raw), 'raw');
  rawToggle.title = 'Show the frame as it was received';
  rawToggle.ariaExpanded = 'false';
  return element('header', {}, name, own ? span('you', 'you') : '', clock(), rawToggle);
}

function toggleRaw(rawToggle, raw) {
  const item = rawToggle.closest('.notification');
  const shown = item.querySelector(':scope > .raw');
  rawToggle.ariaExpanded = String(!shown);
  if (shown) shown.remove();
  else item.append(element('pre', { className: 'raw' }, raw));
}

function render(data) {
  if (isCard(data)) return renderCard(data);
  if (isContainer(data)) return renderTree(data, 0);
  return typeof data === 'string' ? paragraph('text', data) : renderBadge(data);
}

function renderBadge(value) {
  const node = span('badge', value === undefined ? 'no data' : literal(value));
  node.dataset.kind = kindOf(value);
  return node;
}

function renderCard(data) {
  const level = LEVELS.includes(data.level) ? data.level : '';
  const shown = new Map([['type', data.type], ['level', level], ['title', plainText(data.title)], ['text', plainText(data.text)]]);
  const rest = Object.entries(data).filter(([key]) => !shown.get(key));
  const body = element('div', {}, paragraph('card-type', level ? `${data.type} · ${level}` : data.type));
  if (shown.get('title')) body.append(paragraph('card-title', shown.get('title')));
  if (shown.get('text')) body.append(paragraph('card-text', shown.get('text')));
  if (rest.length > 0) body.append(renderTree(Object.fromEntries(rest), OPEN_DEPTH, 'more'));
  const glyph = element('span', { className: 'glyph', ariaHidden: 'true' }, level ? '' : [...data.type.trim()][0].toUpperCase());
  const card = tint(element('div', { className: 'card' }, glyph, body), data.type);
  card.dataset.level = level;
  return card;
}

// Rows are made when first opened: deep or long data costs nothing until someone looks.
function renderTree(value, depth, label = '') {
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${plural(entries.length, 'item')}]` : `{${plural(entries.length, 'key')}}`;
  const tree = element('details', { className: 'json' }, element('summary', {}, span('key', label), span('size', size)));
  const fill = () => tree.append(renderRows(entries, depth + 1));
  tree.open = depth < OPEN_DEPTH && entries.length <= OPEN_ROWS;
  if (tree.open) fill();
  else tree.addEventListener('toggle', fill, { once: true });
  return tree;
}

function renderRows(entries, depth) {
  const rows = entries.slice(0, MAX_ROWS).map(([key, value]) => element('li', {}, renderEntry(key, value, depth)));
  if (entries.length > MAX_ROWS) rows.push(element('li', { className: 'size' }, `and ${entries.length - MAX_ROWS} more, see raw`));
  return element('ul', {}, ...rows);
}

function renderEntry(key, value, depth) {
  if (isContainer(value)) return renderTree(value, depth, key);
  return element('div', {}, span('key', key), span(`value ${kindOf(value)}`, literal(value)));
}

// --- filter

function addChip(type, label) {
  const chip = button('chip', () => select(type), element('bdi', {}, label), span('tally'));
  chip.ariaPressed = String(type === ALL);
  chips.set(type, chip);
  page.filters.append(chip);
}

function countType(type) {
  if (!chips.has(type)) addChip(type, type);
  const tally = chips.get(type).lastChild;
  tally.textContent = Number(tally.textContent) + 1;
  page.filters.hidden = false;
}

function select(type) {
  if (type === ALL) selectedTypes.clear();
  else if (!selectedTypes.delete(type)) selectedTypes.add(type);
  for (const [key, chip] of chips) chip.ariaPressed = String(key === ALL ? selectedTypes.size === 0 : selectedTypes.has(key));
  page.feed.querySelectorAll('.notification').forEach(applyFilter);
  showEmptiness();
}

function applyFilter(item) {
  item.hidden = selectedTypes.size > 0 && !selectedTypes.has(item.dataset.type);
}

function showEmptiness() {
  page.empty.hidden = page.feed.querySelector('.notification:not([hidden])') !== null;
}

// --- composer

function outgoing(text) {
  const value = parseJson(text);
  return isContainer(value) ? { kind: `JSON ${kindOf(value)}`, value } : { kind: 'text', value: text };
}

function showMode() {
  const text = page.message.value;
  const { kind } = outgoing(text);
  const broken = kind === 'text' && /^\s*[[{]/.test(text) ? ' (not valid JSON)' : '';
  page.mode.textContent = text.trim() ? `Sent as ${kind}${broken}` : 'Enter sends, Shift + Enter starts a new line';
  page.mode.dataset.kind = kind;
}

function fillMessage(text) {
  page.message.value = text;
  showMode();
  page.message.focus();
}

function sendMessage() {
  const text = page.message.value;
  if (!text.trim() || !session.client?.send(outgoing(text).value)) return;
  fillMessage('');
}

function sendOnEnter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  page.compose.requestSubmit();
}

// --- second tab, back end

const quoteForShell = (text) => (/^[\w.@][\w.@-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function showInvitations() {
  const others = OTHER_USERS.filter((name) => name !== page.user.value);
  const user = others[invited % others.length];
  const room = page.room.value;
  page.second.href = `?${new URLSearchParams({ user, room })}`;
  page.second.textContent = `Open a second tab as ${user}`;
  showCommands(room);
}

async function showCommands(room) {
  const { sqs, queue } = await settings.catch(() => ({}));
  const body = `{"user_id":"shop","room_id":${JSON.stringify(room)},"data":${ORDER}}`;
  const local = sqs ? `AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local HERMES_AWS_SQS_ENDPOINT=${sqs} ` : '';
  const named = queue ? `HERMES_NOTIFICATIONS_QUEUE=${quoteForShell(queue)} ` : '';
  page.command.textContent = `${local}${named}java -jar target/hermes.jar send --room ${quoteForShell(room)} --user shop ${quoteForShell(ORDER)}`;
  page.curl.textContent = `curl ${sqs}/000000000000/${queue} -d Action=SendMessage --data-urlencode ${quoteForShell(`MessageBody=${body}`)}`;
  page.withoutjar.hidden = !sqs;
}

function inviteNext() {
  invited++;
  // Only after the click has opened the tab: it would open the changed address.
  setTimeout(showInvitations);
}

async function copyText(source, copy) {
  getSelection().selectAllChildren(source);
  // Over plain http to another host a browser offers no clipboard object.
  const copied = navigator.clipboard
    ? await navigator.clipboard.writeText(source.textContent).then(() => true, () => false)
    : document.execCommand('copy');
  copy.textContent = copied ? 'Copied' : 'Press Ctrl + C';
  setTimeout(() => (copy.textContent = 'Copy'), 2_000);
}

// --- start

function fillForm() {
  const asked = new URLSearchParams(location.search);
  const claims = claimsOf(session.token);
  page.user.value = session.token ? plainText(claims.user_id) : (asked.get('user') ?? page.user.value);
  page.room.value = session.token ? plainText(claims.room_id) : (asked.get('room') ?? page.room.value);
  showState('disconnected', session.token ? 'The token in the address will be used.' : page.hint.textContent);
}

// In the address, so that a reload, a bookmark and a second tab find the same user and room.
function keepChoice() {
  if (session.token) return;
  const chosen = new URLSearchParams({ user: page.user.value, room: page.room.value });
  history.replaceState(null, '', `?${chosen}`);
}

function onSubmit(form, handle) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    handle();
  });
}

settings = requestJson('/demo/settings');
settings.catch(() => {});
addChip(ALL, 'all');
onSubmit(page.join, () => (page.status.dataset.state === 'disconnected' ? join() : leave('You left the room.')));
page.now.addEventListener('click', () => session.client?.reconnect());
page.toroom.addEventListener('click', () => page.join.scrollIntoView());
onSubmit(page.compose, sendMessage);
page.join.addEventListener('input', showInvitations);
page.message.addEventListener('input', showMode);
page.message.addEventListener('keydown', sendOnEnter);
page.examples.addEventListener('click', ({ target }) => target.value && fillMessage(target.value));
page.second.addEventListener('click', inviteNext);
page.copy.addEventListener('click', () => copyText(page.command, page.copy));
page.copycurl.addEventListener('click', () => copyText(page.curl, page.copycurl));
addEventListener('hashchange', () => tokenInAddress() && location.reload());
page.backend.open = matchMedia('(min-width: 50rem)').matches;
fillForm();
showMode();
showInvitations();
if (sessionStorage.getItem(JOINED)) join();
