import { ApiError, clientCodes } from './api-error.ts';

/** Values that may stand in a query; what is empty is left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A call of the API: the path below `/api`, what goes into the query and the body, which is sent as JSON unless it is a `Blob`. */
export type Call = { query?: Query; body?: unknown; signal?: AbortSignal; headers?: Record<string, string> };

/** What the rest of the page wants to hear of every call: that the session ended, that the server has trouble or is well again. */
export type ClientEvents = { onSignedOut: () => void; onAvailability: (isAvailable: boolean, retryAfterSeconds: number | null) => void };

let csrfToken: string | null = null;
let events: ClientEvents = { onSignedOut: () => undefined, onAvailability: () => undefined };

/** Keeps the CSRF token of the session; every change sends it back. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

let guest: { token: string | null } | null = null;

/** From now on no call brings the session of this browser: a page of somebody without an account proves itself by a token of the site around it, or by nothing. */
export function callAsGuest(token: string | null): void {
  guest = { token };
}

/** What every change carries besides its cookie. */
export const csrfHeader = (): Record<string, string> => (csrfToken === null ? {} : { 'x-csrf-token': csrfToken });

/** The error in an answer that is none of the expected ones. */
export function errorOfAnswer(status: number, text: string): ApiError {
  const error = readError(text);
  if (error) return new ApiError(error.code, error.message, error.details, status, error.requestId);
  return new ApiError(clientCodes.unreadable, `The server answered ${status} without saying why. Try again; if it stays so, tell who runs Millrace.`, {}, status, null);
}

/** Registers who hears of lost sessions and of trouble with the server. */
export function listenToClient(listener: ClientEvents): void {
  events = listener;
}

/** The address of a call, with its query: also for links to files. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return `/api${path}${text ? `?${text}` : ''}`;
}

async function send(method: Method, path: string, { query, body, signal, headers }: Call): Promise<Response> {
  const isChange = method !== 'GET';
  const allHeaders: Record<string, string> = { accept: 'application/json', ...headers };
  if (body !== undefined) allHeaders['content-type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json';
  if (guest === null && isChange && csrfToken !== null) allHeaders['x-csrf-token'] = csrfToken;
  if (guest?.token) allHeaders['authorization'] = `Bearer ${guest.token}`;
  try {
    return await fetch(addressOf(path, query), {
      method,
      headers: allHeaders,
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      signal,
      credentials: guest === null ? 'same-origin' : 'omit',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    events.onAvailability(false, null);
    throw new ApiError(clientCodes.unreachable, 'Millrace did not answer. The network or the server is away; try again in a moment.', {}, 0, null);
  }
}

async function refuse(response: Response, path: string): Promise<never> {
  const text = await response.text();
  const error = readError(text);
  const retryAfter = Number(response.headers.get('retry-after'));
  const retryAfterSeconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null;
  if (response.status === 503 || response.status === 502) events.onAvailability(false, retryAfterSeconds);
  else events.onAvailability(true, null);
  // A wrong password is answered with 401 as well, but the session did not end by it.
  if (response.status === 401 && error?.code !== 'auth/invalid_credentials' && path !== '/auth/me') events.onSignedOut();
  if (error === null) {
    throw new ApiError(
      clientCodes.unreadable,
      `The server answered ${response.status} without saying why. Try again; if it stays so, tell who runs Millrace.`,
      {},
      response.status,
      null,
      retryAfterSeconds,
    );
  }
  throw new ApiError(error.code, error.message, error.details, response.status, error.requestId ?? response.headers.get('x-request-id'), retryAfterSeconds);
}

function readError(text: string): { code: string; message: string; details: Record<string, unknown>; requestId: string | null } | null {
  try {
    const answer = JSON.parse(text) as { error?: { code?: unknown; message?: unknown; details?: unknown; request_id?: unknown } };
    const { code, message, details, request_id: requestId } = answer.error ?? {};
    if (typeof code !== 'string' || typeof message !== 'string') return null;
    return {
      code,
      message,
      details: typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {},
      requestId: typeof requestId === 'string' ? requestId : null,
    };
  } catch {
    return null;
  }
}

/** The token of the session may have been renewed in another tab: asks for it, and says whether it is another one now. */
async function renewCsrfToken(): Promise<boolean> {
  const before = csrfToken;
  const response = await send('GET', '/auth/me', {});
  if (!response.ok) return false;
  const { csrf_token: token } = (await response.json()) as { csrf_token?: unknown };
  csrfToken = typeof token === 'string' ? token : null;
  return csrfToken !== null && csrfToken !== before;
}

async function sendRenewed(method: Method, path: string, options: Call): Promise<Response> {
  const response = await send(method, path, options);
  if (method === 'GET' || response.status !== 403) return response;
  const isCsrf = readError(await response.clone().text())?.code === 'auth/csrf';
  return isCsrf && (await renewCsrfToken()) ? send(method, path, options) : response;
}

async function call<Answer>(method: Method, path: string, options: Call = {}): Promise<Answer> {
  const response = await sendRenewed(method, path, options);
  if (!response.ok) return refuse(response, path);
  events.onAvailability(true, null);
  const text = await response.text();
  if (text === '') return undefined as Answer;
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return (isJson ? JSON.parse(text) : text) as Answer;
}

/**
 * The one way to the API. Every function throws {@link ApiError} and nothing else, except the abort of its own signal. The
 * answer has the type that the caller names: types come from the contracts, which the server enforces.
 */
export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> => call<Answer>('GET', path, { query, signal }),
  post: <Answer = void>(path: string, body?: unknown, options?: Omit<Call, 'body'>): Promise<Answer> => call<Answer>('POST', path, { ...options, body }),
  put: <Answer = void>(path: string, body?: unknown, options?: Omit<Call, 'body'>): Promise<Answer> => call<Answer>('PUT', path, { ...options, body }),
  patch: <Answer = void>(path: string, body?: unknown, options?: Omit<Call, 'body'>): Promise<Answer> => call<Answer>('PATCH', path, { ...options, body }),
  delete: <Answer = void>(path: string, query?: Query): Promise<Answer> => call<Answer>('DELETE', path, { query }),
  /** The answer as it came, as text: logs, files. */
  text: async (path: string, query?: Query, signal?: AbortSignal): Promise<string> => {
    const response = await send('GET', path, { query, signal, headers: { accept: '*/*' } });
    return response.ok ? response.text() : refuse(response, path);
  },
  /** An answer that is read while it is written: whoever asked reads its body. */
  stream: async (path: string, query?: Query, signal?: AbortSignal): Promise<Response> => {
    const response = await send('GET', path, { query, signal, headers: { accept: 'text/event-stream' } });
    return response.ok ? response : refuse(response, path);
  },
};

/** The path of a call inside a workspace: `inWorkspace('acme', '/jobs')`. */
export const inWorkspace = (workspace: string, path: string): string => `/w/${workspace}${path}`;
