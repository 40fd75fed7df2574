import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Limits, SandboxDriver } from '../../runner/runner.ts';
import { SandboxedProcess } from '../../runner/sandboxed-process.ts';
import type { WorkFolder } from '../../runner/work-folders.ts';
import { AppError } from '../../common/app-error.ts';

/** Output that is kept of a command, in bytes; the rest is left out, and it says so. */
const keptBytes = 256 * 1024;
const lookEveryMs = 500;

/** What is run, on which archive, and where the archive goes after it. */
export type SandboxCommand = {
  driver: SandboxDriver;
  folder: WorkFolder;
  hidden: string[];
  limits: Limits;
  /** A script for `sh`, and its arguments. It stands in the folder of the files. */
  script: string;
  args: readonly string[];
  /** The files before; an archive that is not there is an empty one. */
  from: string;
  /** The files after; `null` where they are only read. */
  to: string | null;
  signal: AbortSignal;
};

/** How it ended. */
export type CommandEnding = { exitCode: number; output: string; isCut: boolean };

/**
 * Unpacks the files, runs the script among them, and packs them again. Archives go through descriptors, so that the sandbox sees nothing of
 * the place in which they lie. What the script starts has neither of them.
 */
const steps = `
mkdir -p files && cd files || exit 125
tar xf - <&3 2>/dev/null; exec 3<&-
( exec 4>&-; sh -c "$0" sh "$@" ); code=$?
[ -n "$KEEP" ] && tar cf - . >&4
exit $code`;

/** Runs a command in a sandbox of its own. Rejects where the sandbox itself failed, or the signal aborted. */
export async function runInSandbox(command: SandboxCommand): Promise<CommandEnding> {
  const { driver, folder, hidden, limits, script, args, from, to, signal } = command;
  const launch = { command: ['/bin/sh', '-c', steps, script, ...args], environment: { KEEP: to === null ? '' : '1' }, readOnly: [], protocol: 'warm' as const };
  const process = new SandboxedProcess({ driver, launch, folder, limits, environment: {}, hidden });
  const output = gather([process.stdout, process.stderr]);
  const saved = to === null ? discard(process.fromRunner) : pipeline(process.fromRunner, createWriteStream(to, { mode: 0o600 }));
  saved.catch(() => undefined);
  const stop = watch(process, limits, signal);
  await feed(process, from);
  const { exitCode } = await process.ended;
  stop();
  signal.throwIfAborted();
  if (process.startProblem !== null) throw new AppError('agent/tool_failed', 'The sandbox could not be started on this worker.');
  await saved;
  return { exitCode, ...output() };
}

async function feed(process: SandboxedProcess, from: string): Promise<void> {
  if (existsSync(from)) for await (const chunk of createReadStream(from)) await process.writeBytes(chunk as Buffer);
  process.closeInput();
}

function watch(process: SandboxedProcess, limits: Limits, signal: AbortSignal): () => void {
  const kill = (): void => process.kill();
  const timer = setTimeout(kill, limits.timeoutMs);
  const looks = setInterval(() => process.measureMemory(limits.memoryBytes) > limits.memoryBytes && kill(), lookEveryMs);
  signal.addEventListener('abort', kill, { once: true });
  return () => {
    clearTimeout(timer);
    clearInterval(looks);
    signal.removeEventListener('abort', kill);
  };
}

function gather(streams: readonly Readable[]): () => { output: string; isCut: boolean } {
  const chunks: Buffer[] = [];
  let [bytes, isCut] = [0, false];
  for (const stream of streams) {
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      const left = keptBytes - bytes;
      if (chunk.length > left) isCut = true;
      if (left <= 0) return;
      chunks.push(chunk.subarray(0, left));
      bytes += Math.min(left, chunk.length);
    });
  }
  return () => ({ output: Buffer.concat(chunks).toString('utf8'), isCut });
}

async function discard(stream: Readable): Promise<void> {
  stream.on('error', () => undefined);
  stream.resume();
}
