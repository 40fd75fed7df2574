import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportedScript, Language, Source, Toolchain } from '../../backend/languages/language.ts';
import { createToolchain } from '../../backend/languages/toolchain.ts';
import { createRunnerPool } from '../../backend/runner/runner-pool.ts';
import type { Limits, RunEnding, RunnerPool, RunOutcome } from '../../backend/runner/runner.ts';

const megabyte = 1024 * 1024;
const limits: Limits = { timeoutMs: 60_000, graceMs: 500, memoryBytes: 1024 * megabyte, resultBytes: 16 * megabyte, diskBytes: 64 * megabyte, processes: 256 };

/** What may be different about a run. */
export type LanguageRunOptions = {
  path?: string;
  lock?: string | null;
  imported?: ImportedScript[];
  environment?: Record<string, string>;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  onLog?(text: string): void;
};

/** Everything that is known of a run that ended. */
export type LanguageRun = { outcome: RunOutcome; log: string; progress: number[] };

/**
 * Runs scripts of any language as a worker does: resolve, prepare, then the real runner pool in the strongest sandbox of this
 * machine, or the language itself where it runs in the worker.
 */
export class LanguagePool implements AsyncDisposable {
  private constructor(
    private readonly pool: RunnerPool,
    private readonly dataDirectory: string,
  ) {}

  static async open(): Promise<LanguagePool> {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'millrace-languages-'));
    await chmod(dataDirectory, 0o711);
    const logger = { debug: () => undefined, warn: () => undefined };
    return new LanguagePool(await createRunnerPool({ sandbox: 'auto', dataDirectory, parkedRunners: 8, logger }), dataDirectory);
  }

  toolchainOf(language: Language, signal?: AbortSignal): Toolchain {
    return createToolchain({ cacheDirectory: join(this.dataDirectory, 'cache', language.name), ...(signal ? { signal } : {}) });
  }

  async run(language: Language, content: string, args: Record<string, unknown> = {}, options: LanguageRunOptions = {}): Promise<LanguageRun> {
    const source: Source = {
      path: options.path ?? 'f/test/script',
      content,
      lock: options.lock === undefined ? '' : options.lock,
      imported: options.imported ?? [],
    };
    const run: LanguageRun = { outcome: { kind: 'cancelled' }, log: '', progress: [] };
    const signal = options.signal ?? new AbortController().signal;
    const onLog = (text: string): void => {
      run.log += text;
      options.onLog?.(text);
    };
    run.outcome = language.execute
      ? await execute(language.execute, source, args, onLog, signal)
      : await this.runInPool(language, source, args, options, onLog, (percent) => run.progress.push(percent));
    return run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool.close();
    await rm(this.dataDirectory, { recursive: true, force: true });
  }

  private async runInPool(
    language: Language,
    source: Source,
    args: Record<string, unknown>,
    options: LanguageRunOptions,
    onLog: (text: string) => void,
    onProgress: (percent: number) => void,
  ): Promise<RunOutcome> {
    const toolchain = this.toolchainOf(language);
    const lock = source.lock ?? (await language.resolve(source, toolchain));
    const launch = await language.prepare?.({ ...source, lock }, 'hash', toolchain);
    if (!launch) throw new Error(`${language.name} has neither a way to prepare nor one to execute.`);
    return settled(await this.pool.run({
      jobId: 'job',
      attempt: 1,
      key: `${source.path}\n${source.content}`,
      isolation: 'warm',
      launch,
      args,
      environment: options.environment ?? {},
      limits: { ...limits, ...options.limits },
      onLog,
      onProgress,
      signal: options.signal ?? new AbortController().signal,
    }));
  }
}

function settled(ending: RunEnding): RunOutcome {
  if (ending.kind === 'suspended') throw new Error('No workflow was run, so nothing may suspend');
  return ending;
}

async function execute(
  run: NonNullable<Language['execute']>,
  source: Source,
  args: Record<string, unknown>,
  log: (text: string) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  try {
    return { kind: 'succeeded', resultJson: JSON.stringify(await run({ content: source.content, args, log, signal })) };
  } catch (error) {
    const told = (error as { error?: { name: string; message: string; code?: string } }).error;
    if (!told) throw error;
    return { kind: 'failed', error: { ...told, code: told.code ?? 'job/script_error' } };
  }
}
