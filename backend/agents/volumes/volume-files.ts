import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../database/database.ts';

/** Where volumes lie. */
export const volumesDirectory = (dataDirectory: string): string => join(dataDirectory, 'volumes');

/** The archive of a version of a volume. */
export const volumeFile = (dataDirectory: string, id: string, version: number): string => join(volumesDirectory(dataDirectory), `${id}.${version}.tar`);

/** Deletes the files of conversations that are gone. */
export async function forgetVolumes(database: Database, dataDirectory: string): Promise<void> {
  const rows = await database.run<{ id: string; version: number }>({
    text: `delete from agent_volume v where v.scope = 'thread' and not exists (select from thread where thread.id = v.thread_id) returning id, version`,
    values: [],
  });
  for (const { id, version } of rows) await rm(volumeFile(dataDirectory, id, version), { force: true });
}
