import { csvLine } from '../audit/event-export.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import type { ExportRow } from './list-approvals.sql.ts';

const columns = [
  'at',
  'kind',
  'actor',
  'on_behalf_of',
  'channel',
  'stage',
  'comment',
  'form_values',
  'details',
  'approval_id',
  'title',
  'subject',
  'path',
  'version',
  'job_id',
  'step',
  'status',
  'hash',
  'event_id',
] as const satisfies readonly (keyof ExportRow)[];

/** The record as a table: one line for each entry, with what it belongs to. */
export function csvOfRecord(rows: readonly ExportRow[]): string {
  return csvLine(columns) + rows.map((row) => csvLine(columns.map((column) => textOf(row[column])))).join('');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(maskSecrets(value)) : String(value);
}
