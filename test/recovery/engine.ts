import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { AdmissionService } from '../../backend/admission/admission.service.ts';
import { SecretArguments } from '../../backend/jobs/secret-arguments.ts';
import { Secrets } from '../../backend/secrets/secrets.service.ts';
import { newId } from '../../backend/common/ids.ts';
import { readConfig } from '../../backend/config/config.ts';
import { openDatabase, type Database } from '../../backend/database/database.ts';
import { entities } from '../../backend/database/entities.ts';
import { untilAnswered } from '../../backend/database/until-answered.ts';
import { Notifications } from '../../backend/events/notifications.ts';
import { cancelJobs } from '../../backend/jobs/cancel-jobs.sql.ts';
import { admissionKeys } from '../../backend/jobs/core/admission-keys.ts';
import { insertJob } from '../../backend/jobs/insert-jobs.sql.ts';
import type { NewJob } from '../../backend/jobs/new-job.ts';
import { LocalObjectStore } from '../../backend/objects/object-store.ts';
import { Logger } from '../../backend/observability/logger.ts';
import type { RunnerPool } from '../../backend/runner/runner.ts';
import { DueTimes } from '../../backend/queue/due-times.ts';
import type { ScriptSettings } from '../../backend/scripts/scripts.contract.ts';
import { ActiveJobs } from '../../backend/workers/active-jobs.ts';
import { JobHandler } from '../../backend/workers/job-handler.ts';
import { LogWriter } from '../../backend/workers/log-writer.ts';
import { Occupancy } from '../../backend/workers/occupancy.ts';
import { RecoveryService } from '../../backend/workers/recovery.service.ts';
import { Slots } from '../../backend/workers/slots.ts';
import { WorkerIdentity } from '../../backend/workers/worker-identity.ts';
import { Worker } from '../../backend/workers/worker.service.ts';
import { WorkerEntity } from '../../backend/workers/worker.entity.ts';
import { behaviours } from './behaviours.ts';
import { BehaviourExecutor } from './behaviour-executor.ts';
import { FaultPlan } from './fault-plan.ts';
import { makeFaulty } from './faulty-pool.ts';
import { pathOf, type PlannedJob } from './workload.ts';

const tag = 'bun';
const concurrency = 16;
const workspaceId = 'recovery';

/** The whole job engine in this process, on connections that fail by plan. Only the running of scripts is replaced: behaviours run here. */
export class Engine {
  readonly executor = new BehaviourExecutor();
  private readonly cancellations: Promise<void>[] = [];

  private constructor(
    readonly database: Database,
    private readonly notifications: Notifications,
    private readonly worker: Worker,
  ) {}

  /** Without a plan nothing fails. */
  static async start(url: string, plan = new FaultPlan({ seed: '', fault: 'refused', rate: 0 })): Promise<Engine> {
    const logger = Logger.create(process.env['MILLRACE_LOG_LEVEL'] ?? 'silent', 'engine');
    const database = await openDatabase({ url, entities: [...entities, WorkerEntity], poolSize: 12, onError: () => undefined });
    makeFaulty(database.pool, plan);
    const notifications = new Notifications(url, logger);
    await notifications.start();
    const engine: Engine = new Engine(
      database,
      notifications,
      Engine.worker(database, notifications, logger, () => engine.executor),
    );
    await database.run({ text: `insert into workspace (id, name, data_key) values ($1, 'Recovery', '\\x00')`, values: [workspaceId] });
    await engine.worker.start();
    return engine;
  }

