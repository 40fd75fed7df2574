import { sendRaw, type RawRequest } from './raw-request.ts';

/** What a test sees of an answer. `body` is parsed JSON where it is JSON, otherwise the text. */
export type TestAnswer<Body = unknown> = { status: number; headers: Headers; body: Body; text: string };

/** Speaks HTTP with the application under test, as a person with a session, as a program with a token, or as nobody. */
export class TestClient {
  constructor(private readonly baseUrl: string, readonly headers: Readonly<Record<string, string>> = {}) {}

  /** What it sends as `Authorization`, for what is no HTTP request. */
  get authorization(): string {
    return this.headers['authorization'] ?? '';
  }

  /** The same caller with more headers. */
  with(headers: Record<string, string>): TestClient {
    return new TestClient(this.baseUrl, { ...this.headers, ...headers });
  }

  get<Body = unknown>(path: string): Promise<TestAnswer<Body>> { return this.send('GET', path); }
  post<Body = unknown>(path: string, body?: unknown): Promise<TestAnswer<Body>> { return this.send('POST', path, body); }
  put<Body = unknown>(path: string, body?: unknown): Promise<TestAnswer<Body>> { return this.send('PUT', path, body); }
  patch<Body = unknown>(path: string, body?: unknown): Promise<TestAnswer<Body>> { return this.send('PATCH', path, body); }
  delete<Body = unknown>(path: string, body?: unknown): Promise<TestAnswer<Body>> { return this.send('DELETE', path, body); }

  /** Sends exactly these bytes: no address is tidied, no header is added but who it is from. */
  raw(request: Omit<RawRequest, 'url'>): Promise<TestAnswer> {
    return sendRaw({ ...request, url: this.baseUrl, headers: { ...this.headers, ...request.headers } });
  }

  /** Sends anything; a string goes as it is, everything else as JSON. `path` begins with `/api`. */
  async send<Body = unknown>(method: string, path: string, body?: unknown): Promise<TestAnswer<Body>> {
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(this.baseUrl + path, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...this.headers }, redirect: 'manual', ...content });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as Body };
  }
}

/** The error code of an answer, for `expect(codeOf(answer)).toBe('script/not_found')`. */
export function codeOf(answer: TestAnswer): string | undefined {
  return (answer.body as { error?: { code?: string } } | undefined)?.error?.code;
}
