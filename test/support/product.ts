import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { makeTestFolder } from './test-server.ts';

// The benchmarks use this from `dist/test/support`.
const root = resolve(import.meta.dirname, '../..').replace(/[/\\]dist$/, '');
const entry = join(root, 'dist/backend/main.js');
const endWithParent = join(root, 'backend/bootstrap/end-with-parent.mjs');
const startLimitMs = 90_000;
const stopLimitMs = 30_000;

/** What {@link startProduct} may be told. */
export type ProductOptions = {
  /** A database of {@link createTestDatabase}; without it the product starts its own embedded server, as for a newcomer. */
  databaseUrl?: string;
  /** A data folder that outlives the product, for a second start over it. Otherwise a new one that is removed with it. */
  dataDirectory?: string;
  /** Further settings. */
  environment?: Record<string, string>;
};

/** The built product in processes of its own. Take it with `await using`. */
export type Product = AsyncDisposable & {
  url: string;
  email: string;
  /** The password that the first start printed; empty at a later start over the same data. */
  password: string;
  dataDirectory: string;
  /** Process of the server, to kill it. */
  pid: number;
  /** All that it has printed so far. */
  output(): string;
  /** A further worker on the same database. */
  startWorker(environment?: Record<string, string>): Promise<ProductProcess>;
  /** Ctrl-C; resolves when all processes have ended. */
  stop(): Promise<void>;
};

/** Starts `dist/backend/main.js` as `npm start` does, on a free port; resolves when it says that it is ready. */
export async function startProduct({ databaseUrl, dataDirectory, environment = {} }: ProductOptions = {}): Promise<Product> {
  if (!existsSync(entry)) throw new Error('The product is not built: run `npm run build`, or this test through `npm test -- browser`.');
  const folder = dataDirectory ?? makeTestFolder();
  const port = await freePort();
  const settings = { MILLRACE_DATA_DIR: folder, PORT: String(port), MILLRACE_LOG_LEVEL: 'warn', ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }), ...environment };
  // The greeting comes in several writes; its last line says that the password has been printed too.
  const server = await ProductProcess.start(settings, /is ready: (\S+)[\s\S]*Stop it with/);
  const workers: ProductProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await server.stop();
    if (dataDirectory === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return {
    url: server.announced, dataDirectory: folder, pid: server.pid,
    email: /E-mail\s+(\S+)/.exec(server.output)?.[1] ?? environment.MILLRACE_ADMIN_EMAIL ?? 'admin@millrace.local',
    password: environment.MILLRACE_ADMIN_PASSWORD ?? /Password\s+(\S+)/.exec(server.output)?.[1] ?? '',
    output: () => server.output,
    async startWorker(more = {}) {
      const worker = await ProductProcess.start({ ...settings, ...more, MILLRACE_MODE: 'worker' }, /(\S+) takes jobs/);
      workers.push(worker);
      return worker;
    },
    stop, [Symbol.asyncDispose]: stop,
  };
}

/** One process of the product. It shuts down when the test process goes, so that a killed run leaves nothing. */
export class ProductProcess {
  output = '';
  /** What the line of readiness names: the address of a server, the name of a worker. */
  announced = '';
  /** Resolves when the process is gone, however it ended. */
  readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { this.output += text; });
    this.ended = new Promise((done) => child.once('close', () => done()));
  }

  static async start(settings: Record<string, string>, ready: RegExp): Promise<ProductProcess> {
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', endWithParent, entry], {
      cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...inherited(), ...settings },
    });
    child.channel?.unref();
    const started = new ProductProcess(child);
    await started.until(ready);
    return started;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** SIGTERM, then SIGKILL for the whole group when it takes too long. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const limit = setTimeout(() => this.killGroup(), stopLimitMs);
    await this.ended;
    clearTimeout(limit);
  }

  /** `kill -9`, as a machine that loses its power. Runners are left to notice it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }

  private async until(ready: RegExp): Promise<void> {
    await new Promise<void>((done, fail) => {
      const give = (work: () => void): void => { clearTimeout(limit); this.child.stdout?.off('data', look); work(); };
      const look = (): void => {
        const found = ready.exec(this.output);
        if (found === null) return;
        this.announced = found[1] ?? '';
        // The lines after the address belong to the same greeting.
        setImmediate(() => give(done));
      };
      const limit = setTimeout(() => { this.killGroup(); give(() => fail(new Error(`The product was not ready after ${startLimitMs / 1000} s:\n${this.output}`))); }, startLimitMs);
      this.child.stdout?.on('data', look);
      void this.ended.then(() => give(() => fail(new Error(`The product ended while it started:\n${this.output}`))));
    });
  }
}

/** The environment of the test without settings of Millrace that a developer may have. */
function inherited(): Record<string, string> {
  const isForeign = (name: string): boolean => !name.startsWith('MILLRACE_') && !['DATABASE_URL', 'PORT', 'HOST', 'NODE_OPTIONS', 'NODE_ENV'].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined && isForeign(pair[0])));
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
