import type { Database } from '../database/database.ts';

/** A piece of the log of a step, as a stream sends it: `step` is the place of the step in the flow, such as `loop[2]/charge`. */
export type StepLog = { job_id: string; step: string; seq: number; text: string };

/** Of so many jobs that are not of this flow it is remembered, so that a busy system is not asked about them again and again. */
const mostForeign = 20_000;

/**
 * Reads the logs of the steps of a flow from where they were read before. Notices name the jobs whose logs grew; those of other flows are asked
 * about once. What was not told of, because the connection was lost, is read by {@link all}.
 */
export class StepLogs {
  /** The last piece that was read, by job. */
  private readonly seen = new Map<string, number>();
  private readonly foreign = new Set<string>();
  private grown = new Set<string>();

  /** @param createdBy whose runs are read: a step that ran for somebody else is not theirs to see */
  constructor(
    private readonly flowId: string,
    private readonly createdBy: string,
    private readonly database: Database,
  ) {}

  /** Takes a notice of `millrace_log` (`<job>:<seq>,…`). Gives whether there may be something to read. */
  heard(payload: string): boolean {
    for (const piece of payload.split(',')) {
      const jobId = piece.slice(0, piece.indexOf(':'));
      if (!this.foreign.has(jobId)) this.grown.add(jobId);
    }
    return this.grown.size > 0;
  }

  /** The new pieces of the jobs that were told of. */
  async grew(): Promise<StepLog[]> {
    if (this.grown.size === 0) return [];
    const asked = this.grown;
    this.grown = new Set();
    try {
      const pieces = await this.read([...asked]);
      for (const jobId of asked) if (!this.seen.has(jobId) && this.foreign.size < mostForeign) this.foreign.add(jobId);
      return pieces;
    } catch (error) {
      for (const jobId of asked) this.grown.add(jobId);
      throw error;
    }
  }

  /** The new pieces of all steps. */
  all(): Promise<StepLog[]> {
    return this.read(null);
  }

  private async read(jobIds: readonly string[] | null): Promise<StepLog[]> {
    const pieces = await this.database.run<StepLog>({
      name: jobIds === null ? 'follow_step_logs' : 'follow_grown_step_logs',
      text: `
select log.job_id, ltrim(step.trigger_path, '/') as step, log.seq, log.text
from job step join job_log log on log.job_id = step.id
  left join unnest($3::uuid[], $4::integer[]) as seen (job_id, seq) on seen.job_id = step.id
where step.root_id = $1 and step.created_by = $2 and log.seq > coalesce(seen.seq, 0) ${jobIds === null ? '' : 'and step.id = any($5::uuid[])'}
order by step.created_at, step.id, log.seq`,
      values: [this.flowId, this.createdBy, [...this.seen.keys()], [...this.seen.values()], ...(jobIds === null ? [] : [jobIds])],
    });
    for (const { job_id: jobId, seq } of pieces) this.seen.set(jobId, seq);
    return pieces;
  }
}
