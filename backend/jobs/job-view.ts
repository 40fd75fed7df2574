import type { JobListRow } from './list-jobs.sql.ts';
import type { JobRow } from './jobs.contract.ts';

/** A job as lists show it. */
export function toJobRow(row: JobListRow): JobRow {
  return {
    id: row.id,
    kind: row.kind as JobRow['kind'],
    path: row.path,
    entry: row.entry,
    version: row.version,
    language: row.language as JobRow['language'],
    status: row.status as JobRow['status'],
    created_by: row.created_by,
    run_as: row.run_as,
    trigger_kind: row.trigger_kind,
    trigger_path: row.trigger_path,
    tag: row.tag,
    parent_id: row.parent_id,
    root_id: row.root_id,
    attempt: row.attempt,
    worker: row.worker,
    progress: row.progress,
    created_at: row.created_at.toISOString(),
    scheduled_for: row.scheduled_for.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    error_code: row.error_code,
    is_at_work: row.is_at_work,
  };
}

/** What stands in the place of a secret argument. */
export const secretMask = { $secret: true } as const;

/** Whether a stored argument is an encrypted secret. */
export function isEncrypted(value: unknown): value is { $encrypted: string } {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as { $encrypted?: unknown }).$encrypted === 'string';
}

/** Arguments for people: encrypted values are masked, at any depth. */
export function maskSecrets(value: unknown): unknown {
  if (isEncrypted(value)) return secretMask;
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskSecrets(item)]));
}
