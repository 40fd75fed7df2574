import type { Statement } from '../database/database.ts';
import { engineAnswerMs } from './core/engine-limits.ts';

/** A piece of the log of a job. */
export type LogRow = { jobId: string; seq: number; text: string };

/** Ids per notification: a uuid and a number, under 8,000 bytes. */
const noticesPerPayload = 100;

/**
 * Appends pieces of many logs at once and tells who follows them. A piece that is already there (the answer of an earlier
 * call was lost) is left alone, so that repeating is safe.
 */
export function appendLogs(rows: readonly LogRow[]): Statement {
  return {
    name: 'append_logs',
    answerWithinMs: engineAnswerMs,
    text: `
with piece as (
  select * from unnest($1::uuid[], $2::integer[], $3::text[]) as piece (job_id, seq, text)
), written as (
  insert into job_log (job_id, seq, text) select job_id, seq, text from piece
  on conflict (job_id, seq) do nothing
)
select count(pg_notify('millrace_log', payload)) as sent from (
  select string_agg(job_id || ':' || seq, ',') as payload
  from (select job_id, max(seq) as seq, (row_number() over () - 1) / ${noticesPerPayload} as payload_number from piece group by job_id) as latest
  group by payload_number
) as payloads`,
    values: [rows.map(({ jobId }) => jobId), rows.map(({ seq }) => seq), rows.map(({ text }) => text)],
  };
}
