import type { EvaluationCase, ModelChoice, Scorer } from '../../backend/agents/agent.contract.ts';
import type { Json, JsonObject } from '../../backend/common/json.ts';

/** A score from 0 to 1, with the reason in one sentence. */
export type Score = { score: number; reason: string };

/** What an agent did with a case. */
export type Answered = {
  case: EvaluationCase;
  output: Json;
  /** Calls that the model asked for, in their order, also those that an evaluation does not make. */
  calls: readonly { name: string; args: JsonObject }[];
};

/** What scorers need of the product. */
export type ScorerPorts = {
  /** Runs a script of the workspace and gives its result. */
  runScript(path: string, args: JsonObject): Promise<Json>;
  /** Asks a model for JSON that fits a schema. */
  askModel(choice: ModelChoice, question: { instructions: string; message: string; schema: JsonObject }): Promise<Json>;
};

/** One way to score. `null`: the case says nothing that it could be measured by. */
export type ScorerSpec<Kind extends Scorer['kind']> = {
  kind: Kind;
  score(scorer: Extract<Scorer, { kind: Kind }>, answered: Answered, ports: ScorerPorts): Promise<Score | null> | Score | null;
};

/** The answer as people read it. */
export const textOfOutput = (output: Json): string => (typeof output === 'string' ? output : JSON.stringify(output));
