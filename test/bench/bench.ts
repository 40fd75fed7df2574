import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../backend/database/embedded-postgres.ts';
import { Logger } from '../../backend/observability/logger.ts';
import { startProduct, type Product } from '../support/product.ts';
import { makeTestFolder } from '../support/test-server.ts';

/** What every measurement works with: the product as a newcomer has it, on a Postgres that keeps its promises to the disk. */
export type Bench = {
  product: Product;
  postgres: EmbeddedPostgres;
  database: pg.Pool;
  /** `true`: the sizes of DESIGN §9; otherwise a fifth of them. */
  isLong: boolean;
  post(path: string, body: unknown, query?: string): Promise<string>;
  get(path: string): Promise<string>;
  put(path: string, body: unknown): Promise<string>;
  /** An answer that comes in pieces. */
  stream(path: string): Promise<Response>;
  deploy(name: string, content: string, settings?: object): Promise<string>;
  /** Runs many jobs of a script and gives how many ended per second, from the call to the last end. */
  throughput(path: string, count: number): Promise<number>;
  progress(line: string): void;
};

const password = 'a password for benchmarks';

/** Jobs in one call: they come while others run, as in a system under load; in one call of thousands nothing could begin before the last was written. */
const batchSize = 500;

/** Starts Postgres and the product, signs in, and gives both to the measurements. */
export async function openBench(isLong: boolean): Promise<Bench & AsyncDisposable> {
  const folder = makeTestFolder();
  const postgres = await startEmbeddedPostgres({ dataDirectory: folder, logger: Logger.create('silent', 'bench') });
  const product = await startProduct({ databaseUrl: postgres.url, dataDirectory: folder, environment: { MILLRACE_ADMIN_PASSWORD: password, MILLRACE_DEMO: 'false', MILLRACE_WORKSPACE: 'acme', MILLRACE_LOG_LEVEL: 'error', MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' } });
  const database = new pg.Pool({ connectionString: postgres.url, max: 4 });
  const ask = await signIn(product);
  const call = async (method: string, path: string, body?: unknown) => (await ask(method, path, body)).text();
  const post = (path: string, body: unknown, query = '') => call('POST', `/api/w/acme${path}${query}`, body);
  return {
    product, postgres, database, isLong, post,
    get: (path) => call('GET', `/api/w/acme${path}`),
    put: (path, body) => call('PUT', `/api/w/acme${path}`, body),
    stream: (path) => ask('GET', `/api/w/acme${path}`),
    async deploy(name, content, settings = {}) {
      await call('PUT', `/api/w/acme/scripts/u/admin/${name}`, { language: 'bun', content, settings });
      return `u/admin/${name}`;
    },
    async throughput(path, count) {
      const start = performance.now();
      for (let left = count; left > 0; left -= batchSize)
        await post(`/jobs/run_batch/p/${path}`, { args: Array.from({ length: Math.min(left, batchSize) }, (_, n) => ({ n })) });
      while (await hasLive(database, path)) await new Promise((wake) => setTimeout(wake, 20));
      return (count / (performance.now() - start)) * 1000;
    },
    progress: (line) => void process.stdout.write(`${line}\n`),
    async [Symbol.asyncDispose]() {
      await database.end();
      await product.stop();
      await postgres.stop();
    },
  };
}

/** Asked fifty times a second, so it must cost nothing: from the index of what is alive, never by looking through what has ended. */
async function hasLive(database: pg.Pool, path: string): Promise<boolean> {
  const { rows } = await database.query(`select 1 from job where workspace_id = 'acme' and ended_at is null and path = $1 limit 1`, [path]);
  return rows.length > 0;
}

async function signIn(product: Product): Promise<(method: string, path: string, body?: unknown) => Promise<Response>> {
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`${product.url}/api/auth/login`, { method: 'POST', headers, body: JSON.stringify({ email: product.email, password }) });
  const { csrf_token: csrfToken } = (await login.json()) as { csrf_token: string };
  const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const made = await fetch(`${product.url}/api/tokens`, { method: 'POST', headers: { ...headers, cookie, 'x-csrf-token': csrfToken }, body: JSON.stringify({ label: 'bench', workspace: 'acme' }) });
  const { token } = (await made.json()) as { token: string };
  return async (method, path, body) => {
    const response = await fetch(product.url + path, { method, headers: { ...headers, authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    return response;
  };
}
