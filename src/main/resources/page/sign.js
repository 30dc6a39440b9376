// Signs calls as AWS does (Signature Version 4, service execute-api), with what the browser has.

const SERVICE = 'execute-api';
const REGION = 'console'; // Hermes takes any.
const encoder = new TextEncoder();

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const sha256 = async (text) => hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

async function hmac(key, text) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, encoder.encode(text));
}

/** Whether this browser signs here: it does over https, and at localhost. */
export const canSign = () => Boolean(globalThis.crypto?.subtle);

/**
 * The headers that a signed call has more than others.
 *
 * @param {{method: string, url: URL, body?: string}} call
 * @param {{id: string, secret: string}} pair
 */
export async function signed({ method, url, body = '' }, pair) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), REGION, SERVICE, 'aws4_request'];
  const path = url.pathname.split('/').map(encode).join('/');
  const query = [...url.searchParams].map((pair) => pair.map(encode).join('=')).sort().join('&');
  const headers = `host:${url.host}\nx-amz-date:${time}\n`;
  const request = [method, path, query, headers, 'host;x-amz-date', await sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), await sha256(request)].join('\n');
  let key = encoder.encode(`AWS4${pair.secret}`);
  for (const part of scope) key = await hmac(key, part);
  const signature = hex(await hmac(key, text));
  const credential = `${pair.id}/${scope.join('/')}`;
  return {
    'X-Amz-Date': time,
    Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}
