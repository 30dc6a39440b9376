const HOLD_MS = 300;
const LONGEST_HOLD_MS = 10_000;
const MOST_HELD = 1_000;
const MOST_ASKED = 5;

/**
 * Puts a room's numbered frames in order, each once. A frame above a hole is held for 300 ms; then the server is asked
 * for what is missing, again with growing pauses. After five requests that changed nothing the hole is given up and
 * reported, so that one lost frame does not silence the room.
 *
 * @param {object} hooks
 * @param {(notification: object) => void} hooks.deliver
 * @param {() => boolean} hooks.ask asks for what follows `last`; false if it cannot be asked now
 * @param {() => void} hooks.giveUp some frames are lost
 */
export function numbers({ deliver, ask, giveUp }) {
  const held = new Map();
  let last = null;
  let timer;
  let pause = HOLD_MS;
  let asked = 0;

  function drain() {
    const before = last;
    while (held.has(last + 1)) {
      const notification = held.get(++last);
      held.delete(last);
      deliver(notification);
    }
    for (const seq of held.keys()) if (seq <= last) held.delete(seq);
    if (last !== before) rest();
    if (held.size) timer ??= setTimeout(fill, pause);
    else rest();
  }

  function rest() {
    clearTimeout(timer);
    timer = undefined;
    pause = HOLD_MS;
    asked = 0;
  }

  function fill() {
    timer = undefined;
    if (asked === MOST_ASKED) {
      last = Math.min(...held.keys()) - 1;
      giveUp();
    } else {
      if (ask()) asked++;
      pause = Math.min(2 * pause, LONGEST_HOLD_MS);
    }
    drain();
  }

  return {
    get last() {
      return last;
    },
    take(seq, notification) {
      if (last !== null && seq <= last) return;
      last ??= seq - 1;
      // Beyond the bound nothing is lost: what is not held comes again when the hole is asked for.
      if (seq === last + 1 || held.size < MOST_HELD) held.set(seq, notification);
      drain();
    },
    /** Everything up to `number` is settled: it was for others, or the count goes on from there. */
    skipTo(number) {
      if (last === null || number > last) last = number;
      drain();
    },
    /** The count goes on from `number`, which may be lower than `last`; null: nothing is counted. */
    restart(number) {
      held.clear();
      rest();
      last = number;
    },
    /** The server will answer, but not now. */
    keepAsking: () => (asked = 0),
  };
}
