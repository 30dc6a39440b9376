import { watchPage } from './page.js';
import { afterClose, afterRefusal, askWhy } from './verdict.js';

const FIRST_PAUSE_MS = 3_000;
const SOON_MS = 2_000;
const SLOW_MS = 5_000;
const STABLE_MS = 10_000;
const CONNECT_MS = 15_000;
const ANSWER_MS = 10_000;
const TICK_MS = 30_000;
const SLEPT_MS = 90_000;
const IDLE_MS = 8 * 60_000;
const MOVE_MS = 110 * 60_000;
const OVERLAP_MS = 5_000;
const MOST_UNSENT_BYTES = 1_048_576;
const UNASKED = 4;

/**
 * Keeps one WebSocket open: connects, comes back after a loss, and says why it cannot. Two sockets are open at a time
 * only while it moves, before API Gateway's limit of two hours.
 *
 * @param {object} options see `connect` in `hermes-client.d.ts`
 * @param {object} hooks
 * @param {(token: string) => string | undefined} hooks.since the number to resume from
 * @param {(moved: boolean) => void} hooks.open a socket is open; `moved`: the one before is open too
 * @param {(text: unknown, source?: number) => void} hooks.frame `source`: another socket may bring the same frame
 * @param {() => string} hooks.question a frame that the server answers
 * @param {(name: string, detail: object) => void} hooks.state
 * @param {(error: Error) => void} hooks.error
 */
