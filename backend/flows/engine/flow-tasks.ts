import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import { Database, runNamed } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { Batcher } from '../../queue/batcher.ts';
import { QueueTaskRegistry } from '../../queue/queue-task-registry.ts';
import { flowCancelledTask, flowDeleteTask, flowStepEndedTask, flowTag, taskOfTag } from '../../queue/task-names.ts';
import { WaitOwners } from '../../waits/wait-owners.ts';
import type { EndedWait } from '../../waits/wait.ts';
import { deleteResults } from './after-turn.sql.ts';
import { FlowEngine, type Delivery } from './flow-engine.service.ts';
import { claimFlow, type ClaimedFlow } from './insert-flow-job.sql.ts';
import { readPlace } from './place.ts';
import { loadQueuedFacts, readEndedSteps, type EndedStepRow } from './read-steps.sql.ts';
import { deliveryOfWait, deliveryOfStep } from './deliveries.ts';
import { isExternalTrigger } from './triggers.ts';

/** Ends of jobs that are read in one statement. */
const batchSize = 200;

/** What the queue and the waits tell flows of. Every handler may be called again for the same thing: the engine knows what it has heard. */
@Injectable()
export class FlowTasks implements OnModuleInit {
  private readonly ends: Batcher<string, EndedStepRow | null>;

  constructor(
    private readonly database: Database,
    private readonly engine: FlowEngine,
    private readonly tasks: QueueTaskRegistry,
    private readonly owners: WaitOwners,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {
    this.ends = new Batcher(
      async (ids) => {
        const rows = await untilAnswered(() => database.run<EndedStepRow>(readEndedSteps(ids)));
        const byId = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      { maximumSize: batchSize, lanes: 1 },
    );
  }

  onModuleInit(): void {
    this.tasks.add(flowStepEndedTask, (payload) => this.stepEnded((payload as { id: string }).id));
    this.tasks.add(flowCancelledTask, (payload) => this.engine.deliver((payload as { id: string }).id, cancelled));
    this.tasks.add(flowDeleteTask, (payload) => this.delete(payload as { id: string; steps: string[] | null }));
    this.tasks.add(taskOfTag(flowTag), (payload) => this.begin((payload as { id: string }).id));
    this.owners.add('flow', (wait) => this.waitEnded(wait));
  }

  private async stepEnded(jobId: string): Promise<void> {
    const row = await this.ends.add(jobId);
    const delivery = row ? deliveryOfStep(row) : null;
    if (row && delivery) await this.engine.deliver(row.parent_id, delivery);
  }

  private async waitEnded(wait: EndedWait): Promise<void> {
    const place = readPlace(wait.place);
    if (place) await this.engine.deliver(wait.jobId, deliveryOfWait(wait, place));
  }

  /** A flow that was scheduled, debounced, limited, or is a step of another one. */
  private async begin(jobId: string): Promise<void> {
    const jobs = await this.engine.inTurn(async (transaction) => {
      const [claimed] = await runNamed<ClaimedFlow>(transaction, claimFlow(jobId));
      if (!claimed) return [];
      const [facts] = await runNamed<Parameters<FlowEngine['beginClaimed']>[1]['facts']>(transaction, loadQueuedFacts(jobId, claimed.depth));
      if (!facts) throw new AppError('internal', `The job ${jobId} was deleted while it was begun.`);
      const isExternal = isExternalTrigger(facts.trigger_kind);
      return this.engine.beginClaimed(transaction, {
        facts,
        run: { workspaceId: facts.workspace_id, versionId: facts.version_id, value: null, depth: claimed.depth, restarted: null },
        event: (nowMs) => ({ kind: 'started', nowMs, isExternal }),
      });
    });
    this.engine.noteTimes(jobs);
  }

  private async delete({ id, steps }: { id: string; steps: string[] | null }): Promise<void> {
    const rows = await untilAnswered(() => this.database.run<{ key: string }>(deleteResults(id, steps)));
    for (const { key } of rows) await this.objects.delete(key);
  }
}

/** The lock of the run finds who cancelled its job, and why. */
const cancelled: Delivery = { event: () => ({ kind: 'cancelled', by: 'system', reason: '' }) };
