import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Launch } from '../languages/language.ts';
import type { RunRequest } from './runner.ts';
import type { WarmRunner } from './warm-runner.ts';
import type { WorkFolder } from './work-folders.ts';

/** So many are kept for each way to start: one for the next job, and one while that is replaced. */
const KEPT = 2;
/** They are replaced a moment after a job, so that its report and the next one do not wait for the start of a process. */
const REPLACE_AFTER_MS = 5;

type Blank = { runner: WarmRunner; codeFolder: string; timer: NodeJS.Timeout };

/** What {@link BlankRunners} needs of the pool. */
export type BlankRunnerParts = {
  idleMs: number;
  /** Starts a runner without a key, for `request` with another launch. */
  start(request: RunRequest, launchIn: (folder: WorkFolder) => Launch): WarmRunner;
  onProblem(error: unknown): void;
};

/**
 * Runners that are up before anybody knows for which version and whom: the sandbox is built and the interpreter runs, but its code folder is
 * empty and it has no identity. The first job that fits takes one: the files of its version are put into the folder, and from then on
 * the runner belongs to that version and that identity like any other. Nothing of a script was ever in it before.
 *
 * The folder is the worker's and read-only for the runner; files come in as further names of the same content, in microseconds.
 */
export class BlankRunners {
  private readonly blanks = new Map<string, Blank[]>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private isClosed = false;

  constructor(private readonly parts: BlankRunnerParts) {}

  get size(): number {
    return [...this.blanks.values()].reduce((sum, kept) => sum + kept.length, 0);
  }

  /** A runner that now belongs to the request, maybe still starting; `null` where there is none. */
  take(request: RunRequest): WarmRunner | null {
    const shape = shapeOf(request);
    const blank = shape === null ? undefined : this.blanks.get(shape)?.shift();
    if (blank === undefined) return null;
    clearTimeout(blank.timer);
    try {
      fill(blank.codeFolder, request.launch.codeFolder ?? '');
    } catch (error) {
      this.parts.onProblem(error);
      blank.runner.retire();
      return null;
    }
    blank.runner.bind(request.key, request.isolation);
    return blank.runner;
  }

  /** After a job that needed a new process: there will be one for the next. */
  replaceLater(request: RunRequest): void {
    const shape = shapeOf(request);
    if (shape === null || this.isClosed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.replace(shape, request);
    }, REPLACE_AFTER_MS).unref();
    this.timers.add(timer);
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const blank of [...this.blanks.values()].flat()) blank.runner.retire();
  }

  /** One that ended, or is about to, is not given to anybody. */
  forget(runner: WarmRunner): void {
    for (const [shape, kept] of this.blanks) {
      const place = kept.findIndex((blank) => blank.runner === runner);
      if (place < 0) continue;
      clearTimeout(kept[place]?.timer);
      kept.splice(place, 1);
      if (kept.length === 0) this.blanks.delete(shape);
    }
  }

  private replace(shape: string, request: RunRequest): void {
    try {
      while (!this.isClosed && (this.blanks.get(shape)?.length ?? 0) < KEPT) this.start(shape, request);
    } catch (error) {
      this.parts.onProblem(error);
    }
  }

  private start(shape: string, request: RunRequest): void {
    let codeFolder = '';
    const runner = this.parts.start(request, (folder) => {
      codeFolder = emptyCodeFolder(folder);
      return launchOf(request.launch, codeFolder);
    });
    const timer = setTimeout(() => runner.retire(), this.parts.idleMs).unref();
    this.blanks.set(shape, [...(this.blanks.get(shape) ?? []), { runner, codeFolder, timer }]);
  }
}

/** What a process that runs this request is started with, but for the code; `null` where the code takes part in the start. */
function shapeOf({ launch, limits }: RunRequest): string | null {
  const { codeFolder, command, environment, readOnly } = launch;
  if (codeFolder === undefined || command.at(-1) !== codeFolder) return null;
  const { memoryBytes, diskBytes, processes } = limits;
  return JSON.stringify([command.slice(0, -1), environment, readOnly.filter((path) => path !== codeFolder), memoryBytes, diskBytes, processes]);
}

function launchOf(launch: Launch, codeFolder: string): Launch {
  const other = (path: string): string => (path === launch.codeFolder ? codeFolder : path);
  return { ...launch, codeFolder, command: launch.command.map(other), readOnly: launch.readOnly.map(other) };
}

/** Beside the work folder, where the runner cannot write. The last runner of this place has ended. */
function emptyCodeFolder({ directory, index }: WorkFolder): string {
  const codeFolder = join(dirname(directory), 'code', String(index));
  rmSync(codeFolder, { recursive: true, force: true });
  mkdirSync(codeFolder, { recursive: true, mode: 0o755 });
  return codeFolder;
}

function fill(folder: string, from: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(folder, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(target, { mode: 0o755 });
      fill(target, source);
    } else if (entry.isFile()) linkOrCopy(source, target);
    else throw new Error(`${source} is no ordinary file`);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or one without links.
    copyFileSync(source, target);
  }
}
