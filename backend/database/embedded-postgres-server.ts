import type { ChildProcess } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { StartupError } from '../common/startup-error.ts';
import type { PostgresAccount } from './embedded-postgres-account.ts';
import type { PostgresBinaries } from './embedded-postgres-binaries.ts';
import { adviceFor, lastWords } from './embedded-postgres-cluster.ts';
import { writeSettings, type Credentials, type PostgresLayout } from './embedded-postgres-files.ts';
import { endServer, findServer, isAlive, outliveOrphans, readPostmaster, spawnServer } from './embedded-postgres-process.ts';
import { knock } from './embedded-postgres-roles.ts';

const defaultPort = 54_400;
const startLimitMs = 60_000;
const recoveryLimitMs = 15 * 60_000;
const stopLimitMs = 20_000;
const adoptedWatchMs = 3_000;

/** What a {@link PostgresServer} works with. */
export type ServerParts = {
  layout: PostgresLayout;
  account: PostgresAccount;
  binaries: PostgresBinaries;
  isDurable: boolean;
  credentials: Credentials;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  onProgress(step: string): void;
};

/**
 * The server process of one cluster, for the Millrace process that answers for it.
 *
 * ## idle
 * Nothing runs for us. `start` adopts a living server of the cluster or spawns one; both end in *running*.
 * ## running
 * A server that ends by itself is started again on the same port after a pause that doubles up to ten seconds.
 * ## stopped
 * Entered by `stop` and never left.
 */
export class PostgresServer {
  private pid: number | undefined;
  private port = 0;
  private stopping: Promise<void> | undefined;
  private restarting: Promise<void> = Promise.resolve();
  private watch: NodeJS.Timeout | undefined;
  private pauseMs = 250;
  private readonly parts: ServerParts;

  constructor(parts: ServerParts) {
    this.parts = parts;
  }

  /** Gives the port of a server that accepts connections. The preferred port is the one of the last time. */
  async start(preferredPort: number | undefined): Promise<number> {
    this.port = (await this.adopt()) ?? (await this.launchOnFreePort(preferredPort));
    return this.port;
  }

  /** Fast shutdown: open transactions are rolled back, nothing that was committed is lost. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    clearTimeout(this.watch);
    // A server that is just being started again is not ours to end before it is there.
    await this.restarting;
    clearTimeout(this.watch);
    if (this.pid !== undefined) await endServer(this.pid, stopLimitMs);
  }

  /** Takes over a server that an earlier process left behind; waits for one that is just going down. */
  private async adopt(): Promise<number | undefined> {
    const { layout, credentials, logger, onProgress } = this.parts;
    const end = Date.now() + recoveryLimitMs;
    for (let found = findServer(layout); found !== undefined; found = findServer(layout)) {
      const answer = found.status === 'ready' ? await knock(found.port, credentials) : 'later';
      if (answer === 'never') throw new StartupError(`The database server that runs in ${layout.data} does not accept the password in ${layout.credentials}. Put that file back from a backup.`);
      if (answer === 'open') {
        this.pid = found.pid;
        this.watchAdopted(found.pid);
        logger.info({ pid: found.pid, port: found.port }, 'Took over the database server that an earlier process left running');
        return found.port;
      }
      if (Date.now() > end) throw new StartupError(`A database server (process ${found.pid}) runs in ${layout.data} but does not answer. Look at ${layout.log}, end that process, and start again.`);
      onProgress('Waiting for the database');
      await wait(50);
    }
    return undefined;
  }

  private async launchOnFreePort(preferredPort: number | undefined): Promise<number> {
    if (!(await outliveOrphans(this.parts.layout, 10_000))) {
      throw new StartupError(`Processes of an earlier database server still use ${this.parts.layout.data}. End them (their working folder is that one) and start again.`);
    }
    for (const port of this.parts.isDurable ? portsToTry(preferredPort) : [0, 0, 0, 0, 0]) {
      const free = await freePort(port);
      if (free === undefined) continue;
      if (await this.launch(free)) return free;
    }
    throw new StartupError('No free port was found for the embedded database on 127.0.0.1. End what uses the ports from 54400 on, or set DATABASE_URL.');
  }

