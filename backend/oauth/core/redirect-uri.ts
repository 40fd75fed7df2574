/** Schemes that a browser or the system would not hand to a program but run, show, or send elsewhere. */
const refusedSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'filesystem:',
  'about:',
  'view-source:',
  'ftp:',
  'ws:',
  'wss:',
  'mailto:',
  'tel:',
  'sms:',
  'intent:',
]);
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
const longest = 2000;

/**
 * Why a program must not be answered at an address, or `null`: encrypted web, this machine itself, or the scheme of a program (RFC 8252); no
 * fragment, no name and password.
 */
export function redirectProblem(uri: string): string | null {
  if (uri.length > longest || !URL.canParse(uri)) return 'is not an address';
  const url = new URL(uri);
  if (url.hash !== '' || uri.includes('#')) return 'must not have a fragment';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or a password';
  if (/[\s\\]/.test(uri)) return 'is not an address';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:') return loopback.has(url.hostname) ? null : 'must be https, except on the machine of the person';
  return refusedSchemes.has(url.protocol) || !uri.slice(url.protocol.length).startsWith('/') ? `must not have the scheme "${url.protocol}"` : null;
}

/**
 * Whether a given address is one that was registered: character by character. Only the port of this machine may be another, since a program takes
 * whichever is free.
 */
export function isRegisteredRedirect(registered: readonly string[], given: string): boolean {
  return registered.includes(given) || (redirectProblem(given) === null && registered.some((uri) => isSameButPort(uri, given)));
}

function isSameButPort(registered: string, given: string): boolean {
  const [one, other] = [new URL(registered), new URL(given)];
  if (one.protocol !== 'http:' || !loopback.has(one.hostname)) return false;
  return withoutPort(registered) === withoutPort(given) && other.protocol === 'http:';
}

/** The text as it was written: a URL that is taken apart and put together would equal others. */
const withoutPort = (text: string): string => text.replace(/^(http:\/\/(?:\[[^\]]*\]|[^/:?#]*)):\d+/, '$1');
