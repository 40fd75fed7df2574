import type { Json, JsonObject } from '../../backend/common/json.ts';
import { validatorFor, type SchemaProblem } from '../../backend/schema/validator.ts';

/** What a final text is, read by the schema of the output. */
export type OutputReading = { isValid: true; value: Json } | { isValid: false; problems: SchemaProblem[] };

/** Reads the final text of a run: JSON that fits the schema, also when it stands in a fenced block, or what is wrong with it. */
export function readOutput(schema: JsonObject, text: string): OutputReading {
  const parsed = parseJson(text);
  if (parsed === undefined) return { isValid: false, problems: [{ pointer: '', message: 'is not JSON' }] };
  const problems = validatorFor(schema).check(parsed);
  return problems.length === 0 ? { isValid: true, value: parsed } : { isValid: false, problems };
}

function parseJson(text: string): Json | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text);
  try {
    return JSON.parse(fenced?.[1] ?? text) as Json;
  } catch {
    return undefined;
  }
}

/** What is added to the instructions of an agent with a schema; also for models that know schemas, which it does not hurt. */
export function schemaInstructions(schema: JsonObject): string {
  return `When you are done, answer with one JSON value that fits this JSON Schema, and with nothing else: no words around it, no fences.\n${JSON.stringify(schema)}`;
}

/** What the model is asked when its answer did not fit; once. */
export function repairRequest(problems: readonly SchemaProblem[]): string {
  return `That answer does not fit the JSON Schema: ${describeProblems(problems)}. Answer again with the JSON value alone, without these mistakes.`;
}

/** Problems as one line. */
export const describeProblems = (problems: readonly SchemaProblem[]): string =>
  problems
    .slice(0, 5)
    .map(({ pointer, message }) => `${pointer === '' ? 'the answer' : pointer} ${message}`)
    .join('; ');
