import type { SandboxDriver, SandboxRequest, Wrapped } from '../runner.ts';
import { withInit, withoutRights } from './init-shell.ts';
import { planRoot, sharedName, type Bind } from './root-layout.ts';
import { tryDriver } from './try-driver.ts';

/** Isolation by `bwrap`, where it is installed: the same root folder as `unshare`, built by a program made for nothing else. */
export const bubblewrap: SandboxDriver = {
  name: 'bubblewrap',
  isIsolated: true,
  description:
    'Own processes, mounts, host name and IPC by bubblewrap; own user without rights; read-only system, temp folder of limited size; network is shared',
  unavailable: () => tryDriver(bubblewrap),
  wrap,
};

function wrap(request: SandboxRequest): Wrapped {
  const { early, hidden, late, workDirectory, temporaryDirectory } = planRoot(request);
  const disk = String(request.limits.diskBytes);
  const inner = withInit({ ...request, workDirectory });
  const writable = [workDirectory, ...(temporaryDirectory === null ? [] : [temporaryDirectory]), '/dev/shm'];
  return {
    command: [
      'bwrap',
      '--die-with-parent',
      '--unshare-pid',
      '--unshare-ipc',
      '--unshare-uts',
      ...(request.user === null ? ['--unshare-user', '--disable-userns'] : ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP']),
      ...show(early),
      ...hidden.flatMap((folder) => ['--size', '65536', '--perms', '0755', '--tmpfs', folder]),
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      ...writable.flatMap((folder) => ['--size', disk, '--perms', '1777', '--tmpfs', folder]),
      ...(request.sharedDirectory ? ['--bind', request.sharedDirectory, `${workDirectory}/${sharedName}`] : []),
      ...show(late),
      ...hidden.flatMap((folder) => ['--remount-ro', folder]),
      '--remount-ro',
      '/',
      '--chdir',
      workDirectory,
      '--',
      ...(request.user === null ? inner : withoutRights(request.user, inner)),
    ],
    workDirectory,
    temporaryDirectory,
    user: null,
    depth: 2,
  };
}

/** bwrap makes the folders on the way to what it shows, but closed to every user except its own. */
function show(binds: readonly Bind[]): string[] {
  const folders = new Set<string>();
  for (const { path } of binds)
    path
      .split('/')
      .slice(1, -1)
      .forEach((_, index, parts) => folders.add(`/${parts.slice(0, index + 1).join('/')}`));
  const isShown = (folder: string): boolean => folder === '/tmp' || binds.some((bind) => folder === bind.path || folder.startsWith(`${bind.path}/`));
  return [
    ...[...folders].filter((folder) => !isShown(folder)).flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    ...binds.flatMap((bind) => (bind.link === null ? ['--ro-bind', bind.path, bind.path] : ['--symlink', bind.link, bind.path])),
  ];
}
