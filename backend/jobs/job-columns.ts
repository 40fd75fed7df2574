import type { NewJob } from './new-job.ts';

type Column = { name: string; type: string; of: (job: NewJob) => unknown };

/** What every statement that writes jobs writes of them; each adds what is its own: keys of admission, the status of what begins at once. */
const columns: readonly Column[] = [
  { name: 'id', type: 'uuid', of: (job) => job.id },
  { name: 'workspace_id', type: 'text', of: (job) => job.workspaceId },
  { name: 'kind', type: 'text', of: (job) => job.kind },
  { name: 'path', type: 'text', of: (job) => job.path },
  { name: 'version_id', type: 'uuid', of: (job) => job.versionId },
  { name: 'raw', type: 'jsonb', of: (job) => job.raw },
  { name: 'args', type: 'json', of: (job) => job.args },
  { name: 'created_by', type: 'text', of: (job) => job.createdBy },
  { name: 'run_as', type: 'text', of: (job) => job.runAs },
  { name: 'run_as_user_id', type: 'uuid', of: (job) => job.runAsUserId },
  { name: 'trigger_kind', type: 'text', of: (job) => job.triggerKind },
  { name: 'trigger_path', type: 'text', of: (job) => job.triggerPath },
  { name: 'tag', type: 'text', of: (job) => job.tag },
  { name: 'priority', type: 'smallint', of: (job) => job.priority },
  { name: 'parent_id', type: 'uuid', of: (job) => job.parentId },
  { name: 'root_id', type: 'uuid', of: (job) => job.rootId },
  { name: 'trace_id', type: 'text', of: (job) => job.traceId },
  { name: 'settings', type: 'jsonb', of: (job) => job.settings },
  { name: 'watcher', type: 'text', of: (job) => job.watcher },
];

/** Their names, for `insert into job (…)` and for selecting them from {@link jobRecord}. */
export const jobColumns = columns.map(({ name }) => name).join(', ');

/** Their names and types, for `json_to_recordset(…) as row(…)` over rows of {@link jobRow}. */
export const jobRecord = columns.map(({ name, type }) => `${name} ${type}`).join(', ');

/** Placeholders of {@link jobValues}: the first parameters of a statement. What comes after begins with {@link jobParameter}`(1)`. */
export const jobPlaceholders = columns.map((_, index) => `$${index + 1}`).join(', ');

/** The n-th parameter after those of the job itself, counted from 1. */
export const jobParameter = (number: number): string => `$${columns.length + number}`;

/** A job as a row of {@link jobRecord}. */
export const jobRow = (job: NewJob): Record<string, unknown> => Object.fromEntries(columns.map(({ name, of }) => [name, of(job)]));

/** A job as parameters, in the order of {@link jobColumns}. */
export const jobValues = (job: NewJob): unknown[] =>
  columns.map(({ type, of }) => {
    const value = of(job);
    return type.startsWith('json') && value !== null ? JSON.stringify(value) : value;
  });
