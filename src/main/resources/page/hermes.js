// The demo page: joins one room over a WebSocket and shows what arrives there, newest first.

const MAX_SHOWN = 500;
const MAX_ROWS = 200;
const OPEN_ROWS = 20;
const OPEN_DEPTH = 3;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
const STABLE_AFTER_MS = 10_000;
const REQUEST_TIMEOUT_MS = 10_000;
const LEVELS = ['info', 'success', 'warning', 'error'];
const OTHER_USERS = ['grace', 'alan', 'edsger', 'barbara', 'ada'];

/** A number whose text JavaScript would change (1.0, 12345678901234567890): shown as it was sent. */
class SentNumber {
  constructor(text) { this.text = text; }
}

/** The server said no; trying again would not help. */
class Refused extends Error {}

const tokenInAddress = () => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((node) => [node.id, node]));
const session = { token: tokenInAddress(), user: '', socket: null, isOpen: false, wasOpen: false, openedAt: 0, attempt: 0, failures: 0, timer: 0 };
const chips = new Map();
const ALL = Symbol('all types');
const selectedTypes = new Set();
let invited = 0;

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

const hasExpired = (token) => claimsOf(token).exp * 1000 < Date.now();

async function requestJson(url, options) {
  const response = await fetch(url, { ...options, cache: 'no-store', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (response.ok) return response.json();
  const answer = await response.json().catch(() => ({}));
  const message = answer.message || `The server answered ${url} with status ${response.status}.`;
  throw response.status < 500 ? new Refused(message) : new Error(message);
}

async function askForToken() {
  const body = JSON.stringify({ user_id: page.user.value, room_id: page.room.value });
  const answer = await requestJson('/demo/token', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  return answer.token;
}

// --- connection

function showState(state, hint) {
  const idle = state === 'disconnected';
  page.status.dataset.state = page.status.textContent = state;
  page.hint.textContent = hint;
  page.connect.textContent = idle ? 'Connect' : 'Disconnect';
  page.connect.className = idle ? 'primary' : '';
  page.user.readOnly = page.room.readOnly = !idle || session.token !== '';
  page.send.disabled = state !== 'connected';
  page.forget.hidden = !idle || session.token === '';
}

async function connect() {
  const attempt = ++session.attempt;
  const isCurrent = () => attempt === session.attempt;
  showState('connecting', session.wasOpen ? 'Trying again …' : 'Joining the room …');
  try {
    const { stage } = await requestJson('/demo/settings');
    const token = session.token || (await askForToken());
    if (isCurrent()) openSocket(stage, token);
  } catch (problem) {
    if (isCurrent()) couldNotStart(problem);
  }
}

function couldNotStart(problem) {
  if (problem instanceof Refused) stop(problem.message);
  else if (session.wasOpen) reconnectLater('The server cannot be reached at the moment.');
  else stop('The server cannot be reached. Is Hermes running?');
}

function openSocket(stage, token) {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/${encodeURIComponent(stage)}?token=${encodeURIComponent(token)}`);
  const ifCurrent = (handle) => (event) => socket === session.socket && handle(event);
  session.socket = socket;
  socket.onopen = ifCurrent(() => opened(token));
  socket.onmessage = ifCurrent((event) => receive(event.data));
  socket.onclose = ifCurrent((event) => (session.isOpen ? lost(event) : refused(token)));
}

function opened(token) {
  const room = page.room.value;
  session.user = plainText(claimsOf(token).user_id);
  addLine('note', session.wasOpen ? 'Connected again; what was sent meanwhile is not shown' : `Joined ${room} as ${session.user}`);
  session.isOpen = session.wasOpen = true;
  session.openedAt = Date.now();
  showState('connected', `You are ${session.user} in room ${room}.`);
}

function refused(token) {
  if (hasExpired(token)) stop('The server refused the connection: the token has expired.');
  else if (session.wasOpen) reconnectLater('The server does not accept the connection at the moment.');
  else stop(`The server refused the connection: the token is not valid, or ${page.user.value || 'its user'} may not join this room.`);
}

function lost({ code, reason }) {
  if (Date.now() - session.openedAt > STABLE_AFTER_MS) session.failures = 0;
  if (code === 1008 || code >= 4000) stop(`The server closed the connection: ${reason || 'not allowed'} (code ${code}).`);
  else if (code === 1009) reconnectLater('The server closed the connection: the message was too large.');
  else reconnectLater(`The connection was lost${reason && `: ${reason}`} (code ${code}).`);
}

// Jitter: a room full of browsers that lost its server must not come back in the same instant.
function reconnectLater(why) {
  abandonSocket();
  const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** session.failures++);
  showState('reconnecting', why);
  countDown(Date.now() + ceiling * (0.5 + Math.random() / 2));
}

function countDown(due) {
  const left = due - Date.now();
  if (left <= 0) return connect();
  page.status.textContent = `reconnecting in ${Math.ceil(left / 1000)} s`;
  session.timer = setTimeout(countDown, Math.min(left, 1000), due);
}

function abandonSocket() {
  session.socket?.close();
  session.socket = null;
  session.isOpen = false;
  session.attempt++;
  clearTimeout(session.timer);
}

function stop(hint) {
  abandonSocket();
  session.wasOpen = false;
  session.failures = 0;
  showState('disconnected', hint);
}

// --- frames

function receive(raw) {
  const frame = parseJson(raw);
  const isObject = kindOf(frame) === 'object';
  if (isObject && ('user_id' in frame || 'data' in frame)) addNotification(plainText(frame.user_id), frame.data, raw);
  else if (isObject && 'connectionId' in frame) addLine('refusal', `Frame refused: ${plainText(frame.message)}`, `request ${plainText(frame.requestId)}`);
  else addNotification('', raw, raw, 'frame');
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

// JSON goes out as it was typed, so that its numbers arrive as they were written.
function outgoing(text) {
  const value = parseJson(text);
  return isContainer(value) ? { kind: `JSON ${kindOf(value)}`, json: text } : { kind: 'text', json: JSON.stringify(text) };
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
  if (!session.isOpen || !text.trim()) return;
  session.socket.send(`{"action":"sendMessage","data":${outgoing(text).json}}`);
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
  page.command.textContent = `java -jar target/hermes.jar send --room ${quoteForShell(room)} --user shop '{"type":"order","title":"Order 17 shipped","level":"success"}'`;
}

function inviteNext() {
  invited++;
  // Only after the click has opened the tab: it would open the changed address.
  setTimeout(showInvitations);
}

async function copyCommand() {
  getSelection().selectAllChildren(page.command);
  // Over plain http to another host a browser offers no clipboard object.
  const copied = navigator.clipboard
    ? await navigator.clipboard.writeText(page.command.textContent).then(() => true, () => false)
    : document.execCommand('copy');
  page.copy.textContent = copied ? 'Copied' : 'Press Ctrl + C';
  setTimeout(() => (page.copy.textContent = 'Copy'), 2_000);
}

// --- start

function fillForm() {
  const asked = new URLSearchParams(location.search);
  const claims = claimsOf(session.token);
  page.user.value = session.token ? plainText(claims.user_id) : (asked.get('user') ?? page.user.value);
  page.room.value = session.token ? plainText(claims.room_id) : (asked.get('room') ?? page.room.value);
  showState('disconnected', session.token ? 'The token in the address will be used.' : page.hint.textContent);
}

function onSubmit(form, handle) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    handle();
  });
}

addChip(ALL, 'all');
onSubmit(page.join, () => (page.status.dataset.state === 'disconnected' ? connect() : stop('You left the room.')));
onSubmit(page.compose, sendMessage);
page.join.addEventListener('input', showInvitations);
page.message.addEventListener('input', showMode);
page.message.addEventListener('keydown', sendOnEnter);
page.examples.addEventListener('click', ({ target }) => target.value && fillMessage(target.value));
page.second.addEventListener('click', inviteNext);
page.copy.addEventListener('click', copyCommand);
addEventListener('hashchange', () => tokenInAddress() && location.reload());
page.backend.open = matchMedia('(min-width: 50rem)').matches;
fillForm();
showMode();
showInvitations();
