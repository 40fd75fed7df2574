import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '../../backend/common/app-error.ts';
import { isAddress, isAllowedHost, isClosedAddress, bareHost, type AllowedHosts } from '../core/outbound-address.ts';

/** What a {@link guardedFetch} is made of. */
export type OutboundRules = {
  /** Hosts that may be reached though they are private. */
  allowedPrivateHosts: AllowedHosts;
};

/** Connections are kept for what follows the same rules. */
type Outlet = { rules: OutboundRules; http: HttpAgent; https: HttpsAgent };

/**
 * A `fetch` for addresses that people type in. It reaches the public internet and what the admin allows, nothing else of the network that
 * the server stands in. Every address that a name leads to is checked in the moment of the connection, which then goes to exactly that one: a name that
 * leads elsewhere at the second look gains nothing. It never follows a redirect: keys in the headers are for one host. With
 * `redirect: 'manual'` the answer is given as it is, otherwise a redirect is an error.
 */
export function guardedFetch(rules: OutboundRules): typeof fetch {
  const outlet: Outlet = { rules, http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return async (input, init) => {
    const request = new Request(input, { ...init, ...(init?.body instanceof ReadableStream ? { duplex: 'half' } : {}) } as RequestInit);
    const url = new URL(request.url);
    requireReachable(url, rules);
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const message = await send(url, request, body, outlet);
    const response = toResponse(message, request.method);
    if (response.status >= 300 && response.status < 400 && response.status !== 304 && init?.redirect !== 'manual') {
      await response.body?.cancel();
      throw new AppError(
        'outbound/redirect_refused',
        `${url.host} redirects to ${whereTo(response, url)}. Redirects are not followed: give the final address.`,
        { host: url.host },
      );
    }
    return response;
  };
}

/** Throws for an address that must not be asked at all. A name is looked at again when it is looked up. */
export function requireReachable(url: URL, rules: OutboundRules): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new AppError('outbound/address_refused', `"${url.protocol}" is not a protocol for this: the address begins with https:// or http://.`);
  if (isAddress(url.hostname) && isClosedAddress(bareHost(url.hostname)) && !isAllowedHost(rules.allowedPrivateHosts, url.hostname, portOf(url)))
    throw refused(url);
}

function send(url: URL, request: Request, body: Buffer | null, { rules, http, https }: Outlet): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(request.signal.reason as Error);
    const headers: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br', ...Object.fromEntries(request.headers) };
    if (body !== null) headers['content-length'] = String(body.length);
    const options = { method: request.method, headers, lookup: checkedLookup(url, rules) };
    const sent: ClientRequest = url.protocol === 'https:' ? requestHttps(url, { ...options, agent: https }) : requestHttp(url, { ...options, agent: http });
    const onAbort = (): void => void sent.destroy(request.signal.reason as Error);
    request.signal.addEventListener('abort', onAbort, { once: true });
    const forget = (): void => request.signal.removeEventListener('abort', onAbort);
    sent.once('response', (message) => {
      message.once('close', forget);
      resolve(message);
    });
    sent.once('error', (error) => {
      forget();
      reject(request.signal.aborted ? (request.signal.reason as Error) : error);
    });
    sent.end(body ?? undefined);
  });
}

/** Looks a name up and hands on only addresses that may be reached, so that the socket goes nowhere else. */
function checkedLookup(url: URL, rules: OutboundRules): LookupFunction {
  const isNamed = isAllowedHost(rules.allowedPrivateHosts, url.hostname, portOf(url));
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const open = addresses.filter(({ address }) => isNamed || !isClosedAddress(address) || isAllowedHost(rules.allowedPrivateHosts, address, portOf(url)));
      const [first] = open;
      if (first === undefined) return callback(refused(url), '', 0);
      if (options.all) (callback as (error: null, addresses: LookupAddress[]) => void)(null, open);
      else callback(null, first.address, first.family);
    });
  };
}

const portOf = (url: URL): number => (url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port));

const refused = (url: URL): AppError =>
  new AppError(
    'outbound/address_refused',
    `${url.host} is an address of this machine or of a private network, which Millrace does not call by itself. Whoever runs it can allow it in MILLRACE_ALLOWED_PRIVATE_HOSTS.`,
    { host: url.host },
  );

const withoutBody = new Set([204, 205, 304]);

function toResponse(message: IncomingMessage, method: string): Response {
  const status = message.statusCode ?? 502;
  const hasBody = !withoutBody.has(status) && method !== 'HEAD';
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  if (!hasBody) message.resume();
  const decoded = hasBody ? decode(message) : null;
  if (decoded !== message) headers.delete('content-encoding');
  return new Response(decoded === null ? null : (Readable.toWeb(decoded) as ReadableStream), { status, statusText: message.statusMessage ?? '', headers });
}

/** Unpacks an answer; a connection that is cut ends what is read with an error. */
function decode(message: IncomingMessage): Readable {
  const unpack = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }[message.headers['content-encoding'] ?? ''];
  if (!unpack) return message;
  const unpacked = unpack();
  message.once('error', (error) => unpacked.destroy(error));
  unpacked.once('close', () => message.destroy());
  return message.pipe(unpacked);
}

/** The origin that a redirect leads to; the rest of its address may hold a secret. */
function whereTo(response: Response, from: URL): string {
  const location = response.headers.get('location') ?? '';
  return URL.canParse(location, from) ? new URL(location, from).origin : 'nowhere';
}
