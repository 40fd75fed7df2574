import type { Database } from '../database/database.ts';
import type { RunnerPool } from '../runner/runner.ts';
import { isWorkerTag } from '../queue/task-names.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';

/** Steps that share a folder have the tag of the worker where it lies, and it is that of their flow. */
export const sharedFolderOf = ({ tag, parent_id: flow }: Pick<StartedJob, 'tag' | 'parent_id'>): string | null => (isWorkerTag(tag) ? flow : null);

/** Removes the folders of flows that have ended. Asks nothing where there is none. */
export async function removeEndedFolders(database: Database, runners: RunnerPool): Promise<void> {
  const flows = runners.sharedFolders;
  if (flows.length === 0) return;
  const alive = await database.run<{ id: string }>({ text: 'select id from job where id = any($1::uuid[]) and ended_at is null', values: [flows] });
  const isAlive = new Set(alive.map(({ id }) => id));
  await Promise.all(flows.filter((id) => !isAlive.has(id)).map((id) => runners.endSharedFolder(id)));
}
