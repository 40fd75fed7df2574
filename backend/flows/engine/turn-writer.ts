import { Inject, Injectable } from '@nestjs/common';
import { insertRun as insertAgentRun } from '../../agents/runs/agent-run.sql.ts';
import { textOf } from '../../common/json-text.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import { insertJob, insertJobs } from '../../jobs/insert-jobs.sql.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { keyOf } from '../../jobs/result-cache.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { Redactor } from '../../secrets/redactor.ts';
import { Waits } from '../../waits/waits.service.ts';
import { storeResult } from '../../workers/job-result.ts';
import type { Command, Place } from '../core/messages.ts';
import { liveStepJob, liveStepJobs, queueDeletion } from './after-turn.sql.ts';
import { insertKeptJobs } from './complete-steps.sql.ts';
import type { KeptRun } from './kept-run.ts';
import { placeKey } from './place.ts';
import { shownError } from './pointer.ts';
import { StepApprovals } from './step-approvals.ts';
import { keepCached } from './step-jobs.ts';
import type { Turn } from './turn.ts';
import type { ValueReader } from './value-reader.ts';
import { endFlowJob, insertRun, writeRows, type NewRun, type RunChange } from './write-run.sql.ts';

type EndRun = Extract<Command, { kind: 'end_run' }>;

type TurnOptions = { begun?: NewRun | null; keeping?: { workerId: string; jobs: readonly NewJob[] } | null };

const megabyte = 1024 * 1024;

