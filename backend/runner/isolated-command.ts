import { realpathSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { IsolatedCommand, IsolatedEnding } from '../languages/language.ts';
import type { Limits } from './runner.ts';
import { SandboxedProcess } from './sandboxed-process.ts';
import { chooseSandbox, type SandboxSetting } from './sandbox/sandboxes.ts';
import { WorkFolders } from './work-folders.ts';

/** Where isolated commands run, and within which limits. */
export type IsolationSettings = {
  sandbox: SandboxSetting;
  dataDirectory: string;
  limits: Pick<Limits, 'memoryBytes' | 'diskBytes' | 'processes'>;
  signal: AbortSignal;
};

const lookEveryMs = 500;
/** What it says is kept for an error; what it gives is a lock, or a package. */
const mostOutputBytes = 64 * 1024;
const mostGivenBytes = 256 * 1024 * 1024;

/**
 * Runs one shell script in a sandbox of its own, which is gone afterwards with all that it wrote. Made for what package managers run of strangers; it is
 * rare, so that nothing is kept ready for it. Rejects where this machine isolates nothing.
 */
export async function runIsolated({ sandbox, dataDirectory, limits, signal }: IsolationSettings, command: IsolatedCommand): Promise<IsolatedEnding> {
  const { driver } = await chooseSandbox(sandbox);
  if (!driver.isIsolated) throw new Error('this worker has no sandbox to run it in');
  const place = realpathSync(dataDirectory);
  const folders = WorkFolders.claim(place);
  const folder = folders.acquire();
  try {
    const launch = {
      command: ['/bin/sh', '-c', command.script, 'sh', ...command.args],
      environment: command.environment,
      readOnly: command.readOnly,
      protocol: 'warm' as const,
    };
    const wholeLimits = { ...limits, timeoutMs: command.timeoutMs, graceMs: 0, resultBytes: 0 };
    const process = new SandboxedProcess({ driver, launch, folder, limits: wholeLimits, environment: {}, hidden: [place] });
    const output = gather([process.stdout, process.stderr], mostOutputBytes);
    const given = gather([process.fromRunner], mostGivenBytes);
    const stopWatching = watch(process, wholeLimits, signal);
    await process.writeBytes(Buffer.from(command.input));
    process.closeInput();
    const { exitCode } = await process.ended;
    stopWatching();
    signal.throwIfAborted();
    if (process.startProblem !== null) throw new Error(`its sandbox could not be started: ${process.startProblem}`);
    return { exitCode, output: output().toString('utf8'), given: given() };
  } finally {
    await folders.close();
  }
}

function watch(process: SandboxedProcess, { timeoutMs, memoryBytes }: Limits, signal: AbortSignal): () => void {
  const kill = (): void => process.kill();
  const timer = setTimeout(kill, timeoutMs);
  const looks = setInterval(() => process.measureMemory(memoryBytes) > memoryBytes && kill(), lookEveryMs);
  signal.addEventListener('abort', kill, { once: true });
  return () => {
    clearTimeout(timer);
    clearInterval(looks);
    signal.removeEventListener('abort', kill);
  };
}

function gather(streams: readonly Readable[], mostBytes: number): () => Buffer {
  const chunks: Buffer[] = [];
  let left = mostBytes;
  for (const stream of streams) {
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      if (left > 0) chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
    });
  }
  return () => Buffer.concat(chunks);
}
