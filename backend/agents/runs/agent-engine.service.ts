import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.ts';
import { Database } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { Notifications } from '../../events/notifications.ts';
import { ExpressionRunner } from '../../expressions/expression-runner.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { Logger } from '../../observability/logger.ts';
import { Metrics } from '../../observability/metrics.ts';
import { Batcher } from '../../queue/batcher.ts';
import { QueueTaskRegistry } from '../../queue/queue-task-registry.ts';
import { agentChildTask, agentEndedTask, agentTag, taskOfTag } from '../../queue/task-names.ts';
import { WaitOwners } from '../../waits/wait-owners.ts';
import { wakeWorkflows } from '../../workflows/wake-workflows.sql.ts';
import { ChunkWriter } from './agent-chunks.ts';
import { AgentHost, type AgentWorker } from './agent-host.ts';
import type { AgentRunParts } from './agent-run-parts.ts';
import { AgentRunServices } from './agent-run-services.ts';
import { runsOfChildren } from './agent-step.sql.ts';
import { ThreadTitles } from './thread-titles.service.ts';
import { TraceExport } from './trace-export.service.ts';

const wakeBatch = { maximumSize: 200, lanes: 1 };

/** Wakes agents when something that they wait for has ended, and gives workers what runs them. */
@Injectable()
export class AgentEngine implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private readonly wakes = new Batcher<string, void>((ids) => this.wake(ids), wakeBatch);
  private readonly childEnds = new Batcher<string, void>((ids) => this.wakeParents(ids), wakeBatch);
  private readonly expressions = new ExpressionRunner();
  private host: AgentHost | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly services: AgentRunServices,
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
    private readonly queueTasks: QueueTaskRegistry,
    private readonly owners: WaitOwners,
    private readonly titles: ThreadTitles,
    private readonly traces: TraceExport,
  ) {}

  onModuleInit(): void {
    const idOf = (payload: unknown): string => (payload as { id: string }).id;
    this.owners.add('agent', (wait) => this.wakes.add(wait.jobId));
    this.queueTasks.add(agentChildTask, (payload) => this.childEnds.add(idOf(payload)));
    this.queueTasks.add(agentEndedTask, (payload) => this.endedElsewhere(idOf(payload)));
    this.queueTasks.add(taskOfTag(agentTag), (payload) => this.take(idOf(payload)));
  }

  /** Lets the worker of this process run agents. */
  start(worker: AgentWorker): void {
    const host = new AgentHost(this.parts(), worker, this.logger, {
      started: (job) => this.metrics.jobStarted(job),
      ended: (job, status, durationMs) => this.metrics.jobEnded(job, status, durationMs),
    });
    this.host = host;
    const look = (payload: string): void =>
      void host.noteWakes(payload.split(',')).catch((error: unknown) => this.logger.error({ err: error }, 'Could not look at what agents wait for'));
    this.stopListening = this.notifications.on('millrace_workflow', look);
  }

  onModuleDestroy(): void {
    this.stopListening?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.expressions.close();
  }

  /** Nobody held the run when it ended. */
  private async endedElsewhere(jobId: string): Promise<void> {
    const run = await this.services.ender.ended(jobId);
    if (run) this.traces.tell(run);
  }

  private take(jobId: string): Promise<void> {
    if (!this.host) throw new Error('This process runs no agents');
    return this.host.take(jobId);
  }

  private parts(): AgentRunParts {
    return {
      ...this.services,
      expressions: this.expressions,
      chunks: new ChunkWriter(this.database, this.logger),
      hotMs: this.config.MILLRACE_WORKFLOW_HOT_MS,
      log: (job, text) => void this.log(job, text),
      onEnd: (job, ended) => {
        this.titles.afterAnswer(job, ended);
        this.traces.ended(job, ended);
      },
    };
  }

  /** A line in the log of the run. That it could not be written keeps nothing from going on. */
  private async log({ id }: StartedJob, text: string): Promise<void> {
    await this.database
      .run({
        name: 'log_agent',
        text: `insert into job_log (job_id, seq, text) select $1, coalesce(max(seq), 0) + 1, $2 from job_log where job_id = $1 on conflict do nothing`,
        values: [id, `${text}\n`],
      })
      .catch((error: unknown) => this.logger.warn({ err: error, job: id }, 'Could not write into the log of an agent'));
  }

  private async wake(ids: readonly string[]): Promise<void[]> {
    await untilAnswered(() => this.database.run(wakeWorkflows([...new Set(ids)].sort())));
    return ids.map(() => undefined);
  }

  private async wakeParents(childIds: readonly string[]): Promise<void[]> {
    const rows = await untilAnswered(() => this.database.run<{ job_id: string }>(runsOfChildren(childIds)));
    if (rows.length > 0) await this.wake(rows.map((row) => row.job_id));
    return childIds.map(() => undefined);
  }
}
