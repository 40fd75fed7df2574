import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, constants, readdirSync, statSync, symlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Launch } from '../languages/language.ts';
import { FolderClock } from './folder-clock.ts';
import { LogTail } from './log-stream.ts';
import { ChildrenWatch, childrenOf, findProcesses, memoryOf, treeOf } from './process-tree.ts';
import { FROM_RUNNER, TO_RUNNER } from './protocol.ts';
import type { Limits, SandboxDriver, Wrapped } from './runner.ts';
import { takeAsWorker } from './shared-folders.ts';
import { sharedName } from './sandbox/root-layout.ts';
import { SYSTEM_PATH } from './sandbox/try-driver.ts';
import type { WorkFolder } from './work-folders.ts';

/** How a process ended: the exit code as a shell tells it (128 + signal for a killed one). */
export type Ending = { exitCode: number };

/** What a process is started with. */
export type ProcessOptions = {
  driver: SandboxDriver;
  launch: Launch;
  folder: WorkFolder;
  /** What it sees as `./shared`: it runs as the user of that folder. */
  shared?: WorkFolder | null;
  limits: Limits;
  environment: Record<string, string>;
  hidden: string[];
  extraArguments?: string[];
};

/** How long after its end the output of a process is waited for: something that escaped may hold the descriptors open. */
const DRAIN_MS = 500;
const RUNNER_NICENESS = 5;
/** How often that wait is repeated while whoever takes the log holds it back. */
const DRAIN_ROUNDS = 20;

/**
 * One wrapped process tree: start, descriptors, signals, and the certainty that nothing of it is left. Knows nothing of jobs.
 */
