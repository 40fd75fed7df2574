import type { SandboxDriver, SandboxRequest, Wrapped } from '../runner.ts';
import { isRootThatMay } from '../capabilities.ts';
import { withInit } from './init-shell.ts';
import { findTool } from './try-driver.ts';
import { threadsOf } from '../process-tree.ts';

/**
 * No isolation by the kernel: an environment of its own, a process group, a work folder, the kernel's limits, and a user id of its own where
 * the worker is root. A script sees the machine's files as far as their permissions go. For machines that offer nothing better.
 */
export const none: SandboxDriver = {
  name: 'none',
  isIsolated: false,
  description: 'Not isolated: scripts run beside the worker with an environment and a work folder of their own, and see what file permissions let them see',
  unavailable: () => Promise.resolve(null),
  wrap,
};

function wrap(request: SandboxRequest): Wrapped {
  const hasTools = findTool('setpriv');
  const isStillRoot = request.user === null && isRootThatMay('setpcap');
  const dieWithParent = hasTools
    ? ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', ...(isStillRoot ? ['--bounding-set=-all', '--inh-caps=-all'] : []), '--']
    : [];
  const command = [...(hasTools ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []), ...request.command];
  return {
    command: [...dieWithParent, ...withInit({ ...request, command }, processLimit(request))],
    workDirectory: request.workDirectory,
    temporaryDirectory: null,
    user: request.user,
    depth: 0,
  };
}

/** The kernel counts the threads of a user, whoever started them: without a user of its own a runner needs the present ones on top. */
function processLimit(request: SandboxRequest): number {
  return request.user === null ? request.limits.processes + threadsOf(process.getuid?.() ?? 0) : request.limits.processes;
}
