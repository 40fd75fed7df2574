import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { Database, runNamed } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Notifications } from '../events/notifications.ts';
import { JobResults } from '../jobs/job-results.ts';
import { JobWaiter } from '../jobs/job-waiter.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import { Logger } from '../observability/logger.ts';
import { Batcher } from '../queue/batcher.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { workflowChildTask, workflowEndedTask } from '../queue/task-names.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { WaitOwners } from '../waits/wait-owners.ts';
import { Waits } from '../waits/waits.service.ts';
import { WorkflowApprovalRequests } from './workflow-approval-requests.ts';
import { WorkflowChanges } from './workflow-changes.ts';
import { closeSteps, giveUp } from './workflow-cleaner.ts';
import { WorkflowRuns, type WorkerParts } from './workflow-runs.ts';
import { WorkflowTasks } from './workflow-tasks.service.ts';
import { parentsOf, wakeWorkflows } from './wake-workflows.sql.ts';

const megabyte = 1024 * 1024;
const batchSize = 200;

/** Wakes workflows when something that they wait for has ended, and gives workers what runs them. */
@Injectable()
export class WorkflowEngine implements OnModuleInit, OnModuleDestroy {
  private readonly wakes: Batcher<string, void>;
  private readonly childEnds: Batcher<string, void>;
  private runs: WorkflowRuns | null = null;
  private stopListening: (() => void)[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly logger: Logger,
    private readonly waits: Waits,
    private readonly owners: WaitOwners,
    private readonly queueTasks: QueueTaskRegistry,
    private readonly waiter: JobWaiter,
    private readonly results: JobResults,
    private readonly secrets: Secrets,
    private readonly tasks: WorkflowTasks,
    private readonly approvals: WorkflowApprovalRequests,
    private readonly changes: WorkflowChanges,
  ) {
    const options = { maximumSize: batchSize, lanes: 1 };
    this.wakes = new Batcher((ids) => this.wake(ids), options);
    this.childEnds = new Batcher((ids) => this.wakeParents(ids), options);
  }

  onModuleInit(): void {
    this.owners.add(
      'workflow',
      (wait) => this.wakes.add(wait.jobId),
      async (transaction, jobIds) => void (await runNamed(transaction, wakeWorkflows(jobIds))),
    );
    this.queueTasks.add(workflowChildTask, (payload) => this.childEnds.add((payload as { id: string }).id));
    this.queueTasks.add(workflowEndedTask, (payload) => this.cleanUp((payload as { id: string }).id));
  }

  onModuleDestroy(): void {
    for (const stop of this.stopListening) stop();
  }

  /** What runs the workflows of the worker of this process. */
  startRuns(worker: WorkerParts): WorkflowRuns {
    const { database, waits, waiter, results, objects, secrets, tasks, approvals, changes, logger, config } = this;
    const runs = new WorkflowRuns(
      {
        database,
        waits,
        waiter,
        results,
        objects,
        secrets,
        tasks,
        approvals,
        changes,
        logger,
        hotMs: config.MILLRACE_WORKFLOW_HOT_MS,
        maximumResultBytes: config.MILLRACE_MAX_RESULT_MB * megabyte,
      },
      worker,
    );
    this.runs = runs;
    const look = (work: Promise<void>): void => void work.catch((error: unknown) => logger.error({ err: error }, 'Could not look at what workflows wait for'));
    this.stopListening.push(
      this.notifications.on('millrace_workflow', (payload) => look(runs.refresh(payload.split(',')))),
      this.notifications.on('reconnected', () => look(runs.refreshAll())),
    );
    return runs;
  }

  private async wake(ids: readonly string[]): Promise<void[]> {
    const distinct = [...new Set(ids)].sort();
    await untilAnswered(() => this.database.run(wakeWorkflows(distinct)));
    return ids.map(() => undefined);
  }

  private async wakeParents(childIds: readonly string[]): Promise<void[]> {
    const rows = await untilAnswered(() => this.database.run<{ job_id: string }>(parentsOf(childIds)));
    if (rows.length > 0) await this.wake(rows.map((row) => row.job_id));
    return childIds.map(() => undefined);
  }

  /** A workflow ended without its worker: cancelled while it waited, or given up with a lost worker. */
  private async cleanUp(jobId: string): Promise<void> {
    const rows = await this.database.run<{ workspace_id: string; child_job_id: string | null }>({
      text: `select job.workspace_id, step.child_job_id from job join workflow_step step on step.job_id = job.id where job.id = $1 and job.ended_at is not null and step.status = 'open'`,
      values: [jobId],
    });
    const [first] = rows;
    if (!first) return;
    const childJobIds = rows.flatMap((row) => (row.child_job_id === null ? [] : [row.child_job_id]));
    await giveUp(
      { database: this.database, waits: this.waits, approvals: this.approvals },
      { jobId, workspaceId: first.workspace_id, place: null, childJobIds, reason: 'The workflow that waited for it has ended' },
    );
    await this.database.run(closeSteps(jobId));
  }
}
