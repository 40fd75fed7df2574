import { setTimeout as pause } from 'node:timers/promises';

const retryForMs = 90_000;
const requestLimitMs = 15_000;

/** The first admin of products that are started by {@link installationSettings}. */
const admin = { email: 'admin@example.com', password: 'a long password of tests' };

/** Environment of an empty product: no demo, an admin whose password is known. */
export const installationSettings = {
  MILLRACE_DEMO: 'false',
  MILLRACE_WORKSPACE: 'acme',
  MILLRACE_ADMIN_EMAIL: admin.email,
  MILLRACE_ADMIN_PASSWORD: admin.password,
};

/** What a server answered. */
export type Answer = { status: number; text: string };

/**
 * A program that uses a running product from outside, by a token of the first admin in the workspace `acme`. It asks again for as long as nobody
 * answers or the server says that it cannot, as every careful client does; what it asks for must be safe to repeat.
 */
export class Installation {
  readonly api: string;

  private constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {
    this.api = '/api/w/acme';
  }

  static async enter(url: string): Promise<Installation> {
    const login = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(admin) });
    if (!login.ok) throw new Error(`The admin cannot sign in: ${await login.text()}`);
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const { csrf_token: csrf } = (await login.json()) as { csrf_token: string };
    const made = await fetch(`${url}/api/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': csrf },
      body: JSON.stringify({ label: 'test', workspace: 'acme' }),
    });
    if (!made.ok) throw new Error(`No token was made: ${await made.text()}`);
    const { token } = (await made.json()) as { token: string };
    return new Installation(url, { authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  }

  /** Sends a request until it is answered by something else than "not now". `path` begins behind the workspace. */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const deadline = Date.now() + retryForMs;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 2_000)) {
      const answer = await this.once(method, path, body);
      if (answer !== null && answer.status < 500) return answer;
      if (Date.now() > deadline) throw new Error(`${method} ${path} was not answered: ${answer?.status ?? 'no connection'} ${answer?.text ?? ''}`);
      await pause(delayMs);
    }
  }

  /** Like {@link send}, and refuses a refusal. */
  async must(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** Deploys a script; the folder of its path must be there. */
  async deploy(path: string, script: { language: string; content: string; settings?: object }): Promise<void> {
    await this.must('PUT', `/scripts/${path}`, script);
  }

  /** Sends once; `null` when there was no answer. */
  async once(method: string, path: string, body?: unknown): Promise<Answer | null> {
    try {
      const response = await fetch(`${this.url}${this.api}${path}`, {
        method,
        headers: this.headers,
        signal: AbortSignal.timeout(requestLimitMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }
}
