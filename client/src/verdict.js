// By close code: what to do, why, and, where the program itself has to mend something, what.
const AFTER_CLOSE = {
  1000: ['stop', 'ended'],
  1001: ['soon', 'restart'], // API Gateway's limits, and nodes of the version before
  1002: ['slowly', 'fault', 'A frame was broken'],
  1007: ['slowly', 'fault', 'A text was not UTF-8'],
  1008: ['slowly', 'limit'],
  1009: ['slowly', 'fault', 'A message was too large'],
  1012: ['soon', 'restart'],
  1013: ['slowly', 'slow'],
  4401: ['token', 'expired'],
  4403: ['stop', 'revoked'],
};

/**
 * What to do after a close that the server decided.
 *
 * - `stop`: stay away
 * - `soon`: come back at once, spread over two seconds
 * - `slowly`: wait at least five seconds, which `online` and the like do not shorten
 * - `token`: come back with a new token
 * - `later`: come back with growing pauses
 *
 * @param {number} code
 */
export function afterClose(code) {
  const [act, reason, fault] = AFTER_CLOSE[code] ?? ['later', 'lost'];
  return { act, reason, fault };
}

/**
 * What to do after a refused handshake, which a browser reports as a close with code 1006 and no reason.
 *
 * @param {{status?: number, reason?: string, retryAfterMs?: number}} answer of {@link askWhy}
 * @param {boolean} expired whether the token's own `exp` has passed
 */
export function afterRefusal(answer, expired) {
  const { status, reason: detail, retryAfterMs: afterMs } = answer;
  let act = 'later';
  let reason = 'unreachable';
  if (status === 403) [act, reason] = ['stop', 'forbidden'];
  else if (status === 429 || status === 503) [act, reason] = ['slowly', 'unavailable'];
  else if (expired && status !== 426) [act, reason] = ['token', 'expired'];
  else if (status === 401) [act, reason] = ['token', 'unauthorized'];
  return { act, reason, detail, afterMs };
}

/**
 * Asks over HTTP what the handshake would have answered. An answer without a `reason` is not Hermes' (API Gateway
 * answers 403 to any plain GET) and counts as none.
 *
 * @param {typeof fetch} fetch
 * @param {string} url
 * @param {Record<string, string>} headers
 */
export async function askWhy(fetch, url, headers) {
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/vnd.hermes+json', ...headers },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(5_000),
    });
    const { reason } = await response.json();
    if (typeof reason !== 'string') return {};
    const seconds = Number(response.headers.get('Retry-After'));
    return { status: response.status, reason, retryAfterMs: seconds > 0 ? Math.min(seconds, 3600) * 1000 : 0 };
  } catch {
    return {};
  }
}
