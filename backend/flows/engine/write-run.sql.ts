import type { Statement } from '../../database/database.ts';
import type { StepRow } from '../core/rows.ts';
import { admissionTask } from '../../queue/task-names.ts';
import { noticeSql } from '../../jobs/job-notice.ts';
import { watchersSql } from '../../jobs/watchers.ts';

/** A row that is to be written. `held` is JSON text. */
export type NewRow = {
  seq: number;
  row: StepRow;
  held: string | null;
  resultJobId: string | null;
  resultSeq: number | null;
  childJobId: string | null;
  isReused: boolean;
};

/** How the run stands after the rows. */
export type RunChange = { jobId: string; nextSeq: number; status: string; args: string | null; earlySeq: number | null };

/** A run that begins with the rows. */
export type NewRun = {
  workspaceId: string;
  versionId: string | null;
  value: string | null;
  /** Arguments that a preprocessor has made, of a run that is taken over from. */
  args?: string | null;
  depth: number;
  restarted: { jobId: string; frame: string; step: string } | null;
};

const rowsSql = `
  insert into flow_step (job_id, seq, kind, frame, step, attempt, "row", held, result_job_id, result_seq, child_job_id, is_reused)
  select $1::uuid, seq, kind, frame, step, attempt, "row", held::json, result_job_id, result_seq, child_job_id, is_reused
  from json_to_recordset($2::json) as new(seq integer, kind text, frame text, step text, attempt integer, "row" json, held text, result_job_id uuid, result_seq integer, child_job_id uuid, is_reused boolean)`;

/** Adds to the record of a run and tells its followers, in one statement. `held` travels as text, so that null as a value is not taken for none. */
export function writeRows({ jobId, nextSeq, status, args, earlySeq }: RunChange, rows: readonly NewRow[]): Statement {
  return {
    name: 'write_flow_rows',
    text: `
with added as (${rowsSql}
), run as (
  update flow_run set next_seq = $3, status = $4, args = coalesce($5::json, args), early_seq = coalesce($6, early_seq) where job_id = $1::uuid
)
select pg_notify('millrace_flow', $7)`,
    values: [jobId, rowsJson(rows), nextSeq, status, args, earlySeq, noticeOf(jobId, nextSeq, earlySeq)],
  };
}

/** Writes a run with its first rows. */
export function insertRun({ jobId, nextSeq, status, args, earlySeq }: RunChange, rows: readonly NewRow[], run: NewRun): Statement {
  return {
    name: 'insert_flow_run',
    text: `
with added as (${rowsSql}
), run as (
  insert into flow_run (job_id, workspace_id, version_id, value, args, depth, status, next_seq, early_seq, restarted_from, restarted_frame, restarted_step)
  values ($1::uuid, $7, $8, $9::json, $5::json, $10, $4, $3, $6, $11, $12, $13)
)
select pg_notify('millrace_flow', $14)`,
    values: [
      jobId,
      rowsJson(rows),
      nextSeq,
      status,
      args ?? run.args ?? null,
      earlySeq,
      run.workspaceId,
      run.versionId,
      run.value,
      run.depth,
      run.restarted?.jobId ?? null,
      run.restarted?.frame ?? null,
      run.restarted?.step ?? null,
      noticeOf(jobId, nextSeq, earlySeq),
    ],
  };
}

const noticeOf = (jobId: string, nextSeq: number, earlySeq: number | null): string =>
  JSON.stringify({ i: jobId, q: nextSeq, ...(earlySeq === null ? {} : { e: true }) });

function rowsJson(rows: readonly NewRow[]): string {
  return JSON.stringify(
    rows.map(({ seq, row, held, resultJobId, resultSeq, childJobId, isReused }) => ({
      seq,
      kind: row.kind,
      frame: 'frame' in row ? row.frame : '',
      step: 'step' in row ? row.step : '',
      attempt: 'attempt' in row ? row.attempt : 0,
      row,
      held,
      result_job_id: resultJobId,
      result_seq: resultSeq,
      child_job_id: childJobId,
      is_reused: isReused,
    })),
  );
}

/** The end of a flow's job. */
export type EndedFlow = { jobId: string; status: string; result: string | null; resultObject: string | null; error: string | null };

/** Ends the job of a flow: the result, the notice for who waits, the watcher (a flow around it, a schedule), and the slot that it frees. */
export function endFlowJob({ jobId, status, result, resultObject, error }: EndedFlow): Statement {
  return {
    name: 'end_flow_job',
    text: `
with done as (
  update job set status = $2, result = $3::json, result_object = $4, error = $5::jsonb, ended_at = now()
  where id = $1 and status = 'waiting'
  returning *
), notice as (${noticeSql('done')}
), watched as (${watchersSql('done')}
), freed as (
  select graphile_worker.add_job('${admissionTask}', json_build_object('workspace', workspace_id, 'key', admission_key), job_key => 'admission:' || workspace_id || ':' || admission_key, max_attempts => 32000)
  from (select distinct workspace_id, admission_key from done where admission_key is not null) as keys
)
select done.id from done, notice, watched, (select count(*) from freed) as looked`,
    values: [jobId, status, result, resultObject, error],
  };
}
