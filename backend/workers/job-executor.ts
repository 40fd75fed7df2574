import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { baseUrl, type Config } from '../config/config.ts';
import { languageOf } from '../languages/languages.ts';
import type { Language, Source, Toolchain } from '../languages/language.ts';
import { createToolchain } from '../languages/toolchain.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import { runIsolated } from '../runner/isolated-command.ts';
import type { Limits, RunConversation, RunEnding, RunnerPool, RunOutcome } from '../runner/runner.ts';
import type { LanguageName } from '../languages/language.ts';
import type { JsonObject } from '../common/json.ts';
import { sourceHash } from '../scripts/core/source-hash.ts';
import { jobEnvironment } from './job-environment.ts';
import { LaunchCache } from './launch-cache.ts';
import { sharedFolderOf } from './shared-folders.ts';
import { failedWith } from './run-error.ts';

/** A version with everything that running it needs. */
export type RunnableSource = { hash: string; language: LanguageName; source: Source; /** `main` is a workflow. */ isWorkflow: boolean };

/** What the executor needs from the rest of Millrace. */
export type ExecutorPorts = {
  /** Source of a deployed version, from a cache where it can. Rejects with an `AppError` when it is gone. */
  sourceOf(job: StartedJob): Promise<RunnableSource>;
  /** Lock of code that was not deployed: from the cache of locks, or resolved now. */
  lockOf(language: Language, source: Source, toolchain: Toolchain): Promise<string>;
  /** Arguments with `$res:`, `$var:` and secrets in clear, and the values that must not show up anywhere. */
  resolveArguments(job: StartedJob): Promise<{ args: JsonObject; secrets: string[] }>;
  tokenOf(jobId: string, attempt: number): string;
  /** What records a workflow, and tells it what was recorded. */
  conversationOf(job: StartedJob, secrets: readonly string[], hide: (secrets: readonly string[]) => void): Promise<RunConversation>;
};

/** Where an attempt writes while it runs, and what ends it early. */
export type AttemptSink = {
  /** Values to keep out of log, error and result: called before any output, and again with all of them when the code of a workflow learns of more. */
  hide(secrets: readonly string[]): void;
  log(text: string): void;
  progress(percent: number): void;
  /** The code begins: what was done before was to start it. */
  begin(): void;
  signal: AbortSignal;
};

const graceMs = 3_000;
const megabyte = 1024 * 1024;

/** Runs one attempt of a job, whatever its kind, and says how it went. Never rejects. */
export class JobExecutor {
  private readonly launches = new LaunchCache();
  private readonly address: string;

  constructor(
    private readonly config: Config,
    private readonly runners: RunnerPool,
    private readonly ports: ExecutorPorts,
  ) {
    this.address = baseUrl(config);
  }

  async execute(job: StartedJob, sink: AttemptSink): Promise<RunEnding> {
    try {
      const runnable = await this.ports.sourceOf(job);
      const language = languageOf(runnable.language);
      const toolchain = this.toolchainOf(language, sink);
      if (job.kind === 'dependencies') return await this.resolveDependencies(language, runnable.source, toolchain);
      const { args, secrets } = await this.ports.resolveArguments(job);
      sink.hide(secrets);
      if (language.execute) return await this.executeHere(language, job, runnable.source, args, sink);
      const conversation = runnable.isWorkflow && job.entry === null ? await this.ports.conversationOf(job, secrets, (all) => sink.hide(all)) : null;
      return await this.executeInRunner(language, job, runnable, toolchain, args, sink, conversation);
    } catch (error) {
      if (sink.signal.aborted) return { kind: 'cancelled' };
      return failedWith(error);
    }
  }

