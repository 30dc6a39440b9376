const MOST_WAITING = 1_000;
const END = { value: undefined, done: true };

/**
 * The notifications from now on, for `for await`. A reader that falls 1000 behind gets an error instead of a gap that it
 * cannot see.
 *
 * @param {Set<object>} iterations where it takes part until it ends
 * @param {() => boolean} closed
 */
export function notificationQueue(iterations, closed) {
  const waiting = [];
  const readers = [];
  let failure;
  let done = closed();

  const iteration = {
    put(value) {
      if (readers.length) readers.shift()({ value });
      else if (waiting.length < MOST_WAITING) waiting.push(value);
      else {
        failure = new Error(`The loop is ${MOST_WAITING} notifications behind`);
        iteration.end();
      }
    },
    end() {
      done = true;
      iterations.delete(iteration);
      readers.splice(0).forEach((resolve) => resolve(END));
    },
  };
  if (!done) iterations.add(iteration);

  return {
    async next() {
      if (waiting.length) return { value: waiting.shift() };
      if (failure) {
        const error = failure;
        failure = undefined;
        throw error;
      }
      return done ? END : new Promise((resolve) => readers.push(resolve));
    },
    async return() {
      waiting.length = 0;
      iteration.end();
      return END;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
