import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AdmissionService } from '../admission/admission.service.ts';
import { AgentEngine } from '../agents/runs/agent-engine.service.ts';
import { JobTokens } from '../auth/job-tokens.ts';
import { newId } from '../common/ids.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Notifications } from '../events/notifications.ts';
import { StepEnds } from '../flows/engine/step-ends.service.ts';
import { ResultCache } from '../jobs/result-cache.ts';
import { setProgress } from '../jobs/set-progress.sql.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import type { LanguageName } from '../languages/language.ts';
import { languageOf, languages } from '../languages/languages.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import { Logger } from '../observability/logger.ts';
import { Metrics } from '../observability/metrics.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { DueTimes } from '../queue/due-times.ts';
import { workerTagPrefix } from '../queue/task-names.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { createRunnerPool } from '../runner/runner-pool.ts';
import type { RunnerPool } from '../runner/runner.ts';
import { sourceHash } from '../scripts/core/source-hash.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { WorkflowEngine } from '../workflows/workflow-engine.service.ts';
import { ActiveJobs } from './active-jobs.ts';
import { JobArguments } from './job-arguments.ts';
import { JobExecutor, type RunnableSource } from './job-executor.ts';
import { JobHandler, type FlowStepEnds } from './job-handler.ts';
import { LogWriter } from './log-writer.ts';
import { Occupancy } from './occupancy.ts';
import { PreviewLocks } from './preview-locks.ts';
import { RecoveryService } from './recovery.service.ts';
import { Worker, probeLanguages } from './worker.service.ts';
import type { WorkerLanguage } from './worker.entity.ts';
import { WorkerIdentity } from './worker-identity.ts';
import { Slots } from './slots.ts';

const megabyte = 1024 * 1024;

/** How often the next step of a flow stays with its worker although other jobs wait there. */
const keptWhenCrowded = 0.9;

