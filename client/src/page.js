/**
 * Listens to what happens to the page that this runs in; in Node and in workers, to what there is of it.
 *
 * @param {object} handlers
 * @param {() => void} [handlers.online] the network is back
 * @param {(hiddenMs: number) => void} [handlers.visible] the tab is looked at again
 * @param {() => void} [handlers.stored] the page goes to the back-forward cache, which takes no open socket and no lock
 * @param {() => void} [handlers.restored] it is back from there
 * @returns {() => void} ends it
 */
export function watchPage({ online, visible, stored, restored }) {
  const ends = [];
  let hiddenAt = 0;

  function on(target, event, handle) {
    if (!handle || !target?.addEventListener) return;
    target.addEventListener(event, handle);
    ends.push(() => target.removeEventListener(event, handle));
  }

  on(globalThis, 'online', online);
  on(globalThis.document, 'visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else visible(Date.now() - hiddenAt);
  });
  on(globalThis, 'pagehide', ({ persisted }) => persisted && stored());
  on(globalThis, 'pageshow', ({ persisted }) => persisted && restored());
  return () => ends.forEach((end) => end());
}
