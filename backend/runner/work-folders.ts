import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
/** So many blocks end below the user of the embedded database. */
const WORKERS = 17;
/** Where the workers of one machine agree on blocks of users, whatever their data folders. */
const MACHINE_DIRECTORY = '/run/millrace/users';
/** A folder without an owner's note is a worker that is just starting, unless it is older than this. */
const NOTE_MISSING_MS = 10_000;

/**
 * Hands out work folders below the data folder, one for each runner at a time, and with them numeric users, when the worker is root: the
 * kernel then keeps the files and counts the processes of runners apart. Workers claim blocks of folders within their data folder, and blocks of
 * users within the machine, each by making a folder, which succeeds for one of them only; the blocks of workers that are gone are cleared and
 * taken again.
 */
export class WorkFolders {
  private readonly free: WorkFolder[] = [];
  private next = 0;

  private constructor(private readonly root: string, private readonly users: Block | null) {}

  /** Claims a block below `<dataDirectory>/runners`, and one of users when this worker may become others. */
  static claim(dataDirectory: string): WorkFolders {
    const { directory } = claimBlock(join(dataDirectory, 'runners'));
    return new WorkFolders(directory, isRootThatMay('chown', 'kill', 'setgid', 'setuid') ? claimUsers(dataDirectory) : null);
  }

  acquire(): WorkFolder {
    const used = this.free.pop();
    if (used !== undefined) return used;
    const index = this.next;
    if (index >= USERS_PER_WORKER) throw new Error(`More than ${USERS_PER_WORKER} runners at once`);
    this.next += 1;
    const id = FIRST_USER + (this.users?.number ?? 0) * USERS_PER_WORKER + index;
    const folder = { index, directory: join(this.root, String(index)), user: this.users === null ? null : { uid: id, gid: id } };
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

  /** Gives the blocks back. */
  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
    if (this.users !== null) await rm(this.users.directory, { recursive: true, force: true });
  }
}

/** A number that one process has to itself for as long as it lives, and the folder that says so. */
type Block = { number: number; directory: string };

function claimBlock(parent: string): Block {
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  clearAbandoned(parent);
  for (let number = 0; number < WORKERS; number += 1) {
    const directory = join(parent, String(number));
    if (!tryMake(directory)) continue;
    chmodSync(directory, 0o711);
    writeFileSync(join(directory, 'owner.json'), JSON.stringify(me()));
    return { number, directory };
  }
  throw new Error(`${WORKERS} workers use the folder ${parent} already: end those that are not needed, or run this one on another machine.`);
}

/** A machine without a place for such notes is hardly shared by two installations. */
function claimUsers(dataDirectory: string): Block {
  try {
    return claimBlock(existsSync('/run') ? MACHINE_DIRECTORY : join(dataDirectory, 'users'));
  } catch (error) {
    if (isCode(error, 'EROFS') || isCode(error, 'EACCES')) return claimBlock(join(dataDirectory, 'users'));
    throw error;
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
