import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import type { MillraceRequest } from '../common/request.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { RunQuery } from './jobs.contract.ts';
import type { RunOptions } from './run.service.ts';

/**
 * Reads a call of a run endpoint: arguments from the body, or from the query of a GET; options from the query; the
 * idempotency key also from the header of that name.
 */
export function readRunRequest(request: MillraceRequest): { args: JsonObject; options: RunOptions } {
  const query = request.query as Record<string, unknown>;
  const parsed = RunQuery.safeParse(query);
  if (!parsed.success) throw requestInvalid(parsed.error.issues);
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  // A link on another site must not run anything with the cookie of whoever follows it.
  if (isGet && request.identity?.via.kind === 'session') throw new AppError('access/forbidden', 'A GET runs a script only with a token. Use POST from a session.');
  const args = isGet ? argumentsOfQuery(query) : argumentsOfBody(request.body);
  const key = request.headers['idempotency-key'];
  const traceParent = request.headers['traceparent'];
  const options: RunOptions = {
    ...parsed.data,
    idempotency_key: parsed.data.idempotency_key ?? (typeof key === 'string' && key !== '' ? key.slice(0, 200) : undefined),
    traceParent: typeof traceParent === 'string' ? traceParent : undefined,
    triggerKind: triggerOf(request),
    isFromQuery: isGet || Boolean(request.is('application/x-www-form-urlencoded')),
  };
  return { args, options };
}

/** A session is a person at a form; a token that is limited to one path in the URL is a webhook; other tokens are programs. */
function triggerOf({ identity, query }: MillraceRequest): string {
  if (identity?.via.kind === 'session') return 'form';
  return 'token' in query ? 'webhook' : 'api';
}

function argumentsOfQuery(query: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'token' && !(name in RunQuery.shape)));
}

function argumentsOfBody(body: unknown): JsonObject {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new AppError('request/invalid', 'The body must be a JSON object that holds the arguments by name.');
  return body as JsonObject;
}
