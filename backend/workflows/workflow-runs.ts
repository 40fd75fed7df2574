import { untilAnswered } from '../database/until-answered.ts';
import { runIn, type Database } from '../database/database.ts';
import type { JobResults } from '../jobs/job-results.ts';
import type { JobWaiter } from '../jobs/job-waiter.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Logger } from '../observability/logger.ts';
import type { Secrets } from '../secrets/secrets.service.ts';
import type { Waits } from '../waits/waits.service.ts';
import type { WorkflowApprovals } from './approval-port.ts';
import { loadOpenSteps, loadSteps, type LoadedStep } from './load-steps.sql.ts';
import { SealedResults } from './sealed-results.ts';
import type { SessionParts } from './session-parts.ts';
import { placeOf } from './session-rows.ts';
import { suspendWorkflow, watchChildren } from './suspend-workflow.sql.ts';
import type { WorkflowChanges } from './workflow-changes.ts';
import { closeSteps, giveUp } from './workflow-cleaner.ts';
import { WorkflowJournal } from './workflow-journal.ts';
import { WorkflowSession, type OpenOperation } from './workflow-session.ts';
import type { WorkflowTasks } from './workflow-tasks.service.ts';

/** What the worker gives. */
export type WorkerParts = {
  workerId: () => string;
  isCrowded: () => boolean;
  /** Ends an attempt that runs here: its job belongs to somebody else, or it cannot go on. */
  end: (jobId: string, reason: 'lost' | 'drain') => void;
};

/** What the rest of Millrace gives. */
export type WorkflowServices = {
  database: Database;
  waits: Waits;
  waiter: JobWaiter;
  results: JobResults;
  objects: ObjectStore;
  secrets: Secrets;
  tasks: WorkflowTasks;
  approvals: WorkflowApprovals;
  changes: WorkflowChanges;
  logger: Logger;
  hotMs: number;
  maximumResultBytes: number;
};

/** The workflows that have a process of this worker now. */
export class WorkflowRuns {
  private readonly sessions = new Map<string, { session: WorkflowSession; wakes: number }>();
  private readonly parts: SessionParts;

  constructor(
    private readonly services: WorkflowServices,
    private readonly worker: WorkerParts,
  ) {
    const { database, waits, waiter, results, tasks, approvals, changes, logger, hotMs, maximumResultBytes } = services;
    this.parts = {
      journal: new WorkflowJournal(database, waits, worker.workerId),
      waiter,
      tasks,
      approvals,
      hotMs,
      maximumResultBytes,
      isCrowded: worker.isCrowded,
      childResult: (jobId) => untilAnswered(() => results.read(jobId)),
      giveUp: (job, operation) => untilAnswered(() => giveUp(services, givenUp(job, [operation], 'It lost a race'))),
      changed: (jobId) => changes.note(jobId),
      lost: (jobId) => worker.end(jobId, 'lost'),
      unexpected: (job, error) => logger.error({ err: error, job: job.id, trace: job.trace_id }, 'A step of a workflow met an error of Millrace'),
      again: (jobId) => worker.end(jobId, 'drain'),
    };
  }

  /** Begins a stretch of a workflow: a first one without asking the database for anything. */
  async open(job: StartedJob, secrets: readonly string[], hideInLog: (secrets: readonly string[]) => void): Promise<WorkflowSession> {
    const isFirst = job.attempt === 1 && job.wakes === 0;
    const steps = isFirst ? [] : await untilAnswered(() => this.services.database.run<LoadedStep>(loadSteps(job.id)));
    const start = steps.find(({ kind }) => kind === 'start');
    const seed = start?.result ? (JSON.parse(start.result) as { seed: string }).seed : WorkflowSession.newSeed();
    const results = new SealedResults(this.services.objects, this.services.secrets, job.workspace_id, job.id, seed);
    const session = new WorkflowSession(job, { seed, startedAt: start?.started_at.getTime() ?? Date.now(), steps }, results, this.parts, hideInLog);
    session.hide(secrets);
    await session.prepare();
    // Not before: what a look finds would be told to nobody, and a wake that is missed here keeps the workflow from going to rest.
    this.sessions.set(job.id, { session, wakes: job.wakes });
    return session;
  }

