import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SandboxRequest, Wrapped } from '../runner.ts';

/**
 * A path of the host that a runner sees read-only, under the same name. `link` is set where it is a link to something else that is shown, as
 * `/bin` mostly is: a driver may make the same link, which is cheaper than a mount.
 */
export type Bind = { path: string; isFolder: boolean; link: string | null };

/**
 * What a runner sees as its root folder: the system's programs and what the script needs. Nothing else is there at all: no data folder, no
 * home, no other runner.
 */
export type RootLayout = Pick<Wrapped, 'workDirectory' | 'temporaryDirectory'> & {
  /** Shown first, parents before what lies in them, nothing twice. */
  early: Bind[];
  /** Folders within these that are covered by an empty one. */
  hidden: string[];
  /** Folders shown within what is covered, or below `/tmp`: after that is mounted. */
  late: Bind[];
};

/** Under which name a runner sees the folder that it shares, in its work folder. */
export const sharedName = 'shared';

/** Devices that programs expect. */
export const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

const SYSTEM = ['/usr', '/etc', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store', '/opt'];

/** Plans the root folder. Throws where something that is needed does not exist. */
export function planRoot(request: Pick<SandboxRequest, 'readOnly' | 'command' | 'hidden'>): RootLayout {
  const [program = ''] = request.command;
  const needed = [...request.readOnly]
    .sort((a, b) => a.length - b.length)
    .concat(program.startsWith('/') ? [program] : [])
    .map(existing);
  const isLate = (path: string): boolean => isBelow(path, '/tmp') || request.hidden.some((folder) => isBelow(path, folder));
  const early = bindsOf([...[...SYSTEM, ...nameService()].filter((path) => existsSync(path)), ...needed.filter((path) => !isLate(path))]);
  const late = bindsOf(needed.filter(isLate)).map((bind) => ({
    path: bind.isFolder ? bind.path : folderOf(bind.path, request.hidden),
    isFolder: true,
    link: null,
  }));
  return {
    early,
    hidden: request.hidden.filter((folder) => early.some((bind) => folder === bind.path || isBelow(folder, bind.path))),
    late,
    ...writable(late),
  };
}

/**
 * The work folder is `/tmp`, since scripts write there without being asked to. Where the code itself lies below `/tmp` (a data folder of a
 * trial or a test), it could not be emptied between jobs, so the work folder is another one and `/tmp` only a second place to write.
 */
function writable(late: readonly Bind[]): Pick<RootLayout, 'workDirectory' | 'temporaryDirectory'> {
  return late.some((bind) => isBelow(bind.path, '/tmp'))
    ? { workDirectory: '/job', temporaryDirectory: '/tmp' }
    : { workDirectory: '/tmp', temporaryDirectory: null };
}

/** A single file cannot be shown late, when the place for it can no longer be made; its folder can, unless that would show what is to be hidden. */
function folderOf(file: string, hidden: readonly string[]): string {
  const folder = dirname(file);
  if (folder === '/tmp' || hidden.some((path) => path === folder || isBelow(path, folder)))
    throw new Error(`the script needs ${file}, which lies in a folder that is hidden from scripts`);
  return folder;
}

function existing(path: string): string {
  if (!existsSync(path) || path.includes('\n')) throw new Error(`the script needs ${path}, which is not there`);
  return path.replace(/(?<=.)\/+$/, '');
}

/** Leaves out what is shown by another one. */
function bindsOf(paths: readonly string[]): Bind[] {
  const binds: Bind[] = [];
  for (const path of paths) {
    const isCovered = binds.some((bind) => path === bind.path || (bind.isFolder && isBelow(path, bind.path)));
    if (!isCovered) binds.push({ path, isFolder: statSync(path).isDirectory(), link: SYSTEM.includes(path) ? linkOf(path, binds) : null });
  }
  return binds;
}

function linkOf(path: string, binds: readonly Bind[]): string | null {
  if (!lstatSync(path).isSymbolicLink()) return null;
  const target = readlinkSync(path);
  const isShown = binds.some((bind) => bind.isFolder && isBelow(resolve(dirname(path), target), bind.path));
  return isShown ? target : null;
}

/** `/etc/resolv.conf` is often a link to a file under `/run`, which is not shown otherwise. */
function nameService(): string[] {
  try {
    const file = realpathSync('/etc/resolv.conf');
    return file.startsWith('/etc/') ? [] : [dirname(file)];
  } catch {
    return [];
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
