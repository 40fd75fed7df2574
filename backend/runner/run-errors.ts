import type { HarnessError } from './protocol.ts';
import type { Limits, RunError, RunOutcome } from './runner.ts';

/** What the outcomes say to people: what happened, why, what to do. */

export function timedOut(limits: Limits): RunOutcome {
  return {
    kind: 'timed_out',
    error: {
      code: 'job/timeout',
      name: 'Timeout',
      message: `The script ran longer than its time limit of ${seconds(limits.timeoutMs)} and was stopped. Raise the limit in its settings, or do less in one run.`,
    },
  };
}

export function outOfMemory(limits: Limits, where: Partial<HarnessError> = {}): RunOutcome {
  return {
    kind: 'out_of_memory',
    error: {
      ...where,
      code: 'job/out_of_memory',
      name: 'OutOfMemory',
      message: `The script used more than its ${size(limits.memoryBytes)} of memory and was stopped. Work in smaller pieces, or raise the worker's limit (MILLRACE_RUNNER_MEMORY_MB).`,
    },
  };
}

export function diskFull(limits: Limits): RunOutcome {
  return failed({
    code: 'job/disk_full',
    name: 'DiskFull',
    message: `The script filled its temporary folder of ${size(limits.diskBytes)}. Write less, or raise the worker's limit (MILLRACE_RUNNER_DISK_MB).`,
  });
}

export function resultTooLarge(limits: Limits): RunOutcome {
  return failed({
    code: 'job/result_too_large',
    name: 'ResultTooLarge',
    message: `The result is larger than ${size(limits.resultBytes)}. Return less, or write it to a file or a database and return where it is.`,
  });
}

export function resultInvalid(reason: string): RunOutcome {
  return failed({ code: 'job/result_invalid', name: 'ResultInvalid', message: `The result is not JSON: ${reason}` });
}

/** The worker could not start the process; not the script's doing. */
export function notStarted(reason: string): RunOutcome {
  return failed({ code: 'job/runner_start', name: 'RunnerStart', message: `The process for the script could not be started: ${reason}` });
}

/** An argument that cannot be handed to a program. */
export function argumentUnfit(name: string): RunOutcome {
  return failed({
    code: 'job/args_invalid',
    name: 'ArgumentError',
    message: `The argument "${name}" holds a NUL character, which no program argument can carry.`,
  });
}

/** The process is gone without a word. */
export function lost(exitCode: number): RunOutcome {
  const how =
    exitCode === 137 ? 'was killed (SIGKILL): by someone on the machine, or by the system because memory ran out' : `crashed (${signalName(exitCode)})`;
  return failed({ code: 'job/runner_lost', name: 'RunnerLost', message: `The process that ran the script ${how}.`, exit_code: exitCode });
}

/** The program ended with a code of its own. */
export function exited(exitCode: number, lastLine: string): RunOutcome {
  const said = lastLine === '' ? '' : `: ${lastLine}`;
  const hint = exitCode === 137 ? `${/[.!?]$/.test(said) ? '' : '.'} Code 137 stands for a process that was killed: often something that the script started ran out of memory.` : '';
  const line = Number(/^main\.\w+: line (\d+):/.exec(lastLine)?.[1] ?? 0);
  return failed({
    code: 'job/exit',
    name: 'Exit',
    message: `The script ended with exit code ${exitCode}${said}${hint}`,
    exit_code: exitCode,
    ...(line > 0 ? { line } : {}),
  });
}

/** The script ended its process before it gave a result. */
export function exitedEarly(exitCode: number, lastLine: string): RunOutcome {
  const said = lastLine === '' ? '' : ` It said last: ${lastLine}`;
  return failed({
    code: 'job/exit',
    name: 'Exit',
    message: `The script ended its process with exit code ${exitCode} before main returned. Return from main, or throw, instead.${said}`,
    exit_code: exitCode,
  });
}

/** An error that the script threw, or that the harness saw. */
export function fromHarness(error: HarnessError, limits: Limits): RunOutcome {
  const all = `${error.name} ${error.code ?? ''} ${error.message}`;
  if (isAboutMemory(all)) return outOfMemory(limits, error);
  if (isAboutDisk(all))
    return failed({ ...error, code: 'job/disk_full', message: `${error.message} (the temporary folder of a script holds ${size(limits.diskBytes)})` });
  return failed({ ...error, code: error.code?.includes('/') === true ? error.code : 'job/script_error' });
}

/** The end of a process that gave no result. 128 and above is a signal. */
export function fromExit(exitCode: number, said: { all: string; lastLine: string }, protocol: 'warm' | 'once', limits: Limits): RunOutcome {
  if (exitCode === 128 + 25 || isAboutDisk(said.all)) return diskFull(limits);
  if (isAboutMemory(said.all)) return outOfMemory(limits);
  if (protocol === 'once') return exited(exitCode, said.lastLine);
  return exitCode > 128 && exitCode < 160 ? lost(exitCode) : exitedEarly(exitCode, said.lastLine);
}

function failed(error: RunError): RunOutcome {
  return { kind: 'failed', error };
}

function isAboutDisk(text: string): boolean {
  return /ENOSPC|EDQUOT|EFBIG|No space left on device|File too large/.test(text);
}

function isAboutMemory(text: string): boolean {
  return /\bMemoryError\b|heap out of memory|Array buffer allocation failed|(?:Cannot|Failed to) allocate memory|[Oo]ut of memory/.test(text);
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${ms / 1000} s` : `${Math.round(ms / 1000)} s`;
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} KB`;
}

function signalName(exitCode: number): string {
  const names: Record<number, string> = {
    129: 'SIGHUP',
    130: 'SIGINT',
    132: 'SIGILL',
    133: 'SIGTRAP',
    134: 'SIGABRT',
    135: 'SIGBUS',
    136: 'SIGFPE',
    139: 'SIGSEGV',
    141: 'SIGPIPE',
    143: 'SIGTERM',
  };
  return names[exitCode] ?? `signal ${exitCode - 128}`;
}
