import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { searchPrefix, type PostgresAccount } from './embedded-postgres-account.ts';
import { isMissing, type PostgresLayout } from './embedded-postgres-files.ts';

const logLimitBytes = 5 * 1_048_576;

/** How a server is started. */
export type Launch = {
  layout: PostgresLayout;
  account: PostgresAccount;
  postgres: string;
  /** The server gets a SIGINT when this process dies, however it dies. Only for data that nobody needs. */
  endsWithParent: boolean;
};

/** Starts the server in a session of its own, so that the Ctrl-C of a terminal reaches Millrace and not the server beneath it. */
export function spawnServer({ layout, account, postgres, endsWithParent }: Launch): ChildProcess {
  const log = openLog(layout);
  const deathSignal =
    endsWithParent && process.platform === 'linux'
      ? ['setpriv', '--pdeathsig=INT', ...(account.uid === undefined ? [] : [`--reuid=${account.uid}`, `--regid=${account.uid}`, '--clear-groups']), '--']
      : [];
  const prefix = account.needsSearch ? searchPrefix(account) : deathSignal;
  const [command, ...words] = [...prefix, postgres, '-D', layout.data, '-c', `config_file=${layout.settings}`];
  try {
    return spawn(command as string, words, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment(),
      ...(account.uid === undefined || prefix.length > 0 ? {} : { uid: account.uid, gid: account.uid }),
    });
  } finally {
    closeSync(log);
  }
}

/** Runs a program of PostgreSQL to its end; gives its exit code and what it wrote. */
export async function runProgram(account: PostgresAccount, program: string, words: string[]): Promise<{ code: number; output: string }> {
  const [command, ...rest] = [...searchPrefix(account), program, ...words];
  const identity = account.uid === undefined || account.needsSearch ? {} : { uid: account.uid, gid: account.uid };
  const child = spawn(command as string, rest, { cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment(), ...identity });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(output).toString('utf8') }));
  });
}

/** None of Millrace's own environment: it holds the master key. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

function openLog(layout: PostgresLayout): number {
  if ((statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(layout.log, `${layout.log}.1`);
  return openSync(layout.log, 'a', 0o600);
}

/** What `postmaster.pid` of a cluster says. */
export type Postmaster = { pid: number; port: number; status: string };

/** Reads `postmaster.pid`; undefined when no server was left there. */
export function readPostmaster(layout: PostgresLayout): Postmaster | undefined {
  try {
    const lines = readFileSync(`${layout.data}/postmaster.pid`, 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The server that runs on this very cluster, whoever started it: a process with the same number that is something else does not count. */
export function findServer(layout: PostgresLayout): Postmaster | undefined {
  const postmaster = readPostmaster(layout);
  return postmaster !== undefined && isAlive(postmaster.pid) && isServerOf(layout, postmaster.pid) ? postmaster : undefined;
}

/** Waits for processes of a server whose head is gone: starting beside them would ruin the cluster. */
export async function outliveOrphans(layout: PostgresLayout, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (processesOf(layout).length > 0) {
    if (Date.now() > end) return false;
    await wait(50);
  }
  return true;
}

function processesOf(layout: PostgresLayout): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServerOf(layout, pid));
}

function isServerOf(layout: PostgresLayout, pid: number): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(layout.data);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(layout.data);
  } catch {
    return false;
  }
}

/** Whether a process exists, be it ours to signal or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  return process.platform === 'linux' && processStat(pid)?.[0] === 'Z';
}

/** Fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets. */
function processStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** When a process began: with its number it names the process for good, although numbers are used again. */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') return processStat(pid)?.[19];
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Ends a server: fast shutdown first, then the immediate one, which loses nothing either but makes the next start replay its log. */
export async function endServer(pid: number, fastLimitMs: number): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', fastLimitMs],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const end = Date.now() + limitMs;
    while (isAlive(pid) && Date.now() < end) await wait(20);
  }
}
