import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chooseAccount } from '../../backend/database/embedded-postgres-account.ts';
import { findPostgresBinaries } from '../../backend/database/embedded-postgres-binaries.ts';
import { layoutOf, type PostgresLayout } from '../../backend/database/embedded-postgres-files.ts';
import { outliveOrphans, readPostmaster, spawnServer } from '../../backend/database/embedded-postgres-process.ts';
import { startEmbeddedPostgres } from '../../backend/database/embedded-postgres.ts';
import { makeTestFolder } from '../support/test-server.ts';

const startLimitMs = 60_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A durable Postgres of our own that can be restarted and crashed at any moment; it always comes back on the same port. */
export class RestartablePostgres {
  private server: ChildProcess | null = null;
  restarts = 0;

  private constructor(readonly url: string, private readonly folder: string, private readonly layout: PostgresLayout, private readonly postgres: string) {}

  static async start(): Promise<RestartablePostgres> {
    const folder = makeTestFolder();
    // The product makes the cluster and its roles; from then on it is ours to start and stop.
    const made = await startEmbeddedPostgres({ dataDirectory: folder, logger: silent });
    await made.stop();
    const { postgres } = await findPostgresBinaries();
    const restartable = new RestartablePostgres(made.url, folder, layoutOf(folder), postgres);
    await restartable.launch();
    return restartable;
  }

  /** An orderly restart ends all connections; a crash does so at once, and the log is replayed. */
  async restart(kind: 'orderly' | 'crash'): Promise<void> {
    this.restarts += 1;
    await this.end(kind === 'orderly' ? 'SIGINT' : 'SIGQUIT');
    await this.launch();
  }

  async stop(): Promise<void> {
    await this.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    if (!(await outliveOrphans(this.layout, startLimitMs))) throw new Error('Processes of the server before are still there.');
    await rm(join(this.layout.data, 'postmaster.pid'), { force: true });
    this.server = spawnServer({ layout: this.layout, account: chooseAccount(this.layout, [this.postgres]), postgres: this.postgres, endsWithParent: true });
    const end = Date.now() + startLimitMs;
    while (readPostmaster(this.layout)?.status !== 'ready') {
      if (Date.now() > end) throw new Error(`Postgres does not come back; see ${this.layout.log}.`);
      await pause(20);
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }
}
