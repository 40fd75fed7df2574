import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { toolEnvironment } from '../../backend/config/tool-environment.ts';
import { createToolchain } from '../../backend/languages/toolchain.ts';
import { runIsolated } from '../../backend/runner/isolated-command.ts';
import type { Language, Launch, Source, Toolchain } from '../../backend/languages/language.ts';

/** What a job gave: the answer of the harness and everything that was printed before it. */
export type HarnessAnswer = {
  result?: unknown;
  error?: { name: string; message: string; stack?: string; line?: number; column?: number; code?: string };
  progress: number[];
  stdout: string;
  stderr: string;
  exitCode?: number | null;
};

/**
 * Drives a harness over its descriptors without the runner pool, as the tests of languages need it: no sandbox, no limits,
 * one job at a time.
 */
export class HarnessProcess implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly closed: Promise<number | null>;
  private readonly messages: string[] = [];
  private isClosed = false;
  private partial = '';
  private stdout = '';
  private stderr = '';
  private wakes: (() => void)[] = [];

  private constructor(
    launch: Launch,
    readonly workDirectory: string,
  ) {
    const [program = '', ...parameters] = launch.command;
    const { PATH = '' } = toolEnvironment();
    this.child = spawn(program, parameters, {
      cwd: workDirectory,
      env: { PATH, HOME: workDirectory, TMPDIR: workDirectory, ...launch.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.closed = new Promise((resolve) =>
      this.child.once('close', (code) => {
        this.isClosed = true;
        this.wake();
        resolve(code);
      }),
    );
    this.child.stdout?.on('data', (chunk: Buffer) =>
      this.changed(() => {
        this.stdout += chunk.toString('utf8');
      }),
    );
    this.child.stderr?.on('data', (chunk: Buffer) =>
      this.changed(() => {
        this.stderr += chunk.toString('utf8');
      }),
    );
    this.fromRunner.on('data', (chunk: Buffer) => this.changed(() => this.read(chunk.toString('utf8'))));
    this.toRunner.on('error', () => undefined);
  }

  /** Starts the process and waits until the harness is up. */
  static async start(launch: Launch): Promise<HarnessProcess> {
    const started = new HarnessProcess(launch, await mkdtemp(join(tmpdir(), 'millrace-harness-')));
    const first = await started.next();
    if (first !== '{"type":"ready"}') throw new Error(`The harness did not become ready: ${first ?? ''}\n${started.stderr}`);
    return started;
  }

  /** Runs one job to its end: the answer, or the end of the process. */
  async run(args: Record<string, unknown>, environment: Record<string, string> = {}): Promise<HarnessAnswer> {
    const id = randomBytes(4).toString('hex');
    this.stdout = '';
    this.stderr = '';
    this.toRunner.write(`${JSON.stringify({ type: 'run', id, args, environment })}\n`);
    const progress: number[] = [];
    for (let line = await this.next(); line !== null; line = await this.next()) {
      const message = JSON.parse(line) as { type: string; id: string; percent: number; result: unknown; error: HarnessAnswer['error'] };
      if (message.id !== id) throw new Error(`An answer to another job: ${line}`);
      if (message.type === 'progress') progress.push(message.percent);
      else if (message.type !== 'last')
        return {
          ...(message.type === 'result' ? { result: message.result } : { error: message.error }),
          progress,
          ...(await this.output()),
        };
    }
    return { progress, stdout: this.stdout, stderr: this.stderr, exitCode: await this.closed };
  }

  /** Waits until the job that runs has printed a text. */
  async printed(text: string): Promise<void> {
    while (!this.isClosed && !this.stdout.includes(text)) await this.change();
  }

  /** Closes the connection as a worker does that was killed. */
  abandon(): void {
    this.toRunner.destroy();
  }

  /** Waits for the process to end by itself. */
  ended(): Promise<number | null> {
    return this.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.toRunner.destroy();
    if (!this.isClosed) this.child.kill('SIGKILL');
    await this.closed;
    await rm(this.workDirectory, { recursive: true, force: true });
  }

  private wake(): void {
    this.wakes.splice(0).forEach((wake) => wake());
  }

  private get toRunner(): Duplex {
    return this.child.stdio[3] as Duplex;
  }

  private get fromRunner(): Duplex {
    return this.child.stdio[4] as Duplex;
  }

  private changed(change: () => void): void {
    change();
    this.wake();
  }

  private read(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    // Messages begin with a newline of their own.
    this.messages.push(...lines.filter((line) => line !== ''));
  }

  private async next(): Promise<string | null> {
    while (this.messages.length === 0 && !this.isClosed) await this.change();
    return this.messages.shift() ?? null;
  }

  /** What was printed before an answer was there before it, and is read in the same round of the event loop. */
  private async output(): Promise<{ stdout: string; stderr: string }> {
    await new Promise((resolve) => setImmediate(resolve));
    return { stdout: this.stdout, stderr: this.stderr };
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.wakes.push(resolve));
  }
}

/** A cache folder that lives as long as the test. */
export async function testToolchain(): Promise<Toolchain & AsyncDisposable & { lines: string[] }> {
  const cacheDirectory = await mkdtemp(join(tmpdir(), 'millrace-cache-'));
  const lines: string[] = [];
  const limits = { memoryBytes: 1024 ** 3, diskBytes: 512 * 1024 ** 2, processes: 256 };
  const toolchain = createToolchain({
    cacheDirectory,
    log: (line) => lines.push(line),
    runIsolated: (command, signal) => runIsolated({ sandbox: 'auto', dataDirectory: cacheDirectory, limits, signal }, command),
  });
  return { ...toolchain, lines, [Symbol.asyncDispose]: () => rm(cacheDirectory, { recursive: true, force: true }) };
}

/** A source without a lock, for the languages' own tests. */
export function aSource(content: string, changes: Partial<Source> = {}): Source {
  return { path: 'f/test/script', content, lock: '', imported: [], ...changes };
}

/** Resolves, prepares and starts a script as a worker would. */
export async function startScript(language: Language, source: Source, toolchain: Toolchain): Promise<HarnessProcess> {
  if (!language.prepare) throw new Error(`${language.name} has no process of its own.`);
  const lock = source.lock === null ? await language.resolve(source, toolchain) : source.lock;
  const launch = await language.prepare({ ...source, lock }, `hash-of-${source.path}`, toolchain);
  return HarnessProcess.start(launch);
}
