const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Whether a request with this `Origin` may come from a page of this installation. The name by which the page was reached does not count: whoever
 * owns a name can have it lead to this machine (DNS rebinding). Programs send no origin.
 */
export function isOwnOrigin(origin: string | undefined, base: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const [given, own] = [new URL(origin), new URL(base)];
  if (given.origin === own.origin) return true;
  return loopback.has(own.hostname) && loopback.has(given.hostname) && given.protocol === own.protocol && given.port === own.port;
}
