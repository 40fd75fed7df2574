import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { toPage } from '../common/page.ts';
import { Database, runIn } from '../database/database.ts';
import { insertJobs } from '../jobs/insert-jobs.sql.ts';
import { isEncrypted } from '../jobs/job-view.ts';
import { readJob, visibleJobIds, type JobDetailRow } from '../jobs/read-job.sql.ts';
import { RunService } from '../jobs/run.service.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import { waitWords } from './core/waiting-words.ts';
import { copySteps, readStep, type StepResultRow } from './copy-steps.sql.ts';
import { listSteps, readStart, type StepListRow } from './list-steps.sql.ts';
import type { RestartWorkflow, WorkflowStep, WorkflowSteps, WorkflowStepsQuery } from './workflows.contract.ts';

/** What stands in the place of a result that holds a secret. */
const sealed = JSON.stringify({ $secret: true });

/** What people see of workflows, and restarts. */
@Injectable()
export class Workflows {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  async steps(auth: Auth, jobId: string, query: WorkflowStepsQuery): Promise<WorkflowSteps> {
    await this.require(auth, jobId);
    const [rows, [start]] = await Promise.all([
      this.database.run<StepListRow>(listSteps(jobId, query)),
      this.database.run<{ result: { restarted_from?: { job_id: string; key: string } } | null }>(readStart(jobId)),
    ]);
    return { ...toPage(rows, query.limit, toStep, (row) => [row.sort_key, row.key]), restarted_from: start?.result?.restarted_from ?? null };
  }

  /** The result of a step as JSON text. */
  async result(auth: Auth, jobId: string, key: string): Promise<string> {
    await this.require(auth, jobId);
    const row = await this.step(jobId, key);
    if (row.result === null && row.result_object === null)
      throw new AppError('workflow/step_not_found', `The step ${key} has no result.`, { job_id: jobId, key });
    if (row.is_sealed) return sealed;
    return row.result_object === null ? (row.result ?? 'null') : this.objects.text(row.result_object);
  }

  /** Runs a workflow again from a step on, as whoever asks; gives the id of the new run. */
  async restart(auth: Auth, jobId: string, { from, version, args: given }: RestartWorkflow): Promise<string> {
    const [row] = await this.database.run<JobDetailRow>(readJob(auth, jobId));
    if (!row) throw notFound(jobId);
    if (row.kind !== 'script') throw new AppError('request/invalid', 'Only runs of a deployed workflow can be restarted. Test the code in the editor instead.');
    requireAccess(auth, 'jobs:run', { kind: 'script', path: row.path });
    await this.step(jobId, from);
    const args = given ?? row.args;
    const hidden = Object.keys(args).filter((name) => isEncrypted(args[name]));
    if (hidden.length > 0)
      throw new AppError('job/args_invalid', `Type the secret arguments again: ${hidden.join(', ')}. They are not shown to anyone.`, {
        problems: hidden.map((name) => ({ pointer: `/${name}`, message: 'Type this secret again' })),
      });
    const job = await this.runs.prepare(auth, row.path, args, {
      triggerKind: 'rerun',
      version: version === 'same' && row.version !== null ? row.version : undefined,
    });
    await this.database.transaction(async (transaction) => {
      await runIn(transaction, copySteps(jobId, job.id, from));
      await runIn(transaction, insertJobs([job]));
      await runIn(transaction, { text: 'update job set wakes = 1 where id = $1', values: [job.id] });
    });
    return job.id;
  }

  private async step(jobId: string, key: string): Promise<StepResultRow> {
    const [row] = await this.database.run<StepResultRow>(readStep(jobId, key));
    if (row) return row;
    const [start] = await this.database.run(readStart(jobId));
    if (!start) throw new AppError('job/not_a_workflow', 'This run recorded no steps: it is no workflow, or it has not begun.', { job_id: jobId });
    throw new AppError('workflow/step_not_found', `The run has no step ${key}.`, { job_id: jobId, key });
  }

  private async require(auth: Auth, jobId: string): Promise<void> {
    const [row] = await this.database.run(visibleJobIds(auth, [jobId]));
    if (!row) throw notFound(jobId);
  }
}

const notFound = (jobId: string): AppError => new AppError('job/not_found', 'There is no such job, or you may not see it.', { job_id: jobId });

function toStep(row: StepListRow): WorkflowStep {
  const { child_job_id: childId } = row;
  return {
    key: row.key,
    kind: row.kind,
    name: row.name,
    status: row.status === 'open' ? 'waiting' : row.status,
    ordinal: row.ordinal,
    attempts: row.attempts,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    due_at: row.due_at?.toISOString() ?? null,
    child: childId === null || row.child_status === null ? null : { job_id: childId, path: row.child_path ?? '', status: row.child_status },
    approval_id: row.approval_id,
    waiting_for: row.status === 'open' ? `Waits for ${waitWords(row)}` : null,
    error: row.error,
    has_result: row.has_result,
    is_reused: row.is_reused,
  };
}
