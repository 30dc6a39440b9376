const FLUSH_MS = 1_000;

/**
 * What the program sends, in order: at once where the link takes it, else when the link is open again.
 *
 * @param {number} most how many messages wait at most
 * @param {(text: string) => boolean} put false: not now
 * @param {() => boolean} open
 */
export function outbox(most, put, open) {
  const waiting = [];
  let timer;

  function flush() {
    clearTimeout(timer);
    while (waiting.length && put(waiting[0])) waiting.shift();
    // Open, and yet not taken: the network is slow.
    if (waiting.length && open()) timer = setTimeout(flush, FLUSH_MS);
  }

  return {
    flush,
    send(data) {
      if (waiting.length >= most) return false;
      waiting.push(JSON.stringify({ action: 'sendMessage', data }));
      flush();
      return true;
    },
    /** As it stands, for another tab. */
    pass(text) {
      if (waiting.length < most) waiting.push(text);
      flush();
    },
    clear() {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
