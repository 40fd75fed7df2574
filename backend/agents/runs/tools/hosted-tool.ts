import type { ToolEnding, ToolSpec } from '../../../../agents/ports.ts';
import type { JsonObject } from '../../../common/json.ts';
import type { Transaction } from '../../../database/database.ts';
import type { ToolRule } from '../../agent.contract.ts';
import type { ToolDetail } from '../agent-step.sql.ts';

/** A call that could be made: what it runs with which arguments, checked, and the schema of these. */
export type PlannedCall = { detail: ToolDetail; schema: JsonObject | null };

/** A child job that is not written yet. */
export type ChildJob = { id: string; write: (transaction: Transaction) => Promise<void> };

/** Something that a model may call. A kind of tool says how a call is planned, and how it is made: by a job of its own, or here. */
export type HostedTool = {
  spec: ToolSpec;
  kind: ToolDetail['kind'];
  path: string | null;
  rule: ToolRule;
  /** Completes and checks the arguments. Throws an `AppError` that tells the model what is wrong with them. */
  plan(args: JsonObject): Promise<PlannedCall>;
  start:
    | { by: 'job'; prepare(detail: ToolDetail): Promise<ChildJob> }
    /** `isRepeatable`: doing it twice does no harm, so a call whose worker was lost is made again. */
    | { by: 'host'; isRepeatable: boolean; run(detail: ToolDetail, signal: AbortSignal): Promise<ToolEnding> };
};
