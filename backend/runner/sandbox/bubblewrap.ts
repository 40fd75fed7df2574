import type { SandboxDriver, SandboxRequest, Wrapped } from '../runner.ts';
import { withInit, withLimits, withoutRights } from './init-shell.ts';
import { INSIDE_WORK_DIRECTORY, rootLayout, type Bind } from './root-layout.ts';
import { tryDriver } from './try-driver.ts';

/** Isolation by `bwrap`, where it is installed: the same root folder as `unshare`, built by a program made for nothing else. */
export const bubblewrap: SandboxDriver = {
  name: 'bubblewrap',
  isIsolated: true,
  description: 'Own processes, mounts, host name and IPC by bubblewrap; own user without rights; read-only system, temp folder of limited size; network is shared',
  unavailable: () => tryDriver(bubblewrap),
  wrap,
};

function wrap(request: SandboxRequest): Wrapped {
  const binds = rootLayout(request.readOnly, request.command);
  const disk = String(request.limits.diskBytes);
  const inner = withLimits(request.limits, request.limits.processes, withInit(request.protocol, INSIDE_WORK_DIRECTORY, request.command));
  return {
    command: [
      'bwrap', '--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts',
      ...(request.user === null ? ['--unshare-user', '--disable-userns'] : ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP']),
      ...folders(binds), ...binds.flatMap((bind) => ['--ro-bind', bind.path, bind.path]),
      '--proc', '/proc', '--dev', '/dev',
      '--size', disk, '--perms', '1777', '--tmpfs', INSIDE_WORK_DIRECTORY,
      '--size', disk, '--perms', '1777', '--tmpfs', '/dev/shm',
      '--remount-ro', '/', '--chdir', INSIDE_WORK_DIRECTORY, '--',
      ...(request.user === null ? inner : withoutRights(request.user, inner)),
    ],
    workDirectory: INSIDE_WORK_DIRECTORY,
    user: null,
    depth: 2,
  };
}

/** bwrap makes the folders on the way to what it shows, but closed to every user except its own. */
function folders(binds: readonly Bind[]): string[] {
  const made = new Set<string>();
  for (const { path } of binds) {
    const parts = path.split('/').slice(1, -1);
    parts.forEach((_, index) => made.add(`/${parts.slice(0, index + 1).join('/')}`));
  }
  const isShown = (folder: string): boolean => binds.some((bind) => folder === bind.path || folder.startsWith(`${bind.path}/`));
  return [...made].filter((folder) => !isShown(folder)).flatMap((folder) => ['--perms', '0755', '--dir', folder]);
}
