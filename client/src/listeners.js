/**
 * Callbacks by name. One that throws, or whose promise is rejected, is reported and disturbs nobody.
 *
 * @param {(error: Error) => void} report
 */
export function listeners(report) {
  const byName = new Map();

  function call(callback, values) {
    try {
      callback(...values)?.then?.(undefined, failed);
    } catch (error) {
      failed(error);
    }

    // What an error listener throws must not come back to it.
    function failed(error) {
      if (values[0] instanceof Error) console.error('hermes-client:', error);
      else report(error);
    }
  }

  return {
    has: (name) => byName.has(name),
    emit: (name, ...values) => [...(byName.get(name) ?? [])].forEach(({ callback }) => call(callback, values)),
    add(name, callback, { signal } = {}) {
      if (typeof callback !== 'function') throw new TypeError('The callback must be a function');
      const entry = { callback };
      const remove = () => {
        const entries = byName.get(name);
        entries?.delete(entry);
        if (entries?.size === 0) byName.delete(name);
        signal?.removeEventListener('abort', remove);
      };
      if (signal?.aborted) return remove;
      signal?.addEventListener('abort', remove);
      if (!byName.has(name)) byName.set(name, new Set());
      byName.get(name).add(entry);
      return remove;
    },
  };
}
