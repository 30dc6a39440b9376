/** Web Locks of one origin: for each name one holder, a queue, and `steal`. */
export class FakeLocks {
  #byName = new Map();

  request(name, { signal, steal } = {}, callback) {
    if (!this.#byName.has(name)) this.#byName.set(name, { queue: [] });
    const lock = this.#byName.get(name);
    return new Promise((resolve, reject) => {
      const request = { callback, resolve, reject };
      signal?.addEventListener('abort', () => {
        const at = lock.queue.indexOf(request);
        if (at < 0) return;
        lock.queue.splice(at, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      if (steal) {
        lock.holder?.reject(new DOMException('stolen', 'AbortError'));
        lock.holder = undefined;
        lock.queue.unshift(request);
      } else lock.queue.push(request);
      queueMicrotask(() => this.#next(lock));
    });
  }

  async #next(lock) {
    if (lock.holder || !lock.queue.length) return;
    const request = (lock.holder = lock.queue.shift());
    const result = await request.callback();
    if (lock.holder === request) lock.holder = undefined;
    request.resolve(result);
    this.#next(lock);
  }
}

/** The broadcast channels of one origin. `frozen` tabs hear nothing until they thaw. */
export function fakeChannels() {
  const all = new Set();
  return class FakeChannel {
    constructor(name) {
      this.name = name;
      all.add(this);
    }

    postMessage(data) {
      if (!all.has(this)) throw new DOMException('closed', 'InvalidStateError');
      const copy = structuredClone(data);
      for (const other of all) {
        if (other === this || other.name !== this.name) continue;
        queueMicrotask(() => all.has(other) && !other.frozen && other.onmessage?.({ data: copy }));
      }
    }

    close() {
      all.delete(this);
    }

    static freezeNewest() {
      [...all].at(-1).frozen = true;
    }
  };
}
