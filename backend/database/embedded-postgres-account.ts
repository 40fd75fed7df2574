import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../common/startup-error.ts';
import type { PostgresLayout } from './embedded-postgres-files.ts';

/**
 * Under which account the server runs. PostgreSQL refuses root; when Millrace runs as root the server gets a numeric
 * user of its own that exists in no password file and that nothing else uses, not even the sandboxes of jobs.
 */
export type PostgresAccount = {
  /** Undefined: the user who runs Millrace. */
  uid: number | undefined;
  /** Whether the server needs the right to read past closed folders above it. */
  needsSearch: boolean;
};

const firstOwnUid = 54_400;

/** Chooses the account: the owner of the cluster when there is one, so that a data folder can be moved and kept. */
export function chooseAccount(layout: PostgresLayout, programs: string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return { uid: undefined, needsSearch: false };
  const owner = statSync(layout.data, { throwIfNoEntry: false })?.uid ?? 0;
  const uid = owner === 0 ? freeUid(namedUids()) : owner;
  const closed = [layout.root, ...programs.map((program) => dirname(program))].map((path) => closedFolderAbove(path, uid)).find((path) => path !== undefined);
  if (closed !== undefined) assertCanSearch(closed, uid);
  return { uid, needsSearch: closed !== undefined };
}

/** An account that exists, for `initdb`, which insists on a name. What it makes is handed to the real one at once. */
export function accountWithName(account: PostgresAccount): PostgresAccount {
  if (account.uid === undefined) return account;
  const named = namedUids();
  if (named.has(account.uid)) return account;
  const nobody = 65_534;
  const uid = named.has(nobody) ? nobody : [...named].find((candidate) => candidate !== 0);
  if (uid === undefined) throw new StartupError('PostgreSQL refuses to run as root, and /etc/passwd lists no other user. Run Millrace as an ordinary user, or set DATABASE_URL.');
  return { ...account, uid };
}

/** Lets the server's user through Millrace's own folders; folders above them are not ours to open. */
export async function openOwnFolders(layout: PostgresLayout): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const folder of [dirname(layout.root), layout.root]) {
    const { mode, uid } = statSync(folder);
    if (uid === 0 && (mode & 0o001) === 0) await chmod(folder, (mode & 0o777) | 0o011);
  }
}

/** The words of a command line that runs under the account, without those that `uid` of the process options covers. */
export function searchPrefix(account: PostgresAccount): string[] {
  if (!account.needsSearch) return [];
  return ['setpriv', `--reuid=${account.uid}`, `--regid=${account.uid}`, '--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--'];
}

function namedUids(): Set<number> {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n').filter((line) => line !== '');
  return new Set(lines.map((line) => Number(line.split(':')[2])));
}

function freeUid(named: Set<number>): number {
  let uid = firstOwnUid;
  while (named.has(uid)) uid += 1;
  return uid;
}

/** The nearest folder above (or at) a path that a user may not enter. */
export function closedFolderAbove(path: string, uid: number): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined && (found.mode & (found.uid === uid ? 0o100 : 0o001)) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * A folder such as /root is closed to every other user. The server may then read (never write) past such permissions,
 * where the machine allows to hand that right on; otherwise there is nothing to do but to say so.
 */
function assertCanSearch(closed: string, uid: number): void {
  const [command, ...words] = searchPrefix({ uid, needsSearch: true });
  if (spawnSync(command as string, [...words, 'ls', closed], { stdio: 'ignore' }).status === 0) return;
  throw new StartupError(
    `PostgreSQL refuses to run as root, and the user under which it would run cannot enter ${closed}. ` +
      `Open that folder (chmod o+x ${closed}), move Millrace to a folder that others can enter, run it as an ordinary user, or set DATABASE_URL.`,
  );
}
