import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A path of the host that a runner sees read-only, under the same name. */
export type Bind = { path: string; isFolder: boolean };

/** The folder in which a program may write, under every isolating driver: scripts write to `/tmp` without being asked to. */
export const INSIDE_WORK_DIRECTORY = '/tmp';

/** Devices that programs expect. */
export const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

const SYSTEM = ['/usr', '/etc', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store', '/opt'];

/**
 * What a runner sees as its root folder: the system's programs and what the script needs. Nothing else is there at all: no data folder, no
 * home, no other runner. Parents come before what lies in them, and nothing is listed twice. Throws where something needed does not exist.
 */
export function rootLayout(readOnly: readonly string[], command: readonly string[]): Bind[] {
  const binds: Bind[] = [];
  for (const path of [...SYSTEM, ...nameService()]) if (existsSync(path)) add(binds, path);
  const program = command[0]?.startsWith('/') === true ? [command[0]] : [];
  for (const path of [...readOnly].sort((a, b) => a.length - b.length).concat(program)) {
    if (!existsSync(path) || path.includes('\n')) throw new Error(`the script needs ${path}, which is not there`);
    add(binds, path.replace(/(?<=.)\/+$/, ''));
  }
  return binds;
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

function add(binds: Bind[], path: string): void {
  const isCovered = binds.some((bind) => path === bind.path || (bind.isFolder && path.startsWith(`${bind.path}/`)));
  if (!isCovered) binds.push({ path, isFolder: statSync(path).isDirectory() });
}