  private static worker(database: Database, notifications: Notifications, logger: Logger, executor: () => BehaviourExecutor): Worker {
    const config = readConfig({ MILLRACE_CONCURRENCY: String(concurrency) });
    const active = new ActiveJobs();
    const slots = new Slots(concurrency);
    const dueTimes = new DueTimes(database);
    const identity = new WorkerIdentity(database, {
      name: 'recovery',
      version: '0',
      tags: [tag],
      isolation: 'none',
      isolationNote: '',
      languages: [],
      capacity: concurrency,
    });
    const handler = new JobHandler({
      database,
      logger,
      active,
      slots,
      dueTimes,
      workflows: { suspend: () => Promise.resolve(false), close: () => Promise.resolve(), forget: () => undefined },
      steps: { takes: () => false, end: () => Promise.resolve(null) },
      executor: { execute: (job, sink) => executor().execute(job, sink) },
      logs: new LogWriter(database, untilAnswered),
      objects: new LocalObjectStore(tmpdir()),
      listener: { jobStarted: () => undefined, jobEnded: () => undefined, jobSucceeded: () => Promise.resolve() },
      maximumLogBytes: 100_000,
      workerId: () => identity.id,
      setProgress: () => undefined,
    });
    return new Worker({
      config,
      database,
      notifications,
      logger,
      identity,
      active,
      slots,
      handler,
      tags: [tag],
      runners: noRunners,
      admission: new AdmissionService(database, dueTimes, new SecretArguments(new Secrets(database, randomBytes(32))), config),
      recovery: new RecoveryService(database, logger),
      occupancy: new Occupancy(concurrency),
    });
  }

  /** Asks for a job as a client does: again and again under one idempotency key until it is answered. */
  async ask(planned: PlannedJob, settings: ScriptSettings = {}): Promise<void> {
    const job = newJob(planned, settings);
    // Another id each time, as a server makes it: the key alone makes the job one.
    await untilSaid(() => this.database.run(insertJob({ ...job, id: newId() })));
    if (planned.cancelAfterMs !== null) this.cancellations.push(this.cancelLater(planned.key, planned.cancelAfterMs));
  }

  /** Resolves when everything that was to be cancelled has been asked to. */
  async cancelled(): Promise<void> {
    await Promise.all(this.cancellations);
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.notifications.close();
    await this.database.close();
  }

  private async cancelLater(key: string, delayMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await untilSaid(async () => {
      const [job] = await this.database.run<{ id: string }>({
        name: 'find_by_key',
        text: 'select id from job where workspace_id = $1 and idempotency_key = $2',
        values: [workspaceId, key],
      });
      if (job) await this.database.run(cancelJobs(workspaceId, [job.id], 'u/tester', 'declared'));
    });
  }
}

/** What a client does that gets a 5xx: it asks again. */
async function untilSaid<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await untilAnswered(work);
    } catch (error) {
      if ((error as { code?: unknown }).code !== '40P01') throw error;
    }
  }
}

function newJob({ key, behaviour }: PlannedJob, more: ScriptSettings): NewJob {
  const settings = { ...behaviours[behaviour]?.settings, ...more };
  const delaySeconds = Number(behaviours[behaviour]?.query?.['scheduled_in_s'] ?? 0);
  return {
    id: newId(),
    workspaceId,
    kind: 'script',
    path: pathOf(behaviour),
    versionId: null,
    raw: null,
    args: { key, behaviour },
    createdBy: 'u/tester',
    runAs: 'u/tester',
    runAsUserId: null,
    triggerKind: 'api',
    triggerPath: null,
    tag,
    priority: 0,
    parentId: null,
    rootId: null,
    traceId: randomUUID(),
    settings,
    idempotencyKey: key,
    ...admissionKeys(settings, pathOf(behaviour), {}),
    watcher: null,
    scheduledFor: delaySeconds > 0 ? new Date(Date.now() + delaySeconds * 1000) : null,
  };
}

const noRunners: RunnerPool = {
  run: () => Promise.reject(new Error('Behaviours run in the process of the test.')),
  stats: () => ({ busy: 0, parked: 0, started: 0, retired: 0, reused: 0, memoryBytes: 0 }),
  sandbox: { name: 'none', description: '' },
  retire: () => undefined,
  sharedFolders: [],
  endSharedFolder: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
