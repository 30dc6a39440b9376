import { mock } from 'node:test';
import { FakeSocket } from './fake-socket.js';

const START = 1_700_000_000_000;

/** Lets promises that are due go on; `setImmediate` is not part of the fake clock. */
export const settled = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** A clock that stands, and `Math.random` that always gives 0.5, until `restore`. */
export function fakeClock() {
  FakeSocket.made.length = 0;
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: START });
  mock.method(Math, 'random', () => 0.5);
  return {
    START,
    async pass(ms) {
      await settled();
      mock.timers.tick(ms);
      await settled();
    },
    restore() {
      mock.timers.reset();
      mock.restoreAll();
    },
  };
}
