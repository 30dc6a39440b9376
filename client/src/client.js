import { claimsOf, tokenSource } from './token.js';
import { listeners } from './listeners.js';
import { notificationQueue } from './queue.js';
import { numbers } from './numbers.js';
import { openLink } from './link.js';
import { outbox } from './outbox.js';
import { firstOfTwins } from './twins.js';

const GREETING_MS = 1_000;
const ANSWER_MS = 5_000;
const DISORDER_MS = 250;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function settings(options) {
  const url = new URL(options.url, globalThis.location?.href);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (!/^wss?:$/.test(url.protocol)) throw new TypeError(`The url must be ws: or wss:, not '${url.protocol}'`);
  const all = {
    resume: true,
    buffer: 100,
    maxDelayMs: 30_000,
    parse: JSON.parse,
    WebSocket: globalThis.WebSocket,
    fetch: globalThis.fetch,
    ...options,
    url,
  };
  if (!['string', 'function'].includes(typeof all.token)) throw new TypeError('The token must be a string or a function');
  if (!all.WebSocket) throw new TypeError('There is no WebSocket here: hand one in, from ws for instance');
  return all;
}

/**
 * Connects to Hermes and stays connected.
 *
 * @param {import('../hermes-client').Options} given
 * @returns {import('../hermes-client').Client}
 */
