import { z } from 'zod';
import { EvaluationCase, Scorer } from '../agents/agent.contract.ts';
import { AgentValue } from '../agents/agent.contract.ts';
import { AgentUsage } from '../agents/threads.contract.ts';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject, Timestamp } from '../common/json.ts';

/** Evaluates a deployed version, or an agent that is being edited. */
export const StartEvaluation = z
  .object({
    version: z.number().int().min(1).nullable().default(null).describe('null: the current one'),
    draft: z
      .object({ schema: JsonObject, value: AgentValue })
      .strict()
      .nullable()
      .default(null)
      .describe('An agent that is not deployed, instead of a version'),
    cases: z
      .array(z.string().max(60))
      .min(1)
      .max(1000)
      .nullable()
      .default(null)
      .describe('Ids of the cases; null: all. What a deploy asks for is met only by all'),
  })
  .strict()
  .meta({ id: 'StartEvaluation' });
export type StartEvaluation = z.infer<typeof StartEvaluation>;

export const EvaluationStatus = z.enum(['running', 'done', 'cancelled']).meta({ id: 'EvaluationStatus' });
export type EvaluationStatus = z.infer<typeof EvaluationStatus>;

/** One evaluation in the list of those of an agent. */
export const EvaluationRow = z
  .object({
    id: z.uuid(),
    agent: ItemPath,
    version: z.number().int().nullable().describe('null: it was not deployed'),
    status: EvaluationStatus,
    score: z.number().nullable().describe('Mean over the cases that could be measured, 0 to 1'),
    threshold: z.number().nullable(),
    is_whole: z.boolean(),
    cases: z.number().int(),
    ended_cases: z.number().int(),
    failed_cases: z.number().int(),
    created_by: z.string(),
    created_at: Timestamp,
    ended_at: Timestamp.nullable(),
  })
  .meta({ id: 'EvaluationRow' });
export type EvaluationRow = z.infer<typeof EvaluationRow>;

/** How one scorer judged; null: the case says nothing that it could be measured by. */
export const CaseScore = z.object({ score: z.number(), reason: z.string() }).nullable().meta({ id: 'CaseScore' });
export type CaseScore = z.infer<typeof CaseScore>;

/** What became of one case. */
export const EvaluatedCase = z
  .object({
    id: z.string(),
    case: EvaluationCase,
    status: z.enum(['running', 'scored', 'failed']),
    job_id: z.uuid().describe('The run, with its trace'),
    output: Json.nullable(),
    calls: z.array(z.object({ name: z.string(), args: JsonObject })),
    scores: z.array(CaseScore).describe('In the order of the scorers'),
    score: z.number().nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    usage: AgentUsage.nullable(),
  })
  .meta({ id: 'EvaluatedCase' });
export type EvaluatedCase = z.infer<typeof EvaluatedCase>;

/** An evaluation with all of its cases. */
export const Evaluation = EvaluationRow.extend({ scorers: z.array(Scorer), results: z.array(EvaluatedCase) }).meta({ id: 'Evaluation' });
export type Evaluation = z.infer<typeof Evaluation>;
