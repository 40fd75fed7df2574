import { Inject, Injectable } from '@nestjs/common';
import type { AgentRecord } from '../../../agents/ports.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { Database } from '../../database/database.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { Logger } from '../../observability/logger.ts';
import { otlpTrace, type TracedRun } from '../core/otlp.ts';
import { toUsage } from './agent-outcome.ts';
import type { StretchEnding } from './agent-stretch.ts';

/** A collector that does not answer in time has not taken it, in milliseconds. */
const patienceMs = 10_000;
/** More traces than this that are on their way are not sent: a collector that hangs must not fill the memory. */
const mostUnderWay = 100;

/** A run that has ended, as far as its trace is told of it. */
export type EndedRun = { jobId: string; path: string; traceId: string; threadId: string | null; errorCode: string | null };

/** Sends the trace of each run that ended to a collector, where one is configured. It is told once, and nothing waits for it: what a collector refuses is in the log of the server. */
@Injectable()
export class TraceExport {
  private underWay = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Of a run that a worker brought to its end. */
  ended({ id, path, trace_id: traceId }: StartedJob, { ending, row }: StretchEnding): void {
    this.tell({ jobId: id, path, traceId, threadId: row?.thread_id ?? null, errorCode: ending.kind === 'failed' ? ending.error.code : null });
  }

  /** Of a run that has ended, whoever ended it. */
  tell(run: EndedRun): void {
    const { MILLRACE_OTLP_URL: url } = this.config;
    if (url === undefined || this.underWay >= mostUnderWay) return;
    this.underWay += 1;
    void this.send(url, run)
      .catch((error: unknown) => this.logger.warn({ err: error, job: run.jobId }, 'The collector did not take the trace of a run'))
      .finally(() => (this.underWay -= 1));
  }

  private async send(url: string, ended: EndedRun): Promise<void> {
    const run = await this.traceOf(ended);
    if (!run) return;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(this.config.MILLRACE_OTLP_HEADERS) },
      body: JSON.stringify(otlpTrace(run, this.config.version)),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`It answered with the status ${response.status}.`);
  }

  private async traceOf({ jobId, path, traceId, threadId, errorCode }: EndedRun): Promise<TracedRun | null> {
    const [row] = await this.database.run<Row>({ name: 'traced_agent_run', text: tracedRun, values: [jobId] });
    if (!row || !/^[0-9a-f]{32}$/.test(traceId)) return null;
    const steps = await this.database.run<{ record: AgentRecord }>({
      name: 'traced_agent_steps',
      text: 'select record from agent_step where job_id = $1 order by seq',
      values: [jobId],
    });
    return {
      jobId,
      traceId,
      parentJobId: row.parent_id,
      agentPath: path,
      threadId,
      startedAtMs: row.created_at.getTime(),
      endedAtMs: row.ended_at?.getTime() ?? Date.now(),
      errorCode,
      usage: toUsage(row),
      records: steps.map(({ record }) => record),
    };
  }
}

type Row = { parent_id: string | null; created_at: Date; ended_at: Date | null; input_tokens: string; output_tokens: string };

/** A run begins with its job. Only a parent that is an agent too has a span of its own. */
const tracedRun = `
select job.created_at, job.ended_at, run.input_tokens, run.output_tokens, parent.job_id as parent_id
from job join agent_run run on run.job_id = job.id left join agent_run parent on parent.job_id = job.parent_id where job.id = $1`;

/** `name=value`, one each; a value may have further signs of equality. */
function headersOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}
