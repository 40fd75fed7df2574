import { execFileSync } from 'node:child_process';

/** One process, as `ps` tells. */
export type ProcessEntry = { pid: number; parent: number; command: string };

/** All processes of this machine that are not dead already. */
export function allProcesses(): ProcessEntry[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    return found === null || found[3]?.startsWith('Z') ? [] : [{ pid: Number(found[1]), parent: Number(found[2]), command: found[4] ?? '' }];
  });
}

/** A process with everything that it has started and that they have started, sessions and groups notwithstanding. */
export function processTree(pid: number): ProcessEntry[] {
  const all = allProcesses();
  const tree = all.filter((entry) => entry.pid === pid);
  for (const member of tree) tree.push(...all.filter((entry) => entry.parent === member.pid));
  return tree;
}

/** Those of a snapshot that still run; a number that was given to another command since then does not count. */
export function stillRunning(snapshot: readonly ProcessEntry[]): ProcessEntry[] {
  const now = new Map(allProcesses().map((entry) => [entry.pid, entry.command]));
  return snapshot.filter((entry) => now.get(entry.pid) === entry.command);
}