  private async executeInRunner(
    language: Language,
    job: StartedJob,
    { source, hash }: RunnableSource,
    toolchain: Toolchain,
    args: JsonObject,
    sink: AttemptSink,
    conversation: RunConversation | null,
  ): Promise<RunEnding> {
    const locked = source.lock === null ? { ...source, lock: await this.ports.lockOf(language, source, toolchain) } : source;
    const builtHash = source.lock === null ? lockedHash(hash, locked.lock ?? '') : hash;
    const launch = await this.launches.prepare(language, locked, builtHash, toolchain);
    return this.runners.run({
      jobId: job.id,
      attempt: job.attempt,
      // Same version, same identity, same variables of the script: nothing else may share a process.
      key: `${job.workspace_id}:${language.name}:${builtHash}:${job.run_as}:${keyOf(job.settings.environment)}`,
      isolation: job.settings.isolation ?? 'warm',
      launch,
      args,
      environment: jobEnvironment(job, this.ports.tokenOf(job.id, job.attempt), this.address),
      limits: {
        timeoutMs: this.timeoutMs(job),
        graceMs,
        resultBytes: this.config.MILLRACE_MAX_RESULT_MB * megabyte,
        ...this.sizes,
      },
      onLog: (text) => sink.log(text),
      onProgress: (percent) => sink.progress(percent),
      onBegin: () => sink.begin(),
      signal: sink.signal,
      entry: job.entry,
      shared: sharedFolderOf(job),
      ...(conversation ? { conversation } : {}),
    });
  }

  /** SQL runs in the worker: its time limit is a signal here. */
  private async executeHere(language: Language, job: StartedJob, source: Source, args: JsonObject, sink: AttemptSink): Promise<RunOutcome> {
    const timeoutMs = this.timeoutMs(job);
    const timeout = AbortSignal.timeout(Math.min(timeoutMs, 2 ** 31 - 1));
    try {
      const result = await language.execute?.({
        content: source.content,
        args,
        log: (text) => sink.log(text),
        signal: AbortSignal.any([sink.signal, timeout]),
      });
      return { kind: 'succeeded', resultJson: JSON.stringify(result ?? null) };
    } catch (error) {
      if (sink.signal.aborted) return { kind: 'cancelled' };
      if (!timeout.aborted) return failedWith(error);
      return { kind: 'timed_out', error: { code: 'job/timeout', name: 'Timeout', message: `It did not end within ${timeoutMs / 1000} s and was stopped.` } };
    }
  }

  /** Finds the lock, and builds with it what the first run needs: that it cannot be built is a reason not to deploy. */
  private async resolveDependencies(language: Language, source: Source, toolchain: Toolchain): Promise<RunOutcome> {
    const lock = await language.resolve({ ...source, lock: null }, toolchain);
    if (language.prepare) {
      const locked = { ...source, lock };
      await this.launches.prepare(language, locked, sourceHash(language.name, locked), toolchain);
    }
    return { kind: 'succeeded', resultJson: JSON.stringify({ lock }) };
  }

  private toolchainOf(language: Language, sink: AttemptSink): Toolchain {
    const { MILLRACE_SANDBOX: sandbox, dataDirectory } = this.config;
    return createToolchain({
      runIsolated: (command, signal) => runIsolated({ sandbox, dataDirectory, limits: this.sizes, signal }, command),
      cacheDirectory: join(this.config.dataDirectory, 'cache', language.name),
      log: (line) => sink.log(`${line}\n`),
      signal: sink.signal,
    });
  }

  private get sizes(): Pick<Limits, 'memoryBytes' | 'diskBytes' | 'processes'> {
    return {
      memoryBytes: this.config.MILLRACE_RUNNER_MEMORY_MB * megabyte,
      diskBytes: this.config.MILLRACE_RUNNER_DISK_MB * megabyte,
      processes: this.config.MILLRACE_RUNNER_PROCESSES,
    };
  }

  private timeoutMs(job: StartedJob): number {
    return (job.settings.timeout_s ?? this.config.MILLRACE_JOB_TIMEOUT_S) * 1000;
  }
}

/** The hash of code whose lock was found only when it ran. */
const lockedHash = (hash: string, lock: string): string => createHash('sha256').update(hash).update('\0').update(lock).digest('hex');

/** Scripts with other variables of their own do not share a process. */
const keyOf = (environment: Record<string, string> | undefined): string =>
  environment
    ? createHash('sha256')
        .update(JSON.stringify(Object.entries(environment).sort()))
        .digest('hex')
        .slice(0, 16)
    : '';
