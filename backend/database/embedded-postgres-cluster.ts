import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../common/startup-error.ts';
import { accountWithName, type PostgresAccount } from './embedded-postgres-account.ts';
import type { PostgresBinaries } from './embedded-postgres-binaries.ts';
import { isMissing, newCredentials, writePrivately, type PostgresLayout } from './embedded-postgres-files.ts';
import { runProgram } from './embedded-postgres-process.ts';

/** The version whose cluster format the shipped programs read. */
const majorVersion = '18';
const neededForNewClusterBytes = 300 * 1_048_576;

/** Whether there is a cluster that this version can open; one that it cannot is a {@link StartupError}. */
export async function hasCluster(layout: PostgresLayout): Promise<boolean> {
  if (!existsSync(layout.data) || (await readdir(layout.data)).length === 0) return false;
  const found = (await readVersion(layout))?.trim();
  if (found === undefined) {
    throw new StartupError(
      `The database folder ${layout.data} is broken: it has files in it, but not the file PG_VERSION of a PostgreSQL cluster. ` +
        'Put the folder back from a backup, or move it away to start with an empty database.',
    );
  }
  if (found !== majorVersion) {
    throw new StartupError(
      `The database in ${layout.data} was made by PostgreSQL ${found}; this Millrace brings PostgreSQL ${majorVersion}, which cannot open it. ` +
        `Export it with the Millrace that made it (or with pg_dump ${found}), move the folder away, start again and import it; or run that PostgreSQL yourself and set DATABASE_URL.`,
    );
  }
  return true;
}

async function readVersion(layout: PostgresLayout): Promise<string | undefined> {
  try {
    return await readFile(join(layout.data, 'PG_VERSION'), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new StartupError(`The database folder ${layout.data} cannot be read: ${(error as Error).message}. Run Millrace as the user who made it.`, { cause: error });
  }
}

/** What {@link createCluster} needs. */
export type ClusterRequest = { layout: PostgresLayout; account: PostgresAccount; binaries: PostgresBinaries; isDurable: boolean };

/**
 * Makes the cluster and its passwords. It is made aside and renamed when it is whole: a break in the middle leaves nothing
 * that a later start would take for a database. Text sorts by code point, the same on every machine and for ever.
 */
export async function createCluster({ layout, account, binaries, isDurable }: ClusterRequest): Promise<void> {
  await assertSpace(layout);
  const maker = accountWithName(account);
  const credentials = newCredentials();
  const passwordFile = join(layout.root, `password.${process.pid}`);
  await rm(layout.unfinished, { recursive: true, force: true });
  await mkdir(layout.unfinished, { mode: 0o700 });
  try {
    await writeFile(passwordFile, `${credentials.superuserPassword}\n`, { mode: 0o600 });
    if (maker.uid !== undefined) for (const path of [layout.unfinished, passwordFile]) await chown(path, maker.uid, maker.uid);
    const { code, output } = await runProgram(maker, binaries.initdb, [
      `--pgdata=${layout.unfinished}`, `--pwfile=${passwordFile}`, '--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', ...(isDurable ? [] : ['--no-sync']),
    ]);
    if (code !== 0) throw new StartupError(`The database could not be made in ${layout.data}. PostgreSQL says: ${lastWords(output)}. ${adviceFor(output)}`);
    if (account.uid !== undefined && account.uid !== maker.uid) giveTo(account.uid, layout.unfinished);
    await chmod(layout.unfinished, 0o700);
    await writePrivately(layout.credentials, credentials);
    await rm(layout.data, { recursive: true, force: true });
    await rename(layout.unfinished, layout.data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A cluster that root has put back from a backup belongs to root: it is given to the account under which the server runs. */
export function adoptFiles(layout: PostgresLayout, account: PostgresAccount): void {
  if (account.uid === undefined || statSync(layout.data).uid !== 0) return;
  giveTo(account.uid, layout.data);
  chmodSync(layout.data, 0o700);
}

function giveTo(uid: number, folder: string): void {
  const changed = spawnSync('chown', ['-R', `${uid}:${uid}`, folder], { encoding: 'utf8' });
  if (changed.status !== 0) throw new StartupError(`The database folder ${folder} could not be given to user ${uid}: ${changed.stderr.trim()}. Run Millrace as an ordinary user, or set DATABASE_URL.`);
}

async function assertSpace(layout: PostgresLayout): Promise<void> {
  const { bavail, bsize } = await statfs(layout.root);
  if (bavail * bsize >= neededForNewClusterBytes) return;
  throw new StartupError(
    `There is no room for a database in ${layout.root}: ${Math.floor((bavail * bsize) / 1_048_576)} MB are free and ${neededForNewClusterBytes / 1_048_576} MB are needed. ` +
      'Free some space, set MILLRACE_DATA_DIR to a folder on another disk, or set DATABASE_URL.',
  );
}

/** What PostgreSQL said last that is worth reading, in one line. */
export function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const telling = lines.filter((line) => /\b(FATAL|PANIC|error):/i.test(line));
  const chosen = (telling.length > 0 ? telling.slice(-2) : lines.slice(-2)).map((line) => line.replace(/^.*?\b(FATAL|PANIC|LOG|ERROR|error):\s*/, ''));
  return chosen.join('; ').replace(/\.$/, '') || 'nothing';
}

/** What to do about what PostgreSQL said. */
export function adviceFor(output: string): string {
  if (/No space left on device|disk quota/i.test(output)) return 'The disk is full: free some space, or set MILLRACE_DATA_DIR to a folder on another disk.';
  if (/shared memory|semaphore/i.test(output)) return 'The machine gives too little shared memory: raise its limit, or set DATABASE_URL.';
  if (/Permission denied|wrong ownership|invalid permissions/i.test(output)) return 'Run Millrace as the user who made the folder, or give the folder back to that user.';
  if (/could not look up effective user ID/i.test(output)) return 'This user has no entry in /etc/passwd, which PostgreSQL needs to make a database: add one, or set DATABASE_URL.';
  if (/shared libraries|GLIBC/i.test(output)) return 'A library of the system is missing: install it, or set DATABASE_URL.';
  return 'Put the folder back from a backup, or move it away to start with an empty database; the whole log is postgres.log beside it.';
}
