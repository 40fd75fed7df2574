import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { AppError } from '../common/app-error.ts';
import { baseUrl, type Config } from '../config/config.ts';

/** Cookie of a session: http-only, so that no script of a page can read it. */
export const sessionCookie = 'millrace_session';
/** Cookie that marks a browser in which someone has signed in before; it grants nothing, it only is not locked out by others. */
export const deviceCookie = 'millrace_device';

/** The part of a request that tells who sends it; a socket's handshake has it too. */
export type CredentialCarrier = { method?: string | undefined; headers: IncomingHttpHeaders; query?: Record<string, unknown>; params?: Record<string, unknown> };

/** What a request brings to prove who it is. A token wins over a cookie. */
export type Credentials =
  | { kind: 'none' }
  | { kind: 'session'; secret: string }
  | { kind: 'token'; secret: string; isInUrl: boolean }
  | { kind: 'job'; token: string };

/** Our tokens in a URL; other values named `token` are arguments of a script. */
const tokenPattern = /^mr_[A-Za-z0-9_-]{43}$/;

/** Reads credentials without judging them. A header of another scheme is not for us: a proxy may have its own. */
export function credentialsOf({ headers, query }: CredentialCarrier): Credentials {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer.startsWith('mrj.') ? { kind: 'job', token: bearer } : { kind: 'token', secret: bearer, isInUrl: false };
  const inUrl = query?.['token'];
  if (typeof inUrl === 'string' && tokenPattern.test(inUrl)) return { kind: 'token', secret: inUrl, isInUrl: true };
  const secret = cookiesOf(headers)[sessionCookie];
  return secret ? { kind: 'session', secret } : { kind: 'none' };
}

/** The cookies of a request. */
export function cookiesOf(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return headers.cookie === undefined ? {} : parseCookie(headers.cookie);
}

/** Secrets with 256 bits need no slow hash. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** Compares without telling by its time where the difference is. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashSecret(given), hashSecret(expected));
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that another site made with the cookie of this browser: whatever changes something must know the
 * session's CSRF token, and an `Origin`, where the browser sends one, must be ours.
 */
export function requireOwnPage(carrier: CredentialCarrier, csrfToken: string, config: Config, isChange: boolean): void {
  requireOwnOrigin(carrier, config);
  if (!isChange && safeMethods.has((carrier.method ?? 'GET').toUpperCase())) return;
  const given = carrier.headers['x-csrf-token'];
  if (typeof given !== 'string' || !isSameSecret(given, csrfToken)) throw new AppError('auth/csrf', 'The header x-csrf-token is missing or belongs to another session. Reload the page and try again.');
}

/** Refuses a request whose `Origin` is another site. Programs send none. */
export function requireOwnOrigin({ headers }: CredentialCarrier, config: Config): void {
  const { origin } = headers;
  if (origin === undefined || origin === new URL(baseUrl(config)).origin) return;
  const forwarded = config.MILLRACE_TRUST_PROXY ? headers['x-forwarded-host'] : undefined;
  const hosts = [headers.host, typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined];
  const host = URL.canParse(origin) ? new URL(origin).host : undefined;
  if (host === undefined || host === '' || !hosts.includes(host)) throw new AppError('auth/csrf', 'This request was made by a page of another site.');
}
