import { lchownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProcesses } from './process-tree.ts';
import type { WorkFolder, WorkFolders } from './work-folders.ts';

type Shared = { folder: WorkFolder; seen: WorkFolder; runners: number; isOver: boolean };

/**
 * Folders that several runners see as `shared` in their work folder, one after the other or at once: those of the steps of one flow that asks for it.
 * All of them run as the user of the folder, so that what one writes the next may change. A folder goes when it is told to and
 * nothing runs that could still write to it: the worker never deletes where a script can rearrange things meanwhile.
 */
export class SharedFolders {
  private readonly shared = new Map<string, Shared>();

  constructor(
    private readonly folders: WorkFolders,
    private readonly isIsolated: boolean,
  ) {}

  /** Whose folders are there. */
  get names(): string[] {
    return [...this.shared.keys()];
  }

  /** The folder of this name for one more runner; made for the first. */
  enter(name: string): WorkFolder {
    const found = this.shared.get(name) ?? this.make();
    this.shared.set(name, found);
    found.runners += 1;
    return found.seen;
  }

  /** A runner has ended, with all that it started. */
  async leave(name: string): Promise<void> {
    const found = this.shared.get(name);
    if (found === undefined) return;
    found.runners -= 1;
    if (found.isOver) await this.remove(name, found);
  }

  /** No further runner will ask for this folder. */
  async end(name: string): Promise<void> {
    const found = this.shared.get(name);
    if (found === undefined) return;
    found.isOver = true;
    await this.remove(name, found);
  }

  private make(): Shared {
    const folder = this.folders.acquire();
    return { folder, seen: { ...folder }, runners: 0, isOver: false };
  }

  private async remove(name: string, { folder, runners }: Shared): Promise<void> {
    if (runners > 0) return;
    this.shared.delete(name);
    if (!this.isIsolated && folder.user !== null) this.sweep(folder.user.uid);
    await this.folders.release(folder);
  }

  /** Without a namespace something may have left its runner; by its user it is found. */
  private sweep(uid: number): void {
    for (const processId of findProcesses({ uid })) {
      try {
        process.kill(processId, 'SIGKILL');
      } catch {
        // It is gone, which is what was wanted.
      }
    }
  }
}

/**
 * Without mounts of its own a runner may have to stay who the worker is (see `SandboxedProcess`), and root without rights gets into no folder of another
 * user: then the folder and all that use it from now on are the worker's. On such a machine nothing keeps scripts from it anyway.
 */
export function takeAsWorker(shared: WorkFolder): void {
  if (shared.user === null) return;
  shared.user = null;
  const entries = readdirSync(shared.directory, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of entries) lchownSync(join(parentPath, name), 0, 0);
  lchownSync(shared.directory, 0, 0);
}
