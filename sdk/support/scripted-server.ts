import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. `body` is parsed JSON, `undefined` without one. */
export type SeenRequest = { method: string; path: string; query: Record<string, string>; headers: IncomingHttpHeaders; body: unknown };

/** One answer. `drop` ends the connection without a word; `json` and `text` are bodies. */
export type Answer = { status?: number; headers?: Record<string, string>; json?: unknown; text?: string; drop?: boolean };

/** A real HTTP server on loopback that gives the answers of a list, one per request, and remembers what it was asked. */
export class ScriptedServer implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  private readonly answers: Answer[];

  private constructor(
    private readonly server: Server,
    answers: Answer[],
  ) {
    this.answers = [...answers];
  }

  static async start(...answers: Answer[]): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server, answers);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const text = Buffer.concat(chunks).toString();
        scripted.seen.push({
          method: request.method ?? '',
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          headers: request.headers,
          body: text === '' ? undefined : JSON.parse(text),
        });
        const {
          status = 200,
          headers = {},
          json,
          text: answerText,
          drop = false,
        } = scripted.answers.shift() ?? refusal(500, 'test/unexpected', 'The test expected no further request.');
        if (drop) return void request.socket.destroy();
        response.writeHead(status, { 'content-type': json === undefined ? 'text/plain' : 'application/json', ...headers });
        response.end(json === undefined ? (answerText ?? '') : JSON.stringify(json));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What Millrace puts into the environment of a job that this server stands for. */
  environment(changes: Record<string, string> = {}): Record<string, string> {
    return {
      MR_BASE_URL: this.url,
      MR_TOKEN: 'job-token',
      MR_WORKSPACE: 'acme',
      MR_JOB_ID: jobId,
      MR_ROOT_JOB_ID: rootJobId,
      MR_PARENT_JOB_ID: '',
      MR_ATTEMPT: '2',
      MR_RUN_AS: 'u/ada',
      MR_PATH: 'f/crm/revenue',
      MR_TAG: 'bun',
      MR_TRACE_ID: 'trace-1',
      ...changes,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The job in which the code under test believes to run. */
export const jobId = '01940000-0000-7000-8000-000000000001';
/** The job that started it. */
export const rootJobId = '01940000-0000-7000-8000-000000000000';
/** Some other job. */
export const childId = '01940000-0000-7000-8000-000000000002';

/** An error in the form of every error of Millrace. */
export function refusal(status: number, code: string, message: string, details: Record<string, unknown> = {}, headers: Record<string, string> = {}): Answer {
  return { status, headers, json: { error: { code, message, details, request_id: 'request-1' } } };
}
