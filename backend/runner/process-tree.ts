import { closeSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';

/**
 * What `/proc` tells about processes. Reads are synchronous: they are served from memory by the kernel in microseconds, and a thread-pool
 * trip costs more. A process that is gone, and a system without `/proc`, read as nothing.
 */
export function childrenOf(processId: number): number[] {
  try {
    return readdirSync(`/proc/${processId}/task`).flatMap((thread) => numbers(readFileSync(`/proc/${processId}/task/${thread}/children`, 'latin1')));
  } catch {
    return [];
  }
}

/** The process and everything that descends from it. */
export function treeOf(processId: number): number[] {
  const tree = [processId];
  for (let index = 0; index < tree.length && tree.length < 5000; index += 1) tree.push(...childrenOf(tree[index]!));
  return tree;
}

/**
 * Memory that processes hold for themselves, in bytes. The resident size is cheap but counts the pages of programs once for each process
 * that uses them; only where that comes to more than `threshold` the exact figure is read.
 */
export function memoryOf(processIds: readonly number[], threshold: number): number {
  const resident = processIds.reduce((sum, processId) => sum + residentBytes(processId), 0);
  return resident <= threshold ? resident : processIds.reduce((sum, processId) => sum + ownBytes(processId), 0);
}

const PAGE = 4096;

function residentBytes(processId: number): number {
  return Number(read(`/proc/${processId}/statm`).split(' ')[1] ?? 0) * PAGE;
}

function ownBytes(processId: number): number {
  const status = read(`/proc/${processId}/status`);
  const kilobytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return (kilobytes('RssAnon') + kilobytes('RssShmem')) * 1024;
}

/** Processes that carry `needle` in the environment they were started with, or run as `uid`. Walks all of `/proc`: for the end of a runner, not for every job. */
export function findProcesses(matches: { uid: number } | { environment: string }): number[] {
  let all: string[];
  try {
    all = readdirSync('/proc');
  } catch {
    return [];
  }
  const test = 'uid' in matches
    ? (processId: number) => new RegExp(`^Uid:\\s+${matches.uid}\\s`, 'm').test(read(`/proc/${processId}/status`))
    : (processId: number) => read(`/proc/${processId}/environ`).includes(matches.environment);
  return all.map(Number).filter((processId) => processId > 1 && processId !== process.pid && test(processId));
}

/** Threads of all processes of a user: what `RLIMIT_NPROC` counts. */
export function threadsOf(uid: number): number {
  return findProcesses({ uid }).reduce((sum, processId) => sum + Number(/^Threads:\s+(\d+)/m.exec(read(`/proc/${processId}/status`))?.[1] ?? 1), 0);
}

/** When a process started, in ticks since boot: tells a process from a later one with the same number. `''` when it is gone. */
export function startOf(processId: number): string {
  const stat = read(`/proc/${processId}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/**
 * The children of a process's first thread, read again and again through a descriptor that is kept open: about 3 µs a look instead of 30.
 */
export class ChildrenWatch {
  private descriptor: number | null;
  private readonly buffer = Buffer.alloc(512);

  constructor(processId: number) {
    try {
      this.descriptor = openSync(`/proc/${processId}/task/${processId}/children`, 'r');
    } catch {
      this.descriptor = null;
    }
  }

  /** How many there are; 0 where it cannot be told. */
  count(): number {
    if (this.descriptor === null) return 0;
    try {
      const length = readSync(this.descriptor, this.buffer, 0, this.buffer.length, 0);
      return length === 0 ? 0 : numbers(this.buffer.toString('latin1', 0, length)).length;
    } catch {
      return 0;
    }
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}

function numbers(text: string): number[] {
  return text.trim() === '' ? [] : text.trim().split(' ').map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