  /** Looks up what has ended of what these workflows wait for, if they run here. */
  async refresh(jobIds: readonly string[]): Promise<void> {
    const here = jobIds.filter((jobId) => this.sessions.has(jobId));
    if (here.length === 0) return;
    const rows = await untilAnswered(() => this.services.database.run<LoadedStep & { job_id: string; wakes: number }>(loadOpenSteps(here)));
    for (const [jobId, steps] of Map.groupBy(rows, (row) => row.job_id)) {
      const running = this.sessions.get(jobId);
      if (!running) continue;
      running.wakes = Math.max(running.wakes, steps[0]?.wakes ?? 0);
      running.session.refresh(steps);
    }
  }

  /** The same for all that run here, after notifications may have been missed. */
  refreshAll(): Promise<void> {
    return this.refresh([...this.sessions.keys()]);
  }

  /** Puts a workflow to rest whose code has let go of its process. `false`: something it waits for has ended meanwhile, it goes on at once. */
  async suspend(job: StartedJob): Promise<boolean> {
    const running = this.sessions.get(job.id);
    if (!running) return false;
    await running.session.settled();
    running.session.end();
    if (running.session.hasUnheard) return false;
    const open = [...running.session.open.values()];
    return untilAnswered(() => this.rest(job, open, running.wakes)).catch((error: unknown) => {
      if (error instanceof Awake) return false;
      throw error;
    });
  }

  /** Before the end of a workflow is written: gives up what is still open. */
  async close(job: StartedJob): Promise<void> {
    const running = this.sessions.get(job.id);
    if (!running) return;
    await running.session.settled();
    running.session.end();
    const open = [...running.session.open.values()];
    if (open.length === 0) return;
    await untilAnswered(() => giveUp(this.services, { ...givenUp(job, open, 'The workflow that waited for it has ended'), place: null }));
    await untilAnswered(() => this.services.database.run(closeSteps(job.id)));
  }

  forget(job: StartedJob): void {
    const running = this.sessions.get(job.id);
    if (running?.session.job !== job) return;
    running.session.end();
    this.sessions.delete(job.id);
  }

  private rest(job: StartedJob, open: readonly OpenOperation[], wakes: number): Promise<boolean> {
    const { database, waits, changes } = this.services;
    return database.transaction(async (transaction) => {
      const sleeps = open.filter(({ kind }) => kind === 'sleep');
      await waits.openAll(
        transaction,
        sleeps.map(({ key, waitId, dueAt }) => ({
          ...(waitId === null ? {} : { id: waitId }),
          workspaceId: job.workspace_id,
          jobId: job.id,
          owner: 'workflow' as const,
          place: placeOf(key),
          kind: 'sleep' as const,
          dueAt: dueAt === null ? null : new Date(dueAt),
          eventKey: null,
        })),
      );
      const children = open.flatMap(({ childJobId }) => (childJobId === null ? [] : [childJobId]));
      const watched = children.length === 0 ? [] : await runIn(transaction, watchChildren(children));
      if (watched.length < children.length) throw new Awake();
      const rows = await runIn(transaction, suspendWorkflow(this.worker.workerId(), { id: job.id, attempt: job.attempt, wakes }));
      if (rows.length === 0) throw new Awake();
      changes.note(job.id);
      return true;
    });
  }
}

/** Something has ended between the last look and the suspension. */
class Awake extends Error {}

function givenUp(job: StartedJob, open: readonly OpenOperation[], reason: string) {
  const [only] = open;
  return {
    jobId: job.id,
    workspaceId: job.workspace_id,
    place: open.length === 1 && only ? placeOf(only.key) : null,
    childJobIds: open.flatMap(({ childJobId }) => (childJobId === null ? [] : [childJobId])),
    reason,
  };
}
