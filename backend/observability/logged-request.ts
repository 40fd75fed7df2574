import type { MillraceRequest } from '../common/request.ts';

/** Our secrets, which may stand in an address: links of invitations, tokens of webhooks. */
const secrets = /\b(mr[a-z]?|csrf)_[A-Za-z0-9_-]{43}/g;

/** What the log may say of a request: its id, and its address without the query and without secrets. */
export function loggedRequest({ requestId, method, originalUrl }: MillraceRequest): { request_id: string | undefined; method: string; url: string } {
  const path = originalUrl.split('?')[0] ?? '';
  return { request_id: requestId, method, url: path.slice(0, 500).replaceAll(secrets, '$1_…') };
}
