import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRootThatMay } from './capabilities.ts';
import { startOf } from './process-tree.ts';
import type { UnixUser } from './runner.ts';

/** A place for one runner: a folder, and the user that it runs as. */
export type WorkFolder = { index: number; directory: string; user: UnixUser | null };

const FIRST_USER = 20_000;
const USERS_PER_WORKER = 2_000;
const WORKERS = 20;
/** A folder without an owner's note is a worker that is just starting, unless it is older than this. */
const NOTE_MISSING_MS = 10_000;

/**
 * Hands out work folders below the data folder, one for each runner at a time, and with them numeric users, when the worker is root: the
 * kernel then keeps the files and counts the processes of runners apart. Workers that share a data folder claim blocks of numbers by making
 * a folder, which succeeds for one of them only; the blocks of workers that are gone are cleared and taken again.
 */
export class WorkFolders {
  private readonly free: WorkFolder[] = [];
  private next = 0;

  private constructor(private readonly root: string, private readonly block: number, private readonly hasUsers: boolean) {}

  /** Claims a block below `<dataDirectory>/runners`. */
  static claim(dataDirectory: string): WorkFolders {
    const parent = join(dataDirectory, 'runners');
    mkdirSync(parent, { recursive: true, mode: 0o711 });
    clearAbandoned(parent);
    for (let block = 0; block < WORKERS; block += 1) {
      const root = join(parent, String(block));
      if (!tryMake(root)) continue;
      chmodSync(root, 0o711);
      writeFileSync(join(root, 'owner.json'), JSON.stringify(me()));
      return new WorkFolders(root, block, isRootThatMay('chown', 'kill', 'setgid', 'setuid'));
    }
    throw new Error(`${WORKERS} workers use the folder ${parent} already: give this one a data folder of its own (MILLRACE_DATA_DIR).`);
  }

  acquire(): WorkFolder {
    const used = this.free.pop();
    if (used !== undefined) return used;
    const index = this.next;
    if (index >= USERS_PER_WORKER) throw new Error(`More than ${USERS_PER_WORKER} runners at once`);
    this.next += 1;
    const id = FIRST_USER + this.block * USERS_PER_WORKER + index;
    const folder = { index, directory: join(this.root, String(index)), user: this.hasUsers ? { uid: id, gid: id } : null };
    prepare(folder);
    return folder;
  }

  /** Takes a folder back once nothing runs in it any more. */
  async release(folder: WorkFolder): Promise<void> {
    if (readdirSync(folder.directory).length > 0) {
      await rm(folder.directory, { recursive: true, force: true });
      prepare(folder);
    }
    this.free.push(folder);
  }

  /** Gives the block back. */
  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

function prepare(folder: WorkFolder): void {
  mkdirSync(folder.directory, { mode: 0o700 });
  if (folder.user !== null) chownSync(folder.directory, folder.user.uid, folder.user.gid);
}

type Owner = { host: string; processId: number; start: string };

function me(): Owner {
  return { host: machine(), processId: process.pid, start: startOf(process.pid) };
}

/** Process numbers mean something only on one machine, in one container. */
function machine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function clearAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const root = join(parent, name);
    if (isAbandoned(root)) rmSync(root, { recursive: true, force: true });
  }
}

function isAbandoned(root: string): boolean {
  try {
    const owner = JSON.parse(readFileSync(join(root, 'owner.json'), 'utf8')) as Owner;
    if (owner.host !== machine()) return false;
    process.kill(owner.processId, 0);
    return startOf(owner.processId) !== owner.start;
  } catch (error) {
    if (isCode(error, 'ESRCH')) return true;
    return isCode(error, 'ENOENT') && Date.now() - statSync(root).mtimeMs > NOTE_MISSING_MS;
  }
}

function tryMake(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
