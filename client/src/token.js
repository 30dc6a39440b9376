const EARLY_MS = 10_000;
const PATIENCE_MS = 30_000;

/** Whoever waits for a function that never answers would wait for ever. */
const inTime = (promise) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The token took longer than ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/**
 * Reads the claims of a JWT without checking its signature; an empty object if they cannot be read.
 *
 * @param {string} [token]
 * @returns {{user_id?: unknown, room_id?: unknown, exp?: number}}
 */
export function claimsOf(token) {
  try {
    const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

/**
 * Holds the token of one client. A function is called only when there is no token yet, or the last one is refused or
 * about to expire: a thousand clients that reconnect do not all need a new one.
 *
 * @param {string | (() => string | Promise<string>)} source
 */
export function tokenSource(source) {
  const minted = typeof source === 'function';
  let token = minted ? undefined : source;
  const expiresWithin = (ms) => claimsOf(token).exp * 1000 - Date.now() <= ms;

  return {
    minted,
    expired: () => expiresWithin(0),
    discard: () => (token = minted ? undefined : source),
    async get() {
      if (minted && (!token || expiresWithin(EARLY_MS))) token = await inTime(source());
      if (typeof token !== 'string' || !token) throw new TypeError('The token must be a non-empty string');
      return token;
    },
  };
}
