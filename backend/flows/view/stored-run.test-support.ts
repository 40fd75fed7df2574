import { newId } from '../../common/ids.ts';
import type { Database } from '../../database/database.ts';
import { isStored, type StepRow } from '../core/rows.ts';
import type { Simulation } from '../core/simulation.test-support.ts';

/** A run that was played without an engine, put into the tables as the engine would have: for sizes that take too long to run. */
export type StoredRun = { jobId: string; jobOf(frame: string, step: string, attempt?: number): string };

/** How a row lies in the table. */
type StoredRow = { seq: number; kind: string; frame: string; step: string; attempt: number; row: StepRow; held: unknown; child_job_id: string | null };

const insertRows = `
insert into flow_step (job_id, seq, kind, frame, step, attempt, "row", held, child_job_id, result_job_id)
select $1, seq, kind, frame, step, attempt, "row", held, child_job_id, case when kind = 'step_ended' and "row"->'result'->>'from' = 'job' then child_job_id end
from json_to_recordset($2::json) as stored(seq integer, kind text, frame text, step text, attempt integer, "row" json, held json, child_job_id uuid)`;

const insertJobs = `
insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, parent_id, root_id, started_at, ended_at, result)
select id, $1, 'preview', 'f/test/step', status, $3, $3, 'bun', 'x', $2, $2, now(), case when status = 'succeeded' then now() end, result
from json_to_recordset($4::json) as child(id uuid, status text, result json)`;

/** Stores the run of a simulation with its child jobs. `items`: lists of loops by step; `results`: what jobs gave, by step. */
export async function storeRun(
  database: Database,
  { workspaceId, createdBy }: { workspaceId: string; createdBy: string },
  flow: Simulation,
  { items = {}, results = {} }: { items?: Record<string, unknown[]>; results?: Record<string, unknown> } = {},
): Promise<StoredRun> {
  const jobId = newId();
  const jobs = new Map<string, string>();
  const running = new Set(flow.running);
  const stored = flow.rows.filter(isStored).map((row, index): StoredRow => {
    const { frame = '', step = '', attempt = 0 } = row as { frame?: string; step?: string; attempt?: number };
    const key = `${frame}/${step}#${attempt}`;
    const isOfJob = (row.kind === 'phase' && row.phase === 'job') || (row.kind === 'step_ended' && row.result?.from === 'job');
    if (isOfJob && !jobs.has(key)) jobs.set(key, newId());
    const opensLoop = row.kind === 'phase' && row.children !== undefined;
    return {
      seq: index + 1,
      kind: row.kind,
      frame,
      step,
      attempt,
      row,
      held: opensLoop ? (items[step] ?? null) : null,
      child_job_id: isOfJob ? (jobs.get(key) ?? null) : null,
    };
  });
  const isRunning = flow.state.run.status === 'running';
  await database.manager.query(
    `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, started_at, ended_at) values ($1, $2, 'flow', 'f/test/flow', $3, $4, $4, 'flow', 'x', now(), $5)`,
    [jobId, workspaceId, isRunning ? 'waiting' : flow.state.run.status, createdBy, isRunning ? null : new Date()],
  );
  await database.manager.query(`insert into flow_run (job_id, workspace_id, value, status, next_seq) values ($1, $2, $3, $4, $5)`, [
    jobId,
    workspaceId,
    JSON.stringify(flow.definition.value),
    flow.state.run.status,
    stored.length + 1,
  ]);
  const children = [...jobs].map(([key, id]) => {
    const [place = ''] = key.split('#');
    const isDone = !running.has(place);
    return { id, status: isDone ? 'succeeded' : 'running', result: isDone ? (results[place.slice(place.lastIndexOf('/') + 1)] ?? null) : null };
  });
  await database.manager.query(insertJobs, [workspaceId, jobId, createdBy, JSON.stringify(children)]);
  await database.manager.query(insertRows, [jobId, JSON.stringify(stored)]);
  return { jobId, jobOf: (frame, step, attempt = 1) => jobs.get(`${frame}/${step}#${attempt}`) ?? '' };
}
