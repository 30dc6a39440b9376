import { watchPage } from './page.js';
import { claimsOf } from './token.js';

const OF_ITS_TOKEN = ['expired', 'unauthorized'];
const ANSWER_MS = 3_000;
const TOKEN_PAUSE_MS = 5_000;

/**
 * Makes all tabs of an origin share one socket: `connect({ …, tabs: oneSocket() })`. The tab that holds a Web Lock keeps
 * the socket and passes on what it hears; when that tab closes, the next one takes over and resumes from its own number.
 * Tabs share a socket only where address, user and room are the same. Without Web Locks each tab connects by itself.
 *
 * @param {{locks?: LockManager, BroadcastChannel?: typeof BroadcastChannel}} [platform]
 * @returns {import('../tabs').Tabs | undefined}
 */
export function oneSocket({ locks = globalThis.navigator?.locks, BroadcastChannel = globalThis.BroadcastChannel } = {}) {
  if (!locks || !BroadcastChannel) return undefined;

  return (open, hooks, { url, token, known }) => {
    let channel;
    let link; // only in the tab that holds the socket
    let stepDown;
    let state = 'connecting';
    let detail = {};
    let pending = new AbortController();
    let timer;

    function become(name, more = {}) {
      state = name;
      detail = more;
      hooks.state(name, more);
    }

    const tell = (message) => channel?.postMessage(message);
    const tellState = () => tell({ state, detail, known: known() });

    // --- the tab that holds the socket

    function lead() {
      if (state === 'closed' || link) return undefined;
      clearTimeout(timer);
      let leading = true;
      const whileLeading = (handle) => (...values) => (leading ? handle(...values) : undefined);
      const released = new Promise((release) => {
        stepDown = () => {
          leading = false;
          link.close();
          link = undefined;
          release();
        };
      });
      link = open({
        ...hooks,
        frame: whileLeading((text, source) => {
          tell({ frame: text, source });
          hooks.frame(text, source);
        }),
        open: whileLeading((moved) => {
          hooks.open(moved);
          tellState();
        }),
        state: whileLeading((name, more) => {
          become(name, more);
          // Other tabs may have a token that is good.
          if (name !== 'open' && !OF_ITS_TOKEN.includes(more?.reason)) tellState();
          if (name === 'closed' && link) end();
        }),
      });
      // Closed by a listener meanwhile.
      if (state === 'closed') stepDown();
      return released;
    }

    function answer(message) {
      if (message.hello) tellState();
      else if (message.send) hooks.pass(message.send);
      else if (message.reconnect) link.reconnect();
    }

    // --- the tabs that follow

    function follow(message) {
      if (message.frame !== undefined) return hooks.frame(message.frame, message.source, true);
      if (!message.state) return undefined;
      clearTimeout(timer);
      const opens = message.state === 'open' && state !== 'open';
      if (message.state !== state) become(message.state, message.detail);
      if (state === 'closed') return end();
      if (state === 'open') hooks.follow(message.known, opens);
      return undefined;
    }

    /** The tab that holds the socket may be frozen: one that does not answer loses it. */
    function ask() {
      clearTimeout(timer);
      timer = setTimeout(() => link || queue({ steal: true }), ANSWER_MS);
      tell({ hello: true });
    }

    function queue(how) {
      pending.abort();
      pending = new AbortController();
      const { signal } = pending;
      locks.request(channel.name, how ?? { signal }, lead).catch((error) => {
        if (signal.aborted || state === 'closed') return;
        // A sandboxed page may not lock: it connects by itself.
        if (error.name !== 'AbortError') return lead();
        // Taken over by another tab.
        stepDown?.();
        become('connecting');
        queue();
        ask();
        return undefined;
      });
    }

    async function start() {
      try {
        const jwt = await token.get();
        if (state === 'closed') return;
        hooks.since(jwt);
        const { user_id, room_id } = claimsOf(jwt);
        channel = new BroadcastChannel(`hermes:${url}:${JSON.stringify([room_id, user_id])}`);
        // What ended for good in one tab ended in all, also where this tab was about to take the socket over.
        channel.onmessage = ({ data }) => (link && data.state !== 'closed' ? answer(data) : follow(data));
        queue();
        ask();
      } catch (error) {
        if (state === 'closed') return;
        hooks.error(error);
        timer = setTimeout(start, TOKEN_PAUSE_MS * (1 + Math.random()));
      }
    }

    /** Only this tab ends: the next one in the queue takes the socket over. */
    function end() {
      clearTimeout(timer);
      pending.abort();
      unwatch();
      if (link) stepDown();
      if (state !== 'closed') become('closed', { reason: 'closed' });
      channel?.close();
      channel = undefined;
    }

    const whileUp = (handle) => () => channel && state !== 'closed' && handle();
    const unwatch = watchPage({
      visible: whileUp(() => link || ask()),
      stored: whileUp(() => {
        clearTimeout(timer);
        pending.abort();
        if (link) stepDown();
        become('waiting', { reason: 'hidden', retryInMs: Infinity });
      }),
      restored: whileUp(() => {
        queue();
        ask();
      }),
    });
    start();

    return {
      send(text) {
        if (link) return link.send(text);
        if (state !== 'open') return false;
        tell({ send: text });
        return true;
      },
      close: () => state !== 'closed' && end(),
      reconnect: () => (link ? link.reconnect() : tell({ reconnect: true })),
      plain: () => link && tellState(),
    };
  };
}