export function connect(given) {
  const options = settings(given);
  const { resume, storage } = options;
  const token = tokenSource(options.token);
  const events = listeners((error) => report(error));
  const topics = listeners((error) => report(error));
  const ALL = Symbol('all');
  const iterations = new Set();
  const isFirst = firstOfTwins();
  let state = 'connecting';
  let link;
  let key;
  let opened = 0;
  let back = false;
  let greeted = false;
  let ordered = false;
  let refusesResume = false;
  let questions = 0;
  let greetingTimer;
  let missedTimer;

  const messages = outbox(options.buffer, (text) => link.send(text), () => state === 'open');
  const count = numbers({ deliver, ask: askToResume, giveUp: () => missedSoon(0, { from: count.last + 1 }) });

  function report(error) {
    if (events.has('error')) events.emit('error', error);
    else console.error('hermes-client:', error);
  }

  // --- notifications

  function deliver(notification) {
    const type = notification.data?.type;
    if (typeof type === 'string') topics.emit(type, notification.data, notification);
    topics.emit(ALL, notification.data, notification);
    iterations.forEach((iteration) => iteration.put(notification));
    if (typeof notification.seq === 'number') remember();
  }

  function remember() {
    try {
      if (key && count.last !== null) storage?.setItem(key, String(count.last));
    } catch (error) {
      report(error);
    }
  }

  function recall(jwt) {
    const { user_id, room_id } = claimsOf(jwt);
    const now = `hermes:${options.url}:${JSON.stringify([room_id, user_id])}`;
    if (now === key) return;
    if (key) count.restart(null); // Another room counts by itself.
    key = now;
    try {
      const stored = storage?.getItem(key);
      if (stored && Number.isSafeInteger(Number(stored))) count.restart(Number(stored));
    } catch (error) {
      report(error);
    }
  }

  // --- frames

  function frame(text, source, passedOn) {
    let value;
    try {
      value = options.parse(text);
      if (!isObject(value)) throw new TypeError('not an object');
    } catch (error) {
      report(new Error('The frame cannot be read', { cause: error }));
      return;
    }
    const plain = !('data' in value) && !('user_id' in value);
    if (plain && isObject(value.hermes)) control(value.hermes);
    else if (plain && 'message' in value && 'connectionId' in value) refusal(value, passedOn);
    else if (resume && Number.isSafeInteger(value.seq)) count.take(value.seq, value);
    else if (!source || isFirst(text, source)) deliver(value);
  }

  function control({ head = null, resumed, missed = 0, from = null, reload_after_ms = 0, at }) {
    if (!resume) return;
    if (Number.isSafeInteger(at)) {
      // Through API Gateway frames overtake each other: one below this number may still be under way.
      if (ordered) count.skipTo(at);
      else setTimeout(count.skipTo, DISORDER_MS, at);
    } else if (typeof resumed === 'boolean') {
      // Hermes' own gateway greets before it is asked, and keeps order; API Gateway does neither.
      ordered ||= !greeted && questions === 0;
      questions = Math.max(0, questions - 1);
      greeting({ head, resumed, missed, from, reload_after_ms });
    }
  }

  function greeting({ head, resumed, missed, from, reload_after_ms }) {
    clearTimeout(greetingTimer);
    greeted = true;
    refusesResume = false;
    const start = from === null ? head : from - 1;
    const current = count.last !== null && count.last <= head;
    if (resumed) {
      if (back && count.last === null) missedSoon(reload_after_ms, { from, head });
      else if (back) events.emit('resumed', { missed, head });
      if (count.last === null) count.skipTo(head - missed);
    } else if (head === null || !current || start > count.last) {
      const known = count.last !== null;
      count.restart(start);
      if (known || back) missedSoon(reload_after_ms, { from, head });
    }
    back = false;
    remember();
  }

  /** Tells the app once that it cannot have everything: a server that restarts spreads the reloads over its clients. */
  function missedSoon(delay, detail) {
    missedTimer ??= setTimeout(() => {
      missedTimer = undefined;
      events.emit('missed', detail);
    }, delay);
  }

  function refusal({ message, requestId }, passedOn) {
    if (message !== 'Too Many Requests' && questions > 0) {
      questions--;
      if (message === 'Service Unavailable') askAgain();
      else if (!greeted) plainServer();
      return;
    }
    // Another tab's frame may have been refused; the tab that holds the socket reports it.
    if (!passedOn) report(new Error(`The server refused a frame: ${message} (request ${requestId})`));
  }

  // --- resuming

  const asking = () => count.last ?? (options.history ? -options.history : 'now');
  const resumption = () => JSON.stringify({ action: 'resume', since: asking() });

  function askToResume() {
    const asked = link.send(resumption());
    if (asked) questions++;
    return asked;
  }

  function askAgain() {
    count.keepAsking();
    if (greeted) return;
    clearTimeout(greetingTimer);
    greetingTimer = setTimeout(askForGreeting, ANSWER_MS);
  }

  function askForGreeting() {
    const asked = askToResume();
    // Not while much waits for a slow network.
    greetingTimer = asked ? setTimeout(plainServer, ANSWER_MS) : setTimeout(askForGreeting, GREETING_MS);
  }

  /** Whatever the server answers; one that knows no numbers refuses any action. */
  function question() {
    questions++;
    return resume && !refusesResume ? resumption() : JSON.stringify({ action: 'ping' });
  }

  function plainServer() {
    clearTimeout(greetingTimer);
    if (!refusesResume) {
      refusesResume = true;
      link.plain?.();
    }
    if (back) missedSoon(0, { from: null, head: null });
    back = false;
  }

  /**
   * Hermes greets first; behind API Gateway it greets when it is asked; a server that does not know numbers never does.
   *
   * @param {boolean} moved from one socket to the next without a gap
   */
  function awaitGreeting(moved) {
    clearTimeout(greetingTimer);
    greeted = ordered = false;
    back = !moved && opened++ > 0;
    questions = 0;
    if (!resume || refusesResume) plainServer();
    else greetingTimer = setTimeout(askForGreeting, GREETING_MS);
  }

  // --- the link

  function changed(name, detail) {
    state = name;
    if (name === 'closed') {
      clearTimeout(greetingTimer);
      clearTimeout(missedTimer);
      count.restart(count.last);
      messages.clear();
      iterations.forEach((iteration) => iteration.end());
    }
    events.emit('state', { state, ...detail });
  }

  const hooks = {
    since: (jwt) => {
      recall(jwt);
      if (!resume) return undefined;
      return String(asking());
    },
    open: (moved) => {
      awaitGreeting(moved);
      messages.flush();
    },
    /** Another tab's socket is open, and this tab hears through it. */
    follow: ({ last, plain, ordered: inOrder }, opens) => {
      ordered = inOrder;
      if (opens) {
        back = opened++ > 0;
        questions = 0;
        greeted = false;
      }
      if (plain) plainServer();
      else if (count.last === null && !options.history && last !== null) count.skipTo(last);
      else if (last !== null && last > (count.last ?? -1)) askToResume();
      messages.flush();
    },
    frame,
    pass: messages.pass,
    question,
    state: changed,
    error: report,
  };
  const open = (to) => openLink({ ...options, token }, to);
  const known = () => ({ last: count.last, plain: refusesResume, ordered });
  link = options.tabs ? options.tabs(open, hooks, { url: options.url, token, known }) : open(hooks);

  return {
    get state() {
      return state;
    },
    get number() {
      return count.last;
    },
    subscribe: (type, callback, extra) =>
      typeof type === 'function' ? topics.add(ALL, type, callback) : topics.add(type, callback, extra),
    on: events.add,
    send: (data) => state !== 'closed' && messages.send(data),
    reconnect: () => link.reconnect(),
    close: () => link.close(),
    [Symbol.asyncIterator]: () => notificationQueue(iterations, () => state === 'closed'),
  };
}
