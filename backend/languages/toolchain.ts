import { spawn } from 'node:child_process';
import { toolEnvironment } from '../config/tool-environment.ts';
import { ToolFailure, type IsolatedCommand, type IsolatedEnding, type Toolchain } from './language.ts';

const defaultTimeoutMs = 5 * 60_000;
const maximumOutputLength = 16 * 1024 * 1024;

type ToolOptions = Parameters<Toolchain['runTool']>[1];
type ToolOutput = { stdout: string; stderr: string };

/** What a {@link Toolchain} is made of. */
export type ToolchainSettings = {
  /** Cache folder of the language, for example `.millrace/cache/python3`; made when something is first built. */
  cacheDirectory: string;
  /** Receives the lines for the log of a deploy. */
  log?(line: string): void;
  /** Runs code of strangers, where there is a sandbox for it. */
  runIsolated?(command: IsolatedCommand, signal: AbortSignal): Promise<IsolatedEnding>;
  /** Aborting ends tools that run and rejects with the reason of the signal. */
  signal?: AbortSignal;
};

/** Makes the {@link Toolchain} with which a worker or a server probes, resolves and prepares. */
export function createToolchain(settings: ToolchainSettings): Toolchain {
  const signal = settings.signal ?? new AbortController().signal;
  const { runIsolated } = settings;
  return {
    cacheDirectory: settings.cacheDirectory,
    signal,
    log: (line) => settings.log?.(line),
    runTool: (command, options) => runTool(command, options, signal),
    ...(runIsolated && { runIsolated: (command) => runIsolated(command, signal) }),
  };
}

/**
 * Runs a program to its end and gives what it printed. The program sees only {@link toolEnvironment} and what the caller
 * adds, leads a process group of its own, and on timeout or abort the whole group is killed, because package managers
 * start children. Rejects with {@link ToolFailure} unless the exit code is zero.
 */
export function runTool(command: readonly string[], options: ToolOptions, signal?: AbortSignal): Promise<ToolOutput> {
  const [program, ...parameters] = command;
  if (program === undefined) return Promise.reject(new TypeError('A command needs a program.'));
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const child = spawn(program, parameters, {
      cwd: options.directory,
      env: { ...toolEnvironment(), ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    let ending: Error | null = null;
    const end = (reason: Error): void => {
      ending ??= reason;
      killGroup(child.pid);
    };
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const timer = setTimeout(() => end(new ToolFailure(command, null, stdout(), `It did not end within ${Math.round(timeoutMs / 1000)} s.`)), timeoutMs);
    const onAbort = (): void => end(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    child.on('error', (error) => settle(() => reject(ending ?? new ToolFailure(command, null, stdout(), error.message))));
    child.on('close', (exitCode) =>
      settle(() => {
        if (ending) reject(ending);
        else if (exitCode === 0) resolve({ stdout: stdout(), stderr: stderr() });
        else reject(new ToolFailure(command, exitCode, stdout(), stderr()));
      }),
    );
    // A program may end before it has read its input; its exit code tells what is to be told.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maximumOutputLength) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
