import { z } from 'zod';
import { Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

/** One thing that happened: a mutation or a decision. */
export const EventRow = z
  .object({
    id: z.uuid(),
    at: Timestamp,
    actor: z.string().describe('u/<username>, or system'),
    action: z.string().describe('noun.verb in the past: script.deployed'),
    object_kind: z.string(),
    object_path: z.string(),
    labels: z.record(z.string(), z.unknown()),
    cause: z.record(z.string(), z.unknown()).describe('Session, token or job through which it was done'),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'EventRow' });
export type EventRow = z.infer<typeof EventRow>;

export const EventQuery = PageQuery.extend({
  actor: z.string().max(80).optional(),
  action: z.string().max(80).optional(),
  object_kind: z.string().max(40).optional(),
  object_path: z.string().max(255).optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
});
export type EventQuery = z.infer<typeof EventQuery>;

/** The same filters, and the form of the file. */
export const EventExportQuery = EventQuery.omit({ limit: true, after: true }).extend({ format: z.enum(['csv', 'json']) });
export type EventExportQuery = z.infer<typeof EventExportQuery>;
