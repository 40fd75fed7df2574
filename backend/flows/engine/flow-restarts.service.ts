import { Injectable } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { newId } from '../../common/ids.ts';
import { Database } from '../../database/database.ts';
import { requireDirectRun } from '../../jobs/core/run-approval.ts';
import { isLive, type JobStatus } from '../../jobs/core/job-status.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { RunService } from '../../jobs/run.service.ts';
import { SecretArguments } from '../../jobs/secret-arguments.ts';
import { visibleJobIds } from '../../jobs/read-job.sql.ts';
import { flowTag } from '../../queue/task-names.ts';
import { defineFlow } from '../core/definition.ts';
import { restartFrom } from '../core/restart.ts';
import type { StepRow } from '../core/rows.ts';
import type { FlowValue } from '../flow.contract.ts';
import type { RestartFlow } from '../flow-runs.contract.ts';
import { FlowSources } from '../flow-sources.ts';
import { FlowEngine } from './flow-engine.service.ts';
import { FlowStarts, runApprovalOf } from './flow-starts.service.ts';
import type { RecordedRow } from './kept-run.ts';
import { frameAround } from './place.ts';
import { loadRecord, loadRestart, type FinishedRun, type FullRow } from './load-restart.sql.ts';
import { flowSettings } from './step-runnable.ts';
import type { NewRow } from './write-run.sql.ts';

type Restarted = { value: FlowValue; versionId: string | null; schema: JsonObject };

/** Runs finished flows again from a step on: what was done before it is taken over with its results, in a new run of its own. */
@Injectable()
export class FlowRestarts {
  constructor(
    private readonly database: Database,
    private readonly engine: FlowEngine,
    private readonly starts: FlowStarts,
    private readonly flows: FlowSources,
    private readonly runs: RunService,
    private readonly secrets: SecretArguments,
  ) {}

  /** Gives the id of the new job. It runs as whoever asks. */
  async restart(auth: Auth, jobId: string, input: RestartFlow): Promise<string> {
    const before = await this.require(auth, jobId);
    const { value, versionId, schema } = await this.definitionFor(before, input);
    const record = await this.database.run<FullRow>(loadRecord(jobId));
    const definition = defineFlow(value);
    const restart = restartFrom(
      definition,
      record.map(({ row }) => row),
      input,
    );
    if (!restart)
      throw new AppError(
        'flow/not_restartable',
        `The run cannot go on from "${input.step}": the run did not come there, or the flow has no such step at that place.`,
        { frame: input.frame, step: input.step },
      );
    const job = await this.jobFor(auth, before, { value, versionId, schema });
    const rows = renumber(record, restart.rows, input);
    const enter = restart.enter;
    return this.engine.begin({
      job,
      facts: { ...this.starts.factsOf(auth, job, versionId === null ? value : null), depth: 0, run_args: before.run_args },
      run: {
        workspaceId: auth.workspaceId,
        versionId,
        value: versionId === null ? JSON.stringify(value) : null,
        args: before.run_args && JSON.stringify(before.run_args),
        depth: 0,
        restarted: { jobId, frame: input.frame, step: input.step },
      },
      rows,
      event: (nowMs) => ({ kind: 'restarted', nowMs, enter }),
    });
  }

  private async require(auth: Auth, jobId: string): Promise<FinishedRun> {
    const [visible] = await this.database.run(visibleJobIds(auth, [jobId]));
    const [run] = visible ? await this.database.run<FinishedRun>(loadRestart(auth.workspaceId, jobId)) : [];
    if (!visible) throw new AppError('job/not_found', 'There is no such job, or you may not see it.', { job_id: jobId });
    if (!run) throw new AppError('job/not_a_flow', 'Only runs of a flow can go on from a step.', { job_id: jobId });
    if (isLive(run.status as JobStatus))
      throw new AppError('flow/not_restartable', 'The run is not over yet. Cancel it first, or wait for its end.', { job_id: jobId });
    if (run.kind === 'flow_preview') requireAccess(auth, 'jobs:preview');
    else await this.requireRun(auth, run.path);
    return run;
  }

  /** To go on with a run is to run it: where that has to be asked for, this does not go around it. */
  private async requireRun(auth: Auth, path: string): Promise<void> {
    const target = { kind: 'flow', path } as const;
    requireAccess(auth, 'jobs:run', target);
    const current = await this.flows.sourceFor(auth.workspaceId, path, null);
    requireDirectRun(auth, target, runApprovalOf(current.value));
  }

  private async definitionFor(run: FinishedRun, { version }: RestartFlow): Promise<Restarted> {
    if (run.version_id === null) return { value: run.value ?? { modules: [] }, versionId: null, schema: {} };
    const flow = version === 'newest' ? await this.flows.sourceFor(run.workspace_id, run.path, null) : await this.flows.sourceOf(run.version_id);
    return { value: flow.value, versionId: flow.versionId, schema: flow.schema };
  }

  /** The arguments are those of the run before; its secrets are bound to its job, so they are sealed anew for the new one. */
  private async jobFor(auth: Auth, before: FinishedRun, { value, versionId, schema }: Restarted): Promise<NewJob> {
    const { args, values } = await this.secrets.open(before.workspace_id, before.id, before.args);
    const runnable = { path: before.path, versionId: versionId ?? '', schema: {}, settings: flowSettings(value, before.path), language: flowTag };
    const job = await this.runs.assemble(auth, runnable, {}, { triggerKind: 'rerun' });
    const id = newId();
    return {
      ...job,
      id,
      kind: before.kind,
      tag: flowTag,
      versionId,
      args: await this.secrets.sealHolders(before.workspace_id, id, await this.secrets.seal(before.workspace_id, id, schema, args), values),
      // It goes on at once: what limits the beginning of flows has let this one pass before.
      admissionKey: null,
      debounceKey: null,
      scheduledFor: null,
    };
  }
}

/** The rows that are taken over, numbered anew, with edited results in their places. */
function renumber(record: readonly FullRow[], kept: readonly StepRow[], { frame, results }: RestartFlow): { record: RecordedRow; row: NewRow }[] {
  const wanted = new Set(kept);
  const numbers = new Map<number, number>();
  return record
    .filter(({ row }) => wanted.has(row))
    .map((old, index) => {
      const seq = index + 1;
      numbers.set(old.seq, seq);
      const edited = editedResult(old.row, frame, results);
      const held = edited ?? old.held;
      const resultJobId = edited === null ? old.result_job_id : null;
      const resultSeq = edited === null && old.result_seq !== null ? (numbers.get(old.result_seq) ?? null) : null;
      const row: StepRow = edited === null || old.row.kind !== 'step_ended' ? old.row : { ...old.row, result: { from: 'value', value: null } };
      return {
        record: { seq, row, hasHeld: held !== null, resultJobId, resultSeq },
        row: { seq, row, held, resultJobId, resultSeq, childJobId: old.child_job_id, isReused: true },
      };
    });
}

/** JSON text of the result that somebody has put in the place of that of a step, in the frame or one around it. */
function editedResult(row: StepRow, frame: string, results: RestartFlow['results']): string | null {
  if (row.kind !== 'step_ended' || !Object.hasOwn(results, row.step)) return null;
  for (let key: string | null = frame; key !== null; key = frameAround(key)?.frame ?? null)
    if (key === row.frame) return JSON.stringify(results[row.step] ?? null);
  return null;
}
