import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { Database } from '../database/database.ts';
import { listQueues, listWorkers, type WorkerRow } from './workers-overview.sql.ts';
import type { QueueInfo, WorkerInfo, WorkersOverview } from './workers.contract.ts';
import { isWorkerTag } from '../queue/task-names.ts';

/** Shows who works, and what waits in the caller's workspace. */
@Injectable()
export class WorkersService {
  constructor(private readonly database: Database) {}

  async overview(auth: Auth): Promise<WorkersOverview> {
    const [workers, queues] = await Promise.all([
      this.database.run<WorkerRow>(listWorkers()),
      this.database.run<Omit<QueueInfo, 'oldest_at'> & { oldest_at: Date | null }>(listQueues(auth.workspaceId)),
    ]);
    return { workers: workers.map(toWorkerInfo), queues: queues.map((queue) => ({ ...queue, oldest_at: queue.oldest_at?.toISOString() ?? null })) };
  }
}

function toWorkerInfo(row: WorkerRow): WorkerInfo {
  const { busy = 0, parked = 0, memory_bytes = 0, jobs_done = 0, occupancy = 0 } = row.load;
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    process_id: row.process_id,
    version: row.version,
    tags: row.tags.filter((tag) => !isWorkerTag(tag)),
    isolation: row.isolation,
    isolation_note: row.isolation_note,
    languages: row.languages,
    capacity: row.capacity,
    running: row.running,
    load: { busy, parked, memory_bytes, jobs_done, occupancy },
    started_at: row.started_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    is_draining: row.draining_at !== null,
    is_alive: row.is_alive,
    has_stopped: row.has_stopped,
  };
}