export function openLink(options, hooks) {
  const { url, token, tokenIn, WebSocket, fetch, maxDelayMs } = options;
  const apiGateway = options.apiGateway ?? /\.execute-api\.[^.]+\.amazonaws\./.test(url.hostname);
  let state = '';
  let socket;
  let successor;
  let leaving;
  let retry;
  let round = 0;
  let attached = 0;
  let failures = 0;
  let notBefore = 0;
  /** Refusals that pass before the question why is put again. */
  let unasked = 0;
  let openedAt = 0;
  let heardAt = 0;
  let sentAt = 0;
  let tickedAt = Date.now();
  let moveAt = 0;

  function become(name, detail = {}) {
    state = name;
    hooks.state(name, detail);
  }

  function address(jwt, since) {
    const target = new URL(url);
    if (tokenIn !== 'protocol') target.searchParams.set('token', jwt);
    if (since !== undefined) target.searchParams.set('since', since);
    return target;
  }

  // --- connecting

  async function dial() {
    const mine = ++round;
    clearTimeout(retry);
    become('connecting');
    let jwt;
    try {
      if (mine !== round) return;
      jwt = await token.get();
      if (mine === round) socket = attach(jwt);
    } catch (error) {
      if (mine !== round) return;
      hooks.error(error);
      // With a token in hand it was the constructor: the browser allows no such socket, now or later.
      if (jwt) end('fault', { detail: error.message });
      else pause({ act: 'later', reason: 'token' });
    }
  }

  function attach(jwt) {
    const id = ++attached;
    const ws = new WebSocket(String(address(jwt, hooks.since(jwt))), tokenIn === 'protocol' ? [jwt] : []);
    const late = setTimeout(() => {
      drop(ws);
      lost(ws, jwt, 1006);
    }, CONNECT_MS);
    ws.onopen = () => {
      clearTimeout(late);
      opened(ws);
    };
    ws.onmessage = ({ data }) => {
      heardAt = Date.now();
      hooks.frame(data, leaving || successor ? id : undefined);
    };
    ws.onclose = ({ code, reason }) => {
      clearTimeout(late);
      lost(ws, jwt, code, reason);
    };
    ws.onerror = () => {}; // A close follows and tells more.
    ws.cancel = () => clearTimeout(late);
    return ws;
  }

  /** Ends a socket that nobody waits for any more. */
  function drop(ws) {
    if (!ws) return;
    ws.cancel();
    ws.onopen = ws.onmessage = ws.onclose = null;
    ws.close(1000);
  }

  function opened(ws) {
    openedAt = heardAt = sentAt = Date.now();
    moveAt = openedAt + MOVE_MS + Math.random() * IDLE_MS;
    unasked = 0;
    notBefore = 0;
    const moved = ws === successor && state === 'open';
    if (ws === successor) {
      leaving = socket;
      successor = undefined;
      setTimeout(() => {
        drop(leaving);
        leaving = undefined;
      }, OVERLAP_MS);
    }
    socket = ws;
    if (state !== 'open') become('open');
    if (ws === socket) hooks.open(moved);
  }

  function lost(ws, jwt, code, reason) {
    if (ws === leaving) {
      leaving = undefined;
    } else if (ws === successor) {
      successor = undefined;
      moveAt = Date.now() + TICK_MS;
      if (!socket) refused(jwt);
    } else if (ws === socket) {
      socket = undefined;
      if (successor) become('connecting');
      else if (state === 'open') closed(code, reason);
      else refused(jwt);
    }
  }

  // --- after a loss

  function closed(code, detail) {
    if (Date.now() - openedAt >= STABLE_MS) failures = 0;
    const verdict = afterClose(code);
    if (verdict.fault) hooks.error(new Error(`${verdict.fault} (code ${code})`));
    act({ ...verdict, code, detail });
  }

  async function refused(jwt) {
    const mine = ++round;
    const expired = token.expired();
    let answer = {};
    // A question counts as a handshake in the server's limits: where it got no answer it is put again now and then.
    if (unasked > 0) unasked--;
    else if (!(expired && token.minted)) {
      answer = await askWhy(
        fetch,
        String(address(jwt)).replace(/^ws/, 'http'),
        tokenIn === 'protocol' ? { Authorization: `Bearer ${jwt}` } : {},
      );
      unasked = answer.status ? 0 : UNASKED;
    }
    if (mine === round) act(afterRefusal(answer, expired));
  }

  function act(verdict) {
    if (verdict.act === 'stop') return end(verdict.reason, verdict);
    if (verdict.act === 'token') {
      if (!token.minted) return end(verdict.reason, verdict);
      token.discard();
    }
    pause(verdict);
  }

  function pause({ act, reason, code, detail, afterMs = 0 }) {
    const first = failures === 0 && (act === 'soon' || act === 'token');
    const longest = first ? SOON_MS : Math.min(maxDelayMs, FIRST_PAUSE_MS * 2 ** failures);
    const least = act === 'slowly' ? Math.max(SLOW_MS, afterMs) : 0;
    const delay = least + Math.random() * longest;
    failures++;
    notBefore = least && Date.now() + delay;
    clearTimeout(retry);
    retry = setTimeout(dial, delay);
    become('waiting', { reason, code, detail, retryInMs: Math.round(delay) });
  }

  function stop() {
    round++;
    clearTimeout(retry);
    [socket, successor, leaving].forEach(drop);
    socket = successor = leaving = undefined;
  }

  function end(reason, { code, detail } = {}) {
    if (state === 'closed') return;
    stop();
    clearInterval(ticker);
    unwatch();
    become('closed', { reason, code, detail });
  }

  // --- while it lasts

  function put(text) {
    if (state !== 'open' || socket?.readyState !== 1 || socket.bufferedAmount > MOST_UNSENT_BYTES) return false;
    sentAt = Date.now();
    socket.send(text);
    return true;
  }

  /** A socket that survived a sleep in name only is found out by a question that stays unanswered. */
  function verify() {
    const ws = socket;
    const since = Date.now();
    put(hooks.question());
    setTimeout(() => {
      if (ws !== socket || state !== 'open' || heardAt >= since) return;
      stop();
      dial();
    }, ANSWER_MS);
  }

  function wake() {
    if (state === 'waiting' && Date.now() >= notBefore) dial();
    else if (state === 'open') verify();
  }

  async function move() {
    moveAt = Infinity;
    try {
      const mine = round;
      const jwt = await token.get();
      if (mine === round && state === 'open') successor = attach(jwt);
    } catch (error) {
      moveAt = Date.now() + TICK_MS;
      hooks.error(error);
    }
  }

  function tick() {
    const now = Date.now();
    const slept = now - tickedAt > SLEPT_MS;
    tickedAt = now;
    if (slept) wake();
    if (state !== 'open' || !apiGateway) return;
    if (now - sentAt > IDLE_MS) put(hooks.question());
    if (now >= moveAt) move();
  }

  const ticker = setInterval(tick, TICK_MS);
  ticker.unref?.(); // In Node the socket keeps the process alive, this timer alone must not.
  const unwatch = watchPage({
    online: wake,
    visible: (hiddenMs) => (state !== 'open' || hiddenMs > SLEPT_MS) && wake(),
    stored() {
      stop();
      notBefore = Infinity;
      become('waiting', { reason: 'hidden', retryInMs: Infinity });
    },
    restored: () => state === 'waiting' && dial(),
  });
  dial();

  return {
    send: put,
    close: () => end('closed'),
    reconnect: () => state === 'waiting' && dial(),
  };
}