  /** Starts the server; false when something else took the port in the meantime. */
  private async launch(port: number): Promise<boolean> {
    const { layout, account, binaries, isDurable } = this.parts;
    await writeSettings(layout, port, isDurable, binaries.libraryDirectory);
    await this.removeStalePidFile();
    const logStart = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0;
    const child = spawnServer({ layout, account, postgres: binaries.postgres, endsWithParent: !isDurable });
    child.unref();
    const problem = await this.untilReady(child);
    if (problem === undefined && child.pid !== undefined) {
      this.pid = child.pid;
      this.port = port;
      if (child.exitCode !== null || child.signalCode !== null) this.onExit();
      else child.once('exit', () => this.onExit());
      return true;
    }
    const output = readFileSync(layout.log).subarray(logStart).toString('utf8');
    if (/could not bind|Address already in use/.test(output)) return false;
    throw new StartupError(`The database in ${layout.data} does not start: ${problem}. PostgreSQL says: ${lastWords(output)}. ${adviceFor(output)}`);
  }

  /** Resolves to undefined when the server is ready, else to what went wrong. Replaying the log after a crash may take long and is waited for. */
  private async untilReady(child: ChildProcess): Promise<string | undefined> {
    const begin = Date.now();
    let failure: string | undefined;
    child.once('error', (error) => { failure = error.message; });
    for (;;) {
      if (failure !== undefined) return failure;
      if (child.exitCode !== null || child.signalCode !== null) return 'its server ended at once';
      const postmaster = readPostmaster(this.parts.layout);
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return undefined;
      const elapsedMs = Date.now() - begin;
      if (elapsedMs > (postmaster?.status === 'starting' ? recoveryLimitMs : startLimitMs)) {
        if (child.pid !== undefined) await endServer(child.pid, 1_000);
        return `it was not ready after ${Math.round(elapsedMs / 1000)} s`;
      }
      if (elapsedMs > 3_000) this.parts.onProgress('Waiting for the database to recover');
      await wait(15);
    }
  }

  /**
   * PostgreSQL refuses to start while the number in an old pid file belongs to any process of its user, be it a dead one
   * that nobody has collected. On Linux the file may go: `outliveOrphans` has made sure that no process of the old server
   * is left, which is all that the file guards against.
   */
  private async removeStalePidFile(): Promise<void> {
    const postmaster = readPostmaster(this.parts.layout);
    if (postmaster === undefined || (process.platform !== 'linux' && !isAlive(postmaster.pid))) return;
    await rm(join(this.parts.layout.data, 'postmaster.pid'), { force: true });
  }

  private watchAdopted(pid: number): void {
    this.watch = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(this.watch);
      this.onExit();
    }, adoptedWatchMs).unref();
  }

  private onExit(): void {
    this.pid = undefined;
    if (this.stopping !== undefined) return;
    this.parts.logger.error({ restart_in_ms: this.pauseMs }, 'The embedded database ended by itself and is started again');
    this.watch = setTimeout(() => { this.restarting = this.restart(); }, this.pauseMs);
    this.pauseMs = Math.min(10_000, this.pauseMs * 2);
  }

  private async restart(): Promise<void> {
    if (this.stopping !== undefined) return;
    try {
      if (!(await outliveOrphans(this.parts.layout, 10_000))) throw new Error('processes of the dead server are still there');
      if (!(await this.launch(this.port))) throw new Error(`port ${this.port} is taken`);
      this.watch = setTimeout(() => { this.pauseMs = 250; }, 60_000).unref();
    } catch (error) {
      this.parts.logger.error({ error: (error as Error).message }, 'The embedded database could not be started again');
      this.onExit();
    }
  }
}

/** The port of the last time, the usual one, its neighbours, and at last any. */
function portsToTry(preferredPort: number | undefined): number[] {
  const neighbours = Array.from({ length: 50 }, (_, index) => defaultPort + index);
  return [...new Set([...(preferredPort === undefined ? [] : [preferredPort]), ...neighbours, 0])];
}

/** The port when nothing listens there; for 0 one that the system picks. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
