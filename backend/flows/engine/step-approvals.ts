import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import type { Transaction } from '../../database/database.ts';
import { Approvals } from '../../approvals/approvals.service.ts';
import { specOfSuspend } from '../../approvals/core/spec-of-suspend.ts';
import type { Suspend } from '../flow.contract.ts';
import type { Place } from '../core/messages.ts';
import type { Evaluations } from './evaluations.ts';
import type { KeptRun } from './kept-run.ts';
import type { RunScope, ScopeOf } from './run-scope.ts';

type ApprovalContext = { run: KeptRun; scope: RunScope; evaluations: Evaluations };

/** Asks people for a flow, in the words of its `suspend`. */
@Injectable()
export class StepApprovals {
  constructor(private readonly approvals: Approvals) {}

  /** What is asked for in a way that nobody could decide is thrown as an `AppError`, or as a failed evaluation. */
  async ask(transaction: Transaction, context: ApprovalContext, command: Place & { suspend: Suspend }, waitId: string): Promise<void> {
    const { run, evaluations } = context;
    const { facts, source } = run;
    const { suspend, frame, step, attempt } = command;
    const place: ScopeOf = { frame, step, attempt, result: { from: 'step', step }, error: null };
    const { user_groups_required: required } = suspend;
    const groups = required ? (await evaluations.transforms({ user_groups_required: required }, place))['user_groups_required'] : null;
    await this.approvals.open(transaction, {
      workspaceId: facts.workspace_id,
      waitId,
      subject: { kind: 'flow', path: facts.path, version: source.version, job_id: facts.job_id, step },
      spec: specOfSuspend(suspend, groupsOf(step, groups), run.definition.steps.get(step)?.module.summary ?? ''),
      context: await contextOf(context, place, suspend),
      args: facts.run_args ?? facts.args,
      argsSchema: source.schema,
      requestedBy: facts.created_by,
      runAs: facts.run_as,
    });
  }

  /** Nobody waits for the answers of a run any more. */
  async voidFor(transaction: Transaction, jobId: string, placePrefix: string, reason: string): Promise<void> {
    await this.approvals.voidFor(transaction, { jobId, placePrefix: placePrefix === '' ? null : placePrefix, reason });
  }
}

function groupsOf(step: string, value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const groups = Array.isArray(value) ? value : [value];
  if (groups.every((group): group is string => typeof group === 'string' && group !== '')) return groups;
  throw new AppError('approval/spec_invalid', `The groups that may decide after ${step} must be a list of names.`, { step });
}

/** What texts speak of: the arguments, the result of the step, and the results that the texts name. */
async function contextOf({ run, scope, evaluations }: ApprovalContext, place: ScopeOf, suspend: Suspend): Promise<JsonObject> {
  const names = [...JSON.stringify(suspend['approval'] ?? null).matchAll(/\bresults\.([A-Za-z_][\w-]*)/g)].map(([, name]) => name ?? '');
  const results: JsonObject = {};
  for (const name of new Set(names))
    if (run.definition.steps.has(name))
      results[name] = (await evaluations.transforms({ value: { type: 'javascript', expr: `results[${JSON.stringify(name)}]` } }, place))['value'];
  const { result } = await evaluations.transforms({ result: { type: 'javascript', expr: 'result' } }, place);
  return { flow_input: await scope.argumentsOf(place.frame), result, previous_result: result, results };
}
