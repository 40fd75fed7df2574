import pg from 'pg';
import { keyedAtOnce, type EndedJob } from './behaviours.ts';
import { mostAtOnce, pathOf } from './workload.ts';

/**
 * Writes down every change of the status of a job, by a trigger in the database itself: what was committed and then overwritten is seen as well, and
 * no statement of the engine can leave it out.
 */
export class JobHistory {
  private constructor(private readonly url: string) {}

  static async begin(url: string): Promise<JobHistory> {
    const history = new JobHistory(url);
    await history.query(trigger);
    return history;
  }

  /** Jobs of the workload that have not ended. */
  async unfinished(): Promise<string[]> {
    const rows = await this.query<{ key: string; status: string }>(
      `select args->>'key' as key, status from job where path like $1 and status in ('queued', 'running', 'waiting')`,
      [pathOf('%')],
    );
    return rows.map(({ key, status }) => `${key} is ${status}`);
  }

  /** What the queue holds, for the report of a run that failed. */
  async queue(): Promise<string[]> {
    const rows = await this.query<{ row: string }>(
      `select task.identifier || ' ' || queued.payload || ' in ' || extract(epoch from queued.run_at - now())::integer || ' s, attempt ' || queued.attempts || ', held by ' || coalesce(queued.locked_by, 'nobody') || coalesce(': ' || queued.last_error, '') as row
       from graphile_worker._private_jobs queued join graphile_worker._private_tasks task on task.id = queued.task_id limit 50`,
    );
    return rows.map(({ row }) => row);
  }

  async ended(): Promise<EndedJob[]> {
    return this.query<EndedJob>(
      `select id, args->>'key' as key, args->>'behaviour' as behaviour, status, error->>'code' as error_code, error->>'message' as error, result, attempt, scheduled_for, started_at, admitted_at, ended_at
       from job where path like $1`,
      [pathOf('%')],
    );
  }

  /** Ends that were not final, and limits that were broken; empty when all is well. */
  async problems(): Promise<string[]> {
    const repeated = await this.query<{ key: string; what: string }>(
      `select job.args->>'key' as key, string_agg(coalesce(old_status, '') || '>' || new_status || ' in attempt ' || history.attempt, ', ' order by history.id) as what
       from job_history history join job on job.id = job_id group by job.id, job.args->>'key'
       having count(*) filter (where new_status in ('succeeded', 'failed', 'cancelled', 'skipped')) > 1`,
    );
    const keyed = await this.query<{ from: Date; to: Date }>(
      `select admitted_at as from, ended_at as to from job where path = $1 and admitted_at is not null and ended_at is not null`,
      [pathOf('keyed')],
    );
    const most = mostAtOnce(keyed);
    return [
      ...repeated.map(({ key, what }) => `${key} ended more than once: ${what}`),
      ...(most > keyedAtOnce ? [`${most} jobs held a slot of ${keyedAtOnce} at once`] : []),
    ];
  }

  async query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    // A server that is restarted ends the connection; the query that runs rejects by itself.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

const trigger = `
create table job_history (id bigserial primary key, job_id uuid not null, old_status text, new_status text not null, attempt integer not null, at timestamptz not null default clock_timestamp());

create function keep_job_history() returns trigger language plpgsql security definer as $$
begin
  insert into job_history (job_id, old_status, new_status, attempt) values (new.id, old.status, new.status, new.attempt);
  return null;
end $$;

create trigger job_history after update on job for each row
  when (old.status is distinct from new.status
    or (old.status in ('succeeded', 'failed', 'cancelled', 'skipped') and (old.result::text is distinct from new.result::text or old.error::text is distinct from new.error::text)))
  execute function keep_job_history();
`;
