import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { isTerminal } from '../jobs/core/job-status.ts';
import { JobResults, type EndedJob } from '../jobs/job-results.ts';
import { JobWaiter } from '../jobs/job-waiter.ts';
import { JobsService } from '../jobs/jobs.service.ts';
import { pageOfText, type TextPage } from './core/page-of-text.ts';

/** Longest log that is read to give a piece of it. */
const longestLog = 20_000_000;

/** Looks at the runs that a person's AI clients have started. A token for MCP sees these and no others. */
@Injectable()
export class McpJobs {
  constructor(
    private readonly database: Database,
    private readonly results: JobResults,
    private readonly waiter: JobWaiter,
    private readonly jobs: JobsService,
  ) {}

  /** How a run stands; with `waitSeconds`, at its end if that comes in time. */
  async read(auth: Auth, jobId: string, waitSeconds = 0): Promise<EndedJob> {
    await this.require(auth, jobId);
    const job = await this.results.read(jobId);
    if (!job) throw missing(jobId);
    return isTerminal(job.status) || waitSeconds === 0 ? job : ((await this.ended(jobId, waitSeconds)) ?? job);
  }

  /** The end of a run, or `null` when it has not come in time. */
  async ended(jobId: string, waitSeconds: number): Promise<EndedJob | null> {
    const waiting = this.waiter.begin(jobId, waitSeconds * 1000);
    waiting.check();
    try {
      return await waiting.ended;
    } catch (error) {
      if ((error as { code?: string }).code === 'job/wait_timeout') return null;
      throw error;
    } finally {
      waiting.stop();
    }
  }

  /** A piece of what a run has printed. */
  async log(auth: Auth, jobId: string, offset: number): Promise<TextPage> {
    await this.require(auth, jobId);
    let text = '';
    for await (const piece of this.jobs.logText(unlimited(auth), jobId)) {
      text += piece;
      if (text.length > longestLog) break;
    }
    return pageOfText(text, offset);
  }

  /** Cancels a run; one that has ended meanwhile stays as it is. */
  async cancel(auth: Auth, jobId: string): Promise<void> {
    try {
      await this.jobs.cancel(unlimited(auth), jobId, 'Cancelled by the AI client');
    } catch (error) {
      if (!['job/not_cancellable', 'job/not_found'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }

  private async require(auth: Auth, jobId: string): Promise<void> {
    const [job] = await this.database.run<{ kind: 'script' | 'flow' | 'agent'; path: string }>({
      name: 'mcp_job',
      text: `select kind, path from job where id = $1 and workspace_id = $2 and created_by = $3 and trigger_kind = 'mcp' and kind in ('script', 'flow', 'agent')`,
      values: [jobId, auth.workspaceId, subjectOf(auth)],
    });
    if (!job || !can(auth, 'jobs:run', { kind: job.kind, path: job.path }).allowed) throw missing(jobId);
  }
}

/** For what was checked here: whether the run is one of this person's, by MCP, at a path that the token is for. */
const unlimited = (auth: Auth): Auth => ({ ...auth, scopes: null });

const missing = (jobId: string): AppError => new AppError('job/not_found', 'There is no such run that was started through MCP by you.', { job_id: jobId });
