import { mkdirSync, realpathSync } from 'node:fs';
import { BlankRunners } from './blank-runners.ts';
import { OneShot, unfitArgument } from './one-shot.ts';
import { ParkedRunners } from './parked-runners.ts';
import { argumentUnfit, notStarted } from './run-errors.ts';
import type { RunnerPool, RunnerStats, RunEnding, RunOutcome, RunRequest, SandboxDriver, SandboxName } from './runner.ts';
import type { ProcessOptions, SandboxedProcess } from './sandboxed-process.ts';
import { SharedFolders } from './shared-folders.ts';
import { chooseSandbox, type SandboxSetting } from './sandbox/sandboxes.ts';
import type { Supervision } from './supervision.ts';
import { WarmRunner, type RunnerOwner } from './warm-runner.ts';
import { WorkFolders, type WorkFolder } from './work-folders.ts';

/** The part of the logger that the pool uses. */
type PoolLogger = { debug(data: object, message: string): void; warn(data: object, message: string): void };

/** Settings of the pool of one worker. */
export type RunnerPoolOptions = {
  sandbox: SandboxSetting;
  /** Work folders are made below `<dataDirectory>/runners`. */
  dataDirectory: string;
  /** Idle processes that are kept. */
  parkedRunners: number;
  /** Memory that idle processes may hold together. */
  parkedMemoryBytes?: number;
  /** After so many jobs a process is replaced: what scripts leak goes with it. */
  jobsPerRunner?: number;
  /** A process that was idle for so long is ended. */
  idleMs?: number;
  logger: PoolLogger;
};

const LOOK_EVERY_MS = 200;
const TIDY_EVERY_MS = 15_000;
/** The looks go on for so many rounds after the last job, so that a steady trickle of jobs does not start and stop them. */
const QUIET_LOOKS = 10;

type Busy = { process: SandboxedProcess; readonly supervision: Supervision | null };

/**
 * Makes the pool of this worker; tries out which sandbox works. Rejects with a message for operators where the setting asks for more than
 * the machine offers.
 */
export async function createRunnerPool(options: RunnerPoolOptions): Promise<RunnerPool> {
  const { driver, refused } = await chooseSandbox(options.sandbox);
  const message = driver.isIsolated
    ? 'Scripts are isolated'
    : 'Scripts are not isolated from this machine: run them only if you trust their authors, or install bubblewrap';
  options.logger[driver.isIsolated ? 'debug' : 'warn']({ sandbox: driver.name, refused }, message);
  return new WarmRunnerPool(options, driver, describe(driver, refused));
}

function describe(driver: SandboxDriver, refused: { name: SandboxName; reason: string }[]): string {
  return [driver.description, ...refused.map(({ name, reason }) => `${name} cannot be used: ${reason}`)].join('. ');
}

const ownerOf = ({ key, isolation }: RunRequest): RunnerOwner => ({ key, isolation });

/** The pool: a runner for each job that runs now, and idle ones that wait for a job of their key. */
class WarmRunnerPool implements RunnerPool {
  readonly sandbox: RunnerPool['sandbox'];
  private readonly dataDirectory: string;
  private readonly folders: WorkFolders;
  private readonly shared: SharedFolders;
  private readonly parked: ParkedRunners;
  private readonly blanks: BlankRunners;
  private readonly busy = new Set<Busy>();
  /** Everything whose process may still run, with the promise of its end. */
  private readonly ending = new Set<Promise<unknown>>();
  private readonly jobs = new Set<Promise<RunEnding>>();
  private readonly counts = { started: 0, retired: 0, reused: 0 };
  private looking: NodeJS.Timeout | null = null;
  private tidying: NodeJS.Timeout | null = null;
  private quietLooks = 0;
  private isClosed = false;
  private hasWarned = false;