export class SandboxedProcess {
  /** Settles when the process has ended, all that it wrote was read, and nothing that it started runs any more. */
  readonly ended: Promise<Ending>;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly fromRunner: Readable;
  readonly errorTail = new LogTail();
  hasEnded = false;
  /** Why the operating system did not start it, or `null`. */
  startProblem: string | null = null;
  /** It could not become a user of its own, though the worker is root. */
  readonly runsAsWorker: boolean;
  /** As last looked at. */
  memoryBytes = 0;
  private readonly child: ChildProcess;
  private readonly toRunner: Writable;
  private readonly wrapped: Wrapped;
  private readonly mark: string;
  private initId: number | null = null;
  private watches: ChildrenWatch[] = [];
  private work: FolderClock;
  private emptySince = 0;
  private temporary: FolderClock | null = null;
  private temporarySince = 0;
  private killTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: ProcessOptions) {
    const { driver, launch, folder, limits, shared = null } = options;
    const wanted = (shared ?? folder).user;
    const user = driver.isIsolated || canRunAs(folder, launch) ? wanted : null;
    this.runsAsWorker = user === null && wanted !== null;
    if (folder.user !== null && !driver.isIsolated) chownSync(folder.directory, user?.uid ?? 0, user?.gid ?? 0);
    if (shared !== null && !driver.isIsolated) {
      if (user === null) takeAsWorker(shared);
      symlinkSync(shared.directory, join(folder.directory, sharedName));
    }
    const command = [...launch.command, ...(options.extraArguments ?? [])];
    this.wrapped = driver.wrap({
      command,
      protocol: launch.protocol,
      readOnly: launch.readOnly,
      hidden: options.hidden,
      workDirectory: folder.directory,
      sharedDirectory: shared?.directory ?? null,
      user,
      limits,
    });
    this.mark = `MR_RUNNER=${process.pid}-${folder.index}-${Math.random().toString(36).slice(2)}`;
    this.work = new FolderClock(folder.directory, false);
    this.child = start(this.wrapped, this.environment());
    yieldToWorker([this.processId]);
    const [, stdout, stderr] = this.child.stdio;
    this.stdout = stdout as Readable;
    this.stderr = stderr as Readable;
    this.toRunner = this.child.stdio[TO_RUNNER] as Writable;
    this.fromRunner = this.child.stdio[FROM_RUNNER] as Readable;
    // A process that ends while it is written to: its end is what is reported.
    this.toRunner.on('error', ignore);
    this.ended = this.watchEnd();
  }

  get processId(): number {
    return this.child.pid ?? 0;
  }

  write(text: string): void {
    if (!this.hasEnded) this.toRunner.write(text);
  }

  /** The same for bytes; resolves when there is room for more, or the process has ended. */
  writeBytes(bytes: Buffer): Promise<void> {
    if (this.hasEnded || this.toRunner.write(bytes)) return Promise.resolve();
    return Promise.race([new Promise<void>((resolve) => this.toRunner.once('drain', resolve)), this.ended.then(() => undefined)]);
  }

  /** Nothing more is coming: a harness ends itself at that. */
  closeInput(): void {
    this.toRunner.end();
  }

  /** Asks everything that the script runs to end, and makes it after the grace time. */
  terminate(graceMs: number): void {
    if (this.hasEnded || this.killTimer !== null) return;
    this.killTimer = setTimeout(() => this.kill(), graceMs);
    if (!this.options.driver.isIsolated) return this.signalGroup('SIGTERM');
    // Not the wrappers around it: with them the namespace would go at once, and with it the grace time.
    const wrappers = this.wrappers();
    const script = treeOf(this.processId).filter((processId) => !wrappers.includes(processId));
    if (script.length === 0) return this.kill();
    for (const processId of script) signal(processId, 'SIGTERM');
  }

  /** Ends everything now. */
  kill(): void {
    if (this.hasEnded) return;
    this.signalGroup('SIGKILL');
    if (!this.options.driver.isIsolated) this.sweep();
  }

  /**
   * To be called when the harness is up and nothing of the script has run yet: learns where its processes are, so that later looks are
   * cheap.
   */
  settle(): void {
    const chain = this.wrappers();
    this.initId = chain.at(-1)!;
    const harness = childrenOf(this.initId)[0];
    // Once more, for those that were started before the first time.
    yieldToWorker([this.initId, ...(harness === undefined ? [] : [harness])]);
    // Where orphans come to: the first process of the namespace. Without one they are found at the end of the runner.
    const reaper = chain[1];
    this.watches = [...new Set([reaper, this.initId])].filter((id) => id !== undefined && id > 0).map((id) => new ChildrenWatch(id!));
    if (harness !== undefined) this.watches.push(new ChildrenWatch(harness));
    const { temporaryDirectory } = this.wrapped;
    if (this.options.driver.isIsolated) this.work = new FolderClock(`/proc/${this.initId}/root${this.wrapped.workDirectory}`, true);
    if (temporaryDirectory !== null) this.temporary = new FolderClock(`/proc/${this.initId}/root${temporaryDirectory}`, true);
    this.emptySince = settled(this.work.changedAt());
    this.temporarySince = this.temporary?.changedAt() ?? 0;
  }

  /** Whether the last job left processes behind. Takes microseconds: looks at the main threads only. */
  hasStrays(): boolean {
    return this.watches.reduce((sum, watch) => sum + watch.count(), 0) > this.watches.length - 1;
  }

  /** The same, looking at every thread; measures on the way what the tree holds. */
  hasStraysAnywhere(): boolean {
    const tree = treeOf(this.processId);
    this.memoryBytes = memoryOf(tree, Number.POSITIVE_INFINITY);
    return tree.length > this.wrapped.depth + 2;
  }

  /** Whether the last job left files behind. Only the time of the folder is looked at unless it changed. */
  hasFiles(): boolean {
    if (this.temporary !== null && this.temporary.changedAt() !== this.temporarySince) return true;
    const changedAt = this.work.changedAt();
    if (changedAt === this.emptySince && changedAt !== 0) return false;
    try {
      const isEmpty = readdirSync(this.work.path).length === 0;
      if (isEmpty) this.emptySince = settled(changedAt);
      return !isEmpty;
    } catch {
      return true;
    }
  }

  /** Has the init shell empty the work folder; it answers `emptied`. */
  requestEmptying(): void {
    if (this.initId !== null && this.initId > 0) signal(this.initId, 'SIGUSR1');
  }

  /** Measures what the whole tree holds. */
  measureMemory(threshold: number): number {
    this.memoryBytes = memoryOf(treeOf(this.processId), threshold);
    return this.memoryBytes;
  }

  /** The folders that a script fills where no file system of their own limits it. */
  get unlimitedFolders(): string[] {
    const { driver, folder, shared } = this.options;
    return [...(driver.isIsolated ? [] : [folder.directory]), ...(shared ? [shared.directory] : [])];
  }

  /** What stands around the script: the processes of the driver, and last the init shell. */
  private wrappers(): number[] {
    const chain = [this.processId];
    for (let level = 0; level < this.wrapped.depth; level += 1) chain.push(childrenOf(chain.at(-1)!)[0] ?? 0);
    return chain;
  }

  private environment(): Record<string, string> {
    const directory = this.wrapped.workDirectory;
    return {
      PATH: SYSTEM_PATH,
      HOME: directory,
      TMPDIR: directory,
      LANG: 'C.UTF-8',
      ...this.options.launch.environment,
      ...this.options.environment,
      ...marker(this.mark, this.options.driver),
    };
  }

  private async watchEnd(): Promise<Ending> {
    const exitCode = await new Promise<number>((resolve) => {
      this.child.once('error', (error) => {
        this.startProblem = explain(error);
        resolve(127);
      });
      this.child.once('exit', (code, signalName) => resolve(code ?? 128 + (SIGNALS[signalName ?? 'SIGKILL'] ?? 9)));
    });
    if (this.killTimer !== null) clearTimeout(this.killTimer);
    this.signalGroup('SIGKILL');
    if (!this.options.driver.isIsolated) this.sweep();
    await this.drain();
    this.hasEnded = true;
    for (const watch of [...this.watches, this.work, this.temporary]) watch?.close();
    this.watches = [];
    this.toRunner.destroy();
    return { exitCode };
  }

  private async drain(): Promise<void> {
    const streams = [this.stdout, this.stderr, this.fromRunner];
    const allClosed = Promise.all(streams.filter((stream) => !stream.closed).map((stream) => new Promise((resolve) => stream.once('close', resolve)))).then(
      () => true,
    );
    for (let round = 0; round < DRAIN_ROUNDS; round += 1) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), DRAIN_MS);
      });
      const isDone = await Promise.race([late, allClosed]);
      clearTimeout(timer);
      if (isDone || !streams.some((stream) => stream.isPaused())) break;
    }
    for (const stream of streams) stream.destroy();
  }

  private signalGroup(name: NodeJS.Signals): void {
    if (this.processId > 0) signal(-this.processId, name);
  }

  /** Without a namespace a process can leave its group; it is found by its user or by what it inherited. */
  private sweep(): void {
    // The user of a shared folder has other runners too.
    const { user } = this.wrapped;
    const matches = user === null || this.options.shared ? { environment: this.mark } : { uid: user.uid };
    for (let round = 0; round < 20; round += 1) {
      const left = findProcesses(matches);
      if (left.length === 0) return;
      for (const processId of left) signal(processId, 'SIGKILL');
    }
  }
}

