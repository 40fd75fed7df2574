import { dirname } from 'node:path';
import type { SandboxDriver, SandboxRequest, Wrapped } from '../runner.ts';
import { withInit, withoutRights } from './init-shell.ts';
import { DEVICES, planRoot, sharedName, type RootLayout } from './root-layout.ts';
import { tryDriver } from './try-driver.ts';

/**
 * Builds the runner's root folder in a mount namespace of its own and makes it the root. Runs with rights (those of root, or of root in a
 * user namespace), before anything of the script. All that varies comes in as arguments: `fstab` text, so that one process does all mounts,
 * and lists of folders and files by lines. The text
 * lies where a mount of its own covers it. The old root is detached, not covered: there is no way back to it.
 */
const SETUP = `
set -ef
root=$1 fstab=$2 folders=$3 files=$4; shift 4
umask 022
mount -t tmpfs -o mode=755,size=4m,nosuid runner "$root"
cd -- "$root"
IFS='
'
mkdir -p -- $folders
for file in $files; do : > "$file"; done
cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr dev/
printf '%s' "$fstab" > tmp/fstab
mount -a -T tmp/fstab
mount -o remount,bind,ro,nosuid "$root"
pivot_root . .
umount -l .
cd /
exec "$@"
`;

/**
 * Isolation with nothing but util-linux: namespaces by `unshare`, rights by `setpriv`. As root every runner gets a
 * user id of its own; as an ordinary user the namespaces hang below a user namespace, where the kernel allows those.
 */
export const unshare: SandboxDriver = {
  name: 'unshare',
  isIsolated: true,
  description: 'Own processes, mounts and IPC by namespaces; own user without rights; read-only system, temp folder of limited size; network is shared',
  unavailable: () => tryDriver(unshare),
  wrap,
};

function wrap(request: SandboxRequest): Wrapped {
  const isRoot = request.user !== null;
  const layout = planRoot(request);
  const inner = withInit({ ...request, workDirectory: layout.workDirectory });
  return {
    command: [
      'setpriv',
      '--pdeathsig',
      'KILL',
      '--',
      'unshare',
      ...(isRoot ? [] : ['--user', '--map-root-user']),
      '--fork',
      '--kill-child=KILL',
      '--pid',
      '--mount',
      '--ipc',
      '--',
      '/bin/sh',
      '-c',
      SETUP,
      'setup',
      ...rootArguments(request, layout),
      ...withoutRights(request.user, inner),
    ],
    workDirectory: layout.workDirectory,
    temporaryDirectory: layout.temporaryDirectory,
    user: null,
    depth: 1,
  };
}

function rootArguments(request: SandboxRequest, { early, hidden, late, workDirectory, temporaryDirectory }: RootLayout): string[] {
  const root = request.workDirectory;
  const owner = request.user ?? { uid: 0, gid: 0 };
  const own = `mode=700,uid=${owner.uid},gid=${owner.gid},size=${request.limits.diskBytes},nosuid,nodev`;
  const mounts = [
    ...early.map((bind) => mount(bind.path, root + bind.path, 'none', READ_ONLY)),
    ...DEVICES.map((device) => mount(`/dev/${device}`, `${root}/dev/${device}`, 'none', 'bind')),
    mount('proc', `${root}/proc`, 'proc', 'nosuid,nodev,noexec'),
    mount('work', root + workDirectory, 'tmpfs', own),
    mount(root + workDirectory, `${root}/dev/shm`, 'none', 'bind'),
    ...(temporaryDirectory === null ? [] : [mount('work', root + temporaryDirectory, 'tmpfs', own)]),
    ...hidden.map((folder) => mount('hidden', root + folder, 'tmpfs', 'mode=755,size=64k,nosuid,nodev')),
    ...(request.sharedDirectory
      ? [mount(request.sharedDirectory, `${root}${workDirectory}/${sharedName}`, 'none', 'bind,nosuid,nodev,X-mount.mkdir')]
      : []),
    ...late.map((bind) => mount(bind.path, root + bind.path, 'none', `${READ_ONLY},X-mount.mkdir`)),
  ];
  const folders = early.map((bind) => `.${bind.isFolder ? bind.path : dirname(bind.path)}`);
  const files = [...early.filter((bind) => !bind.isFolder).map((bind) => `.${bind.path}`), ...DEVICES.map((device) => `./dev/${device}`)];
  return [root, mounts.join(''), [...folders, './dev/shm', './proc', './tmp', `.${workDirectory}`].join('\n'), files.join('\n')];
}

const READ_ONLY = 'rbind,ro,nosuid,nodev';

function mount(source: string, target: string, type: string, options: string): string {
  return `${escape(source)} ${escape(target)} ${type} ${options} 0 0\n`;
}

/** As `fstab` wants blanks and backslashes in paths. */
function escape(path: string): string {
  return path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