  constructor(
    private readonly options: RunnerPoolOptions,
    private readonly driver: SandboxDriver,
    description: string,
  ) {
    this.sandbox = { name: driver.name, description };
    mkdirSync(options.dataDirectory, { recursive: true });
    this.dataDirectory = realpathSync(options.dataDirectory);
    this.folders = WorkFolders.claim(this.dataDirectory);
    this.shared = new SharedFolders(this.folders, driver.isIsolated);
    this.parked = new ParkedRunners({
      count: options.parkedRunners,
      memoryBytes: options.parkedMemoryBytes ?? 2 * 1024 ** 3,
      idleMs: options.idleMs ?? 5 * 60_000,
    });
    this.blanks = new BlankRunners({
      idleMs: options.idleMs ?? 5 * 60_000,
      start: (request, launchIn) => this.startWarm(null, request, launchIn),
      onProblem: (error) => options.logger.warn({ error }, 'No runner could be started ahead of the next job'),
    });
  }

  run(request: RunRequest): Promise<RunEnding> {
    if (this.isClosed) return Promise.resolve(notStarted('the worker is being stopped'));
    if (request.signal.aborted) return Promise.resolve({ kind: 'cancelled' });
    let job: Promise<RunEnding>;
    try {
      job = request.launch.protocol === 'once' ? this.runOnce(request) : this.runWarm(request);
    } catch (error) {
      return Promise.resolve(notStarted(error instanceof Error ? error.message : String(error)));
    }
    this.keepLooking();
    this.jobs.add(job);
    void job.then(() => this.jobs.delete(job));
    return job;
  }

  stats(): RunnerStats {
    let memoryBytes = this.parked.memoryBytes;
    for (const { process } of this.busy) memoryBytes += process.memoryBytes;
    return { busy: this.busy.size, parked: this.parked.size + this.blanks.size, ...this.counts, memoryBytes };
  }

  retire(fits: (key: string) => boolean): void {
    for (const runner of this.parked.list()) if (runner.key !== null && fits(runner.key)) runner.retire();
  }

  get sharedFolders(): readonly string[] {
    return this.shared.names;
  }

  endSharedFolder(name: string): Promise<void> {
    return this.shared.end(name);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.blanks.close();
    this.retire(() => true);
    while (this.jobs.size > 0 || this.ending.size > 0) await Promise.all([...this.jobs, ...this.ending]);
    if (this.looking !== null) clearInterval(this.looking);
    if (this.tidying !== null) clearInterval(this.tidying);
    await this.folders.close();
  }

  private runOnce(request: RunRequest): Promise<RunOutcome> {
    const unfit = unfitArgument(request);
    if (unfit !== null) return Promise.resolve(argumentUnfit(unfit));
    const shot = this.startIn((folder, shared) => new OneShot(request, this.processOptions(request, folder, shared)), request.shared);
    this.busy.add(shot);
    void shot.process.ended.then(() => {
      this.counts.retired += 1;
    });
    return shot.outcome.finally(() => this.busy.delete(shot));
  }

  private runWarm(request: RunRequest): Promise<RunEnding> {
    if (request.shared) return this.runBesideOthers(request, request.shared);
    const isFresh = request.isolation === 'fresh';
    const parked = this.parked.take(request.key, isFresh);
    if (parked !== null) this.counts.reused += 1;
    const runner = parked ?? this.blanks.take(request) ?? this.startWarm(ownerOf(request), request);
    this.busy.add(runner);
    const outcome = runner.run(request);
    if (this.options.parkedRunners > 0 && (isFresh || parked === null)) void outcome.then(() => this.startAhead(request));
    return outcome;
  }

  /** In a process of its own, whose folder was there before it: none that waits for a job has that. */
  private runBesideOthers(request: RunRequest, shared: string): Promise<RunEnding> {
    const runner = this.startWarm({ key: request.key, isolation: 'fresh' }, request, undefined, shared);
    this.busy.add(runner);
    return runner.run(request);
  }