const SIGNALS: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGSYS: 31,
};

function start(wrapped: Wrapped, environment: Record<string, string>): ChildProcess {
  const [program = '', ...rest] = wrapped.command;
  try {
    return spawn(program, rest, {
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      ...(wrapped.user === null ? {} : { uid: wrapped.user.uid, gid: wrapped.user.gid }),
    });
  } catch (error) {
    throw new Error(explain(error), { cause: error });
  }
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('E2BIG') ? 'its arguments are larger than the operating system allows' : message;
}

/** Times of files advance in steps of some milliseconds: a change within the same step would not be seen, so such a time is not relied on. */
function settled(changedAt: number): number {
  return Date.now() - changedAt > 20 ? changedAt : 0;
}

function marker(mark: string, driver: SandboxDriver): Record<string, string> {
  return driver.isIsolated ? {} : { MR_RUNNER: mark.slice(mark.indexOf('=') + 1) };
}

/**
 * Without mounts of its own a runner reaches its code by the permissions of the host. Where these are closed to other users (a checkout
 * below `/root`) it has to stay who the worker is, or it could not start at all.
 */
function canRunAs(folder: WorkFolder, launch: Launch): boolean {
  const program = launch.command[0]?.startsWith('/') === true ? [launch.command[0]] : [];
  return [folder.directory, ...launch.readOnly, ...program].every((path) => isOpenToOthers(path));
}

function isOpenToOthers(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
    for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) if ((statSync(folder).mode & 0o001) === 0) return false;
    return true;
  } catch {
    return false;
  }
}

/**
 * Code of others yields to the worker and the server: they stay responsive under jobs that compute, and a worker that hands out a job is not
 * interrupted by the runner that it wakes. What these processes start inherits it.
 */
function yieldToWorker(processIds: readonly number[]): void {
  for (const processId of processIds) {
    try {
      if (processId > 0) setPriority(processId, RUNNER_NICENESS);
    } catch {
      // It is gone already, or this machine does not allow it.
    }
  }
}

function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch {
    // It is gone, which is what a signal is for here.
  }
}

function ignore(): void {}
