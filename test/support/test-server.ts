import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../backend/database/embedded-postgres.ts';
import { isAlive } from '../../backend/database/embedded-postgres-process.ts';

const folderPrefix = 'millrace-test-';
const ownerFile = 'owner.pid';

/** A database server for tests: in a folder of its own, without durability, gone when this process is gone. */
export type TestServer = { superuserUrl: string; url: string; dataDirectory: string; stop(): Promise<void> };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: (data: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(data)}\n`) };

/** Starts one. Folders that killed test runs left behind are swept first. */
export async function startTestServer(durability: 'durable' | 'disposable' = 'disposable'): Promise<TestServer> {
  sweepFolders();
  const dataDirectory = makeTestFolder();
  const server = await startEmbeddedPostgres({ dataDirectory, logger: silent, durability });
  return { superuserUrl: server.superuserUrl, url: server.url, dataDirectory, stop: () => stopAndRemove(server, dataDirectory) };
}

/** A temporary folder that a later test run removes when this process can no longer. */
export function makeTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  writeFileSync(join(folder, ownerFile), String(process.pid));
  return folder;
}

async function stopAndRemove(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function sweepFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(folderPrefix) && !isOwnerAlive(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isOwnerAlive(folder: string): boolean {
  try {
    return isAlive(Number(readFileSync(join(folder, ownerFile), 'utf8')));
  } catch {
    return true;
  }
}