/** Builds the worker of this process and starts it with the application, unless the process is only a server. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, OnApplicationShutdown {
  private worker: Worker | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
    private readonly admission: AdmissionService,
    private readonly recovery: RecoveryService,
    private readonly sources: ScriptSources,
    private readonly jobArguments: JobArguments,
    private readonly locks: PreviewLocks,
    private readonly tokens: JobTokens,
    private readonly cache: ResultCache,
    private readonly dueTimes: DueTimes,
    private readonly otherTasks: QueueTaskRegistry,
    private readonly agentEngine: AgentEngine,
    private readonly workflowEngine: WorkflowEngine,
    private readonly stepEnds: StepEnds,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.MILLRACE_MODE === 'server') return;
    this.worker = await this.build();
    await this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.stop();
  }

  private async build(): Promise<Worker> {
    const { config, database, notifications, logger, admission, recovery } = this;
    const runners = await createRunnerPool({
      sandbox: config.MILLRACE_SANDBOX,
      dataDirectory: config.dataDirectory,
      parkedRunners: config.MILLRACE_PARKED_RUNNERS,
      logger,
    });
    const found = await probeLanguages(languages, config.dataDirectory);
    const tags = [...tagsOf(config, found), `${workerTagPrefix}${newId()}`];
    const identity = new WorkerIdentity(database, {
      name: config.MILLRACE_WORKER_NAME,
      version: config.version,
      tags,
      isolation: runners.sandbox.name,
      isolationNote: runners.sandbox.description,
      languages: found,
      capacity: config.MILLRACE_CONCURRENCY,
    });
    const active = new ActiveJobs();
    const slots = new Slots(config.MILLRACE_CONCURRENCY);
    this.agentEngine.start({ workerId: () => identity.id, active });
    const handler = this.buildHandler(active, slots, identity, runners, tags);
    this.metrics.watchRunners(
      () => runners.stats(),
      () => ({ busy: slots.busy, capacity: slots.capacity }),
    );
    return new Worker({
      config,
      database,
      notifications,
      logger,
      admission,
      recovery,
      identity,
      runners,
      active,
      slots,
      handler,
      occupancy: new Occupancy(slots.capacity),
      tags,
      otherTasks: this.otherTasks.all(),
    });
  }

  private buildHandler(active: ActiveJobs, slots: Slots, identity: WorkerIdentity, runners: RunnerPool, tags: readonly string[]): JobHandler {
    const { config, database, logger, objects, metrics, cache } = this;
    const workflows = this.workflowEngine.startRuns({
      workerId: () => identity.id,
      isCrowded: () => slots.isCrowded,
      end: (jobId, reason) => active.end(jobId, reason),
    });
    const executor = new JobExecutor(config, runners, {
      sourceOf: (job) => untilAnswered(() => this.sourceOf(job)),
      lockOf: (language, source, toolchain) => untilAnswered(() => this.locks.lockOf(language, source, toolchain)),
      resolveArguments: (job) => untilAnswered(() => this.jobArguments.resolve(job)),
      tokenOf: (jobId, attempt) => this.tokens.issue(jobId, attempt),
      conversationOf: (job, secrets, hide) => workflows.open(job, secrets, hide),
    });
    return new JobHandler({
      database,
      executor,
      objects,
      logger,
      active,
      slots,
      workflows,
      steps: this.stepEndsOf(identity, active, slots, tags),
      dueTimes: this.dueTimes,
      logs: new LogWriter(database, untilAnswered),
      maximumLogBytes: config.MILLRACE_MAX_LOG_MB * megabyte,
      workerId: () => identity.id,
      setProgress: (job, percent) => void this.setProgress(job, percent),
      listener: {
        jobStarted: (job) => metrics.jobStarted(job),
        jobEnded: (job, status, durationMs) => metrics.jobEnded(job, status, durationMs),
        // A result that is not kept only costs the next run.
        jobSucceeded: (job, resultJson) =>
          cache.keep(job, resultJson).catch((error: unknown) => logger.warn({ err: error, job: job.id }, 'Could not keep a result in the cache')),
      },
    });
  }

  private stepEndsOf(identity: WorkerIdentity, active: ActiveJobs, slots: Slots, tags: readonly string[]): FlowStepEnds {
    // While others wait for a slot, a flow gives its own back after some steps, so that a long one does not hold it to its end.
    const mayKeep = (): boolean => slots.isOpen && (!slots.isCrowded || Math.random() < keptWhenCrowded);
    const worker = { tags: new Set(tags), mayKeep, running: () => active.ids };
    return {
      takes: (job, completed) => this.stepEnds.takes(job, completed),
      end: (job, completed) => this.stepEnds.end({ ...worker, id: identity.id }, job, completed),
    };
  }

  private async sourceOf(job: StartedJob): Promise<RunnableSource> {
    if (job.version_id !== null) return this.sources.sourceOf(job.version_id);
    if (!job.raw) throw new Error(`The job ${job.id} has neither a version nor code`);
    const { language, content, lock, imported, path = job.path } = job.raw;
    const source = { path, content, lock, imported };
    return { language, source, hash: sourceHash(language, source), isWorkflow: await this.isWorkflow(language, content) };
  }

  /** Code that was not deployed is read again, if it may be one at all. */
  private async isWorkflow(language: LanguageName, content: string): Promise<boolean> {
    return content.includes('workflow') && ((await languageOf(language).inferSignature(content)).isWorkflow ?? false);
  }

  private async setProgress(job: StartedJob, percent: number): Promise<void> {
    await this.database.run(setProgress(job.id, Math.round(Math.min(100, Math.max(0, percent))), job.attempt)).catch(() => undefined);
  }
}

/** The tags of the settings, or one per language that this machine can run. */
function tagsOf(config: Config, found: readonly WorkerLanguage[]): string[] {
  if (config.MILLRACE_WORKER_TAGS.length > 0) return config.MILLRACE_WORKER_TAGS;
  return found.filter(({ available }) => available).map(({ name }) => name);
}