  private startWarm(
    owner: RunnerOwner | null,
    request: RunRequest,
    launchIn = (_folder: WorkFolder) => request.launch,
    shared: string | null = null,
  ): WarmRunner {
    const events = {
      onIdle: (idle: WarmRunner) => {
        if (idle.key !== null) this.park(idle);
      },
      onRetired: (retired: WarmRunner) => this.forget(retired),
    };
    return this.startIn((folder, own) => new WarmRunner(owner, this.processOptions(request, folder, own, launchIn(folder)), events), shared);
  }

  /** The next job that needs a new process finds one that is already up: for any version where that is possible, otherwise for this one. */
  private startAhead(request: RunRequest): void {
    if (this.isClosed) return;
    if (request.launch.codeFolder !== undefined) return this.blanks.replaceLater(request);
    if (request.isolation !== 'fresh') return;
    const spare = this.parked.take(request.key, true);
    if (spare !== null) return this.parked.add(spare, Date.now());
    try {
      this.startWarm(ownerOf(request), request);
    } catch (error) {
      this.options.logger.warn({ error, key: request.key }, 'No runner could be started ahead of the next job');
    }
  }

  private startIn<Started extends { process: SandboxedProcess }>(
    start: (folder: WorkFolder, shared: WorkFolder | null) => Started,
    sharedName: string | null = null,
  ): Started {
    const folder = this.folders.acquire();
    const shared = sharedName === null ? null : this.shared.enter(sharedName);
    const giveBack = async (): Promise<void> => {
      if (sharedName !== null) await this.shared.leave(sharedName);
      await this.folders.release(folder);
    };
    try {
      const started = start(folder, shared);
      this.counts.started += 1;
      if (started.process.runsAsWorker) this.warnOfRoot();
      const end = started.process.ended
        .then(giveBack)
        .catch((error: unknown) => this.options.logger.warn({ error, folder: folder.directory }, 'A work folder could not be emptied'))
        .finally(() => this.ending.delete(end));
      this.ending.add(end);
      return started;
    } catch (error) {
      void giveBack();
      throw error;
    }
  }

  private warnOfRoot(): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.options.logger.warn(
      { dataDirectory: this.dataDirectory },
      'Scripts run as root: their code or interpreter lies in a folder that is closed to other users. Move the data folder and the interpreters, or start the worker as an ordinary user',
    );
  }

  private processOptions({ limits, launch: own }: RunRequest, folder: WorkFolder, shared: WorkFolder | null, launch = own): ProcessOptions {
    return { driver: this.driver, launch, folder, shared, limits, hidden: [this.dataDirectory], environment: {} };
  }

  private park(runner: WarmRunner): void {
    this.busy.delete(runner);
    if (this.isClosed || runner.jobsServed >= (this.options.jobsPerRunner ?? 1000)) return runner.retire();
    this.parked.add(runner, Date.now());
    for (const superfluous of this.parked.superfluous(Date.now())) superfluous.retire();
    this.tidying ??= setInterval(() => this.tidy(), TIDY_EVERY_MS).unref();
  }

  private forget(runner: WarmRunner): void {
    this.counts.retired += 1;
    this.busy.delete(runner);
    this.parked.remove(runner);
    this.blanks.forget(runner);
  }

  private keepLooking(): void {
    this.quietLooks = 0;
    this.looking ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Memory and disk of the busy ones; leftovers and memory of those that were parked since the last look. */
  private look(): void {
    for (const { supervision } of this.busy) supervision?.look();
    for (const runner of this.parked.unseen()) if (runner.process.hasStraysAnywhere()) runner.retire();
    this.quietLooks = this.busy.size > 0 ? 0 : this.quietLooks + 1;
    if (this.quietLooks < QUIET_LOOKS || this.looking === null) return;
    clearInterval(this.looking);
    this.looking = null;
  }

  private tidy(): void {
    for (const superfluous of this.parked.superfluous(Date.now())) superfluous.retire();
    if (this.parked.size > 0 || this.tidying === null) return;
    clearInterval(this.tidying);
    this.tidying = null;
  }
}
