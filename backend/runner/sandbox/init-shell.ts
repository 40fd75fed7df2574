import type { SandboxRequest } from '../runner.ts';

/**
 * The first unprivileged process of every runner, the same under all drivers: a POSIX shell that starts the program and waits for it. It
 *
 * - collects orphans, as the first process of a pid namespace must, and by its end takes the whole namespace with it;
 * - empties the work folder on SIGUSR1 and answers `emptied` on descriptor 4: as the runner's own user and inside of its mounts, so a
 *   link that a script leaves there leads nowhere that the script could not have gone itself (a worker that is root must never delete
 *   in a folder that a script can rearrange meanwhile);
 * - hands over the result of a `once` program, which is gone with the mounts when this shell ends: `J` and the text of `result.json`, or
 *   `T` and the text of `result.out`, on descriptor 4.
 *
 * What a shell says of the death of its child ("Terminated") is dropped: the log is the script's.
 *
 * SIGTERM goes to the whole process group: the program decides, the shell only waits. Everything that varies comes in as an argument.
 *
 * It also sets the kernel's limits, by what is built into every shell: a program for that would cost each start a millisecond. `-u` is how bash
 * counts processes, `-p` how dash and busybox do.
 */
const INIT = `
ulimit -f "$1" && ulimit -d "$2" && ulimit -c 0 && ulimit -n 4096 && { ulimit -u "$3" || ulimit -p "$3"; } 2>/dev/null || exit 126
shift 3
mode=$1 work=$2; shift 2
cd -- "$work" || exit 126
unset OLDPWD
empty() {
  rm -rf -- ./* ./.[!.]* ./..?*
  printf '{"type":"emptied"}\\n' >&4
}
trap : TERM INT HUP
if [ "$mode" = once ]; then
  "$@" 3<&- 4>&- &
else
  trap empty USR1
  "$@" &
fi
child=$!
while :; do
  { wait "$child"; } 2>/dev/null
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
if [ "$mode" = once ] && [ "$code" = 0 ]; then
  if [ -f result.json ]; then printf J; cat result.json; elif [ -f result.out ]; then printf T; cat result.out; fi >&4
fi
exit "$code"
`;

/** What a runner is started with, as far as the init shell is concerned. */
type InitRequest = Pick<SandboxRequest, 'protocol' | 'limits' | 'command'> & { workDirectory: string };

/**
 * The command that runs `command` below the init shell in `workDirectory`, under the kernel's own limits. That of `data` is the second line
 * behind the watch over memory: a single process that takes much faster than that looks. It has room above the limit, since it counts reserved
 * pages that are never touched.
 */
export function withInit({ protocol, limits, command, workDirectory }: InitRequest, processes = limits.processes): string[] {
  const room = 512 * 1024 * 1024;
  const numbers = [limits.diskBytes / 512, (limits.memoryBytes + room) / 1024, processes].map((number) => String(Math.floor(number)));
  return ['/bin/sh', '-c', INIT, 'init', ...numbers, protocol, workDirectory, ...command];
}

/**
 * Gives up every right for good: no capability, none to be had by starting a set-uid program. A change of user makes the kernel forget that
 * a process is to end with its parent, so that is asked for again.
 */
export function withoutRights(user: SandboxRequest['user'], command: readonly string[]): string[] {
  const identity = user === null ? [] : ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  return ['setpriv', ...identity, '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--pdeathsig', 'KILL', '--', ...command];
}
