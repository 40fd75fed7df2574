import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const partialSuffix = '.partial';
const abandonedAfterMs = 24 * 60 * 60_000;
const buildsInThisProcess = new Map<string, Promise<void>>();

/**
 * Fills a content-addressed folder exactly once, however many jobs, workers and processes want it at the same moment.
 *
 * The folder is built under a temporary name beside its place and renamed into it, so a folder that exists is complete
 * and never changes. Who loses the race throws its own build away and uses the winner's: the contents are equal, because
 * the name is a hash of everything that decides them. There is no lock that a killed process could leave behind, and no
 * fsync: after a power cut the cache may be deleted and is built again.
 */
export async function buildOnce(directory: string, build: (temporaryDirectory: string) => Promise<void>): Promise<string> {
  for (;;) {
    if (await exists(directory)) return directory;
    const running = buildsInThisProcess.get(directory);
    if (!running) break;
    // Another job builds it. If that fails (it may have been cancelled), this one tries for itself.
    await running.catch(() => undefined);
  }
  const building = buildAndRename(directory, build);
  buildsInThisProcess.set(directory, building);
  try {
    await building;
  } finally {
    buildsInThisProcess.delete(directory);
  }
  return directory;
}

async function buildAndRename(directory: string, build: (temporaryDirectory: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  await removeAbandoned(dirname(directory));
  const temporaryDirectory = `${directory}-${randomBytes(6).toString('hex')}${partialSuffix}`;
  await mkdir(temporaryDirectory);
  try {
    await build(temporaryDirectory);
    await rename(temporaryDirectory, directory);
  } catch (error) {
    if (!(isLostRace(error) && (await exists(directory)))) throw error;
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

/** Builds of processes that were killed in the middle stay behind; nothing refers to them. */
async function removeAbandoned(parent: string): Promise<void> {
  const oldest = Date.now() - abandonedAfterMs;
  for (const name of await readdir(parent)) {
    if (!basename(name).endsWith(partialSuffix)) continue;
    const path = join(parent, name);
    const information = await stat(path).catch(() => null);
    if (information && information.mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}

function isLostRace(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}

/** Whether a file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