/** Writes what a turn has come to, in the transaction of the turn: as many statements for one row as for a thousand. */
@Injectable()
export class TurnWriter {
  constructor(
    private readonly waits: Waits,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    private readonly approvals: StepApprovals,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `begun` is given where the run begins with this turn, `keeping` where the worker that ended a step runs some of the next jobs itself. */
  async write(transaction: Transaction, run: KeptRun, turn: Turn, values: ValueReader, { begun = null, keeping = null }: TurnOptions): Promise<void> {
    await this.writeRows(transaction, run, turn, begun);
    if (keeping) await runNamed(transaction, insertKeptJobs(keeping.workerId, keeping.jobs));
    await this.insertJobs(
      transaction,
      turn.jobs.filter((job) => !keeping?.jobs.includes(job)),
    );
    await this.insertAgentRuns(transaction, turn);
    await this.waits.openAll(transaction, turn.waits);
    for (const command of turn.later) await this.carryOut(transaction, run, turn, values, command);
  }

  private async writeRows(transaction: Transaction, run: KeptRun, turn: Turn, begun: NewRun | null): Promise<void> {
    if (turn.rows.length === 0 && !begun) return;
    const { status } = run.state.run;
    const change: RunChange = {
      jobId: run.facts.job_id,
      nextSeq: run.nextSeq,
      status: status === 'new' ? 'running' : status,
      args: turn.args,
      earlySeq: turn.earlySeq,
    };
    await runNamed(transaction, begun ? insertRun(change, turn.rows, begun) : writeRows(change, turn.rows));
  }

  private async insertJobs(transaction: Transaction, jobs: readonly NewJob[]): Promise<void> {
    // A debounced call asks for a look at its own time, which the look for many would move.
    const alone = jobs.filter(({ admissionKey, scheduledFor }) => admissionKey !== null && scheduledFor !== null);
    const together = jobs.filter((job) => !alone.includes(job));
    if (together.length === 1) alone.push(together[0] as NewJob);
    else if (together.length > 1) await runNamed(transaction, insertJobs(together));
    for (const job of alone) await runNamed(transaction, insertJob(job));
  }

  /** What agents that stand in the flow are: there is no version that says it. A job that was called off again has no run. */
  private async insertAgentRuns(transaction: Transaction, { jobs, agentRuns }: Turn): Promise<void> {
    for (const run of agentRuns) {
      if (!jobs.some(({ id }) => id === run.jobId)) continue;
      for (const statement of insertAgentRun(run)) await runNamed(transaction, statement);
    }
  }

  private async carryOut(transaction: Transaction, run: KeptRun, turn: Turn, values: ValueReader, command: Turn['later'][number]): Promise<void> {
    const { job_id: jobId } = run.facts;
    switch (command.kind) {
      case 'cancel_below':
        return this.cancel(transaction, run, command.below, command.reason);
      case 'delete_later': {
        const groups = Map.groupBy(command.steps, ({ afterSeconds }) => afterSeconds);
        for (const [seconds, steps] of groups)
          await runNamed(
            transaction,
            queueDeletion(
              jobId,
              steps.map(({ step }) => step),
              seconds,
            ),
          );
        if (command.flowAfterSeconds !== null) await runNamed(transaction, queueDeletion(jobId, null, command.flowAfterSeconds));
        return;
      }
      case 'end_run':
        return this.end(transaction, run, turn, values, command);
    }
  }

  /** The job of a step that is not waited for any more. */
  async cancelStep(transaction: Transaction, { facts }: KeptRun, place: Place): Promise<void> {
    const [live] = await runNamed<{ id: string }>(transaction, liveStepJob(facts.job_id, placeKey(place)));
    if (live) await runNamed(transaction, cancelJobs(facts.workspace_id, [live.id], 'system', 'It did not end in time.'));
  }

  /** A flow or an agent that a step runs has ended within its time. */
  async stopClock(transaction: Transaction, { facts, definition }: KeptRun, place: Place): Promise<void> {
    const module = definition.steps.get(place.step)?.module;
    const hasClock = module?.value.type === 'flow' || module?.value.type === 'aiagent';
    if (!hasClock || !module.timeout) return;
    await this.waits.closeAt(transaction, { jobId: facts.job_id, place: placeKey(place), kind: 'child', reason: 'ended' });
  }

  /** Everything that still goes on below a frame. */
  private async cancel(transaction: Transaction, run: KeptRun, below: string, reason: string): Promise<void> {
    const { job_id: jobId, workspace_id: workspaceId } = run.facts;
    const live = await runNamed<{ id: string }>(transaction, liveStepJobs(jobId, below));
    if (live.length > 0)
      await runNamed(
        transaction,
        cancelJobs(
          workspaceId,
          live.map(({ id }) => id),
          'system',
          reason,
        ),
      );
    // Requests before their waits, as who votes does it.
    await this.approvals.voidFor(transaction, jobId, below, reason);
    await this.waits.close(transaction, { jobId, placePrefix: below, reason });
  }

  private async end(transaction: Transaction, run: KeptRun, turn: Turn, values: ValueReader, { status, result, error }: EndRun): Promise<void> {
    const { job_id: jobId, workspace_id: workspaceId } = run.facts;
    const ended = {
      jobId,
      status: status as string,
      result: null as string | null,
      resultObject: null as string | null,
      error: error ? JSON.stringify(jobError(error)) : null,
    };
    if (result) {
      const text = await this.resultText(run, turn, values, result);
      if (Buffer.byteLength(text) > this.config.MILLRACE_MAX_RESULT_MB * megabyte) {
        ended.status = 'failed';
        ended.error = JSON.stringify(this.tooLarge());
      } else {
        const stored = await storeResult(this.objects, workspaceId, jobId, text);
        if (stored.kind === 'inline') ended.result = textOf(stored.json);
        else ended.resultObject = stored.key;
        if (status === 'succeeded') await this.keep(transaction, run, text);
      }
    }
    await runNamed(transaction, endFlowJob(ended));
  }

  private async resultText(run: KeptRun, turn: Turn, values: ValueReader, result: NonNullable<EndRun['result']>): Promise<string> {
    const found = turn.resultOfRun(result);
    if (found && 'value' in found) return JSON.stringify(found.value);
    // The arguments as they are stored: a flow without steps must not tell its secrets.
    if (found?.at === 'args') return JSON.stringify(maskSecrets(run.facts.run_args ?? run.facts.args));
    const text = await values.text(found);
    const redactor = new Redactor([...(run.input?.secrets ?? [])]);
    return redactor.isIdle || redactor.redact(text) === text ? text : JSON.stringify(redactor.redactJson(JSON.parse(text) as unknown));
  }

  /** For flows with a cache of their own. */
  private async keep(transaction: Transaction, { facts, input }: KeptRun, result: string): Promise<void> {
    const ttl = facts.settings['cache_ttl_s'];
    if (typeof ttl !== 'number' || facts.version_id === null || (input?.secrets.length ?? 0) > 0) return;
    const key = keyOf({ versionId: facts.version_id, args: facts.args, runAs: facts.run_as });
    await keepCached(transaction, facts.workspace_id, { key, ttl }, facts.job_id, result);
  }

  private tooLarge() {
    const limit = this.config.MILLRACE_MAX_RESULT_MB;
    return {
      code: 'job/result_too_large',
      name: 'ResultTooLarge',
      message: `The result of the flow is larger than ${limit} MB. Return a reference to the data instead.`,
    };
  }
}

/** A failure as jobs have it. */
const jobError = (error: NonNullable<EndRun['error']>): Record<string, unknown> => ({ code: 'flow/failed', ...shownError(error) });
