import { z } from 'zod';
import { Timestamp } from '../common/json.ts';

export const WorkerInfo = z
  .object({
    id: z.uuid(),
    name: z.string(),
    host: z.string(),
    process_id: z.number().int(),
    version: z.string(),
    tags: z.array(z.string()),
    isolation: z.string().describe('bubblewrap, unshare or none'),
    isolation_note: z.string(),
    languages: z.array(z.object({ name: z.string(), available: z.boolean(), version: z.string().nullable(), reason: z.string().nullable() })),
    capacity: z.number().int(),
    running: z.number().int(),
    load: z.object({
      busy: z.number(),
      parked: z.number(),
      memory_bytes: z.number(),
      jobs_done: z.number(),
      occupancy: z.number().describe('Share of the last minute in which a slot was busy, 0 to 1'),
    }),
    started_at: Timestamp,
    seen_at: Timestamp,
    is_draining: z.boolean(),
    is_alive: z.boolean(),
    has_stopped: z.boolean().describe('It gave its lease back when it was told to stop'),
  })
  .meta({ id: 'WorkerInfo' });
export type WorkerInfo = z.infer<typeof WorkerInfo>;

/** What waits for each tag. */
export const QueueInfo = z
  .object({
    tag: z.string(),
    queued: z.number().int(),
    running: z.number().int(),
    oldest_at: Timestamp.nullable(),
    workers: z.number().int().describe('Live workers that take this tag'),
  })
  .meta({ id: 'QueueInfo' });
export type QueueInfo = z.infer<typeof QueueInfo>;

export const WorkersOverview = z.object({ workers: z.array(WorkerInfo), queues: z.array(QueueInfo) }).meta({ id: 'WorkersOverview' });
export type WorkersOverview = z.infer<typeof WorkersOverview>;
