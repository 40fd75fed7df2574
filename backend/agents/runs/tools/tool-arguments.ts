import type { JsonObject } from '../../../common/json.ts';
import { parseExpression } from '../../../expressions/core/parse.ts';
import type { ExpressionRunner } from '../../../expressions/expression-runner.ts';
import type { AgentTool } from '../../agent.contract.ts';
import { contextNames } from '../../core/expression-names.ts';
import type { RunContext } from '../run-context.ts';

type WithArguments = Pick<AgentTool, 'arguments'>;

/** Those that the author did not fix: what a model or a stranger wrote in them is text, whatever it looks like. */
export const notFixed = (tool: WithArguments, names: readonly string[]): string[] => names.filter((name) => tool.arguments[name]?.type !== 'fixed');

/** The arguments of a call: what the model gave where that is its to give, and what the author set. */
export async function argumentsOfCall({ scope }: RunContext, tool: WithArguments, given: JsonObject, expressions: ExpressionRunner): Promise<JsonObject> {
  const args = Object.fromEntries(Object.entries(given).filter(([name]) => (tool.arguments[name]?.type ?? 'model') === 'model'));
  for (const [name, argument] of Object.entries(tool.arguments)) {
    if (argument.type === 'fixed') args[name] = argument.value;
    if (argument.type === 'context')
      args[name] = (await expressions.evaluate(parseExpression(argument.expr, contextNames), { scope, nowMs: Date.now() })) as JsonObject[string];
  }
  return args;
}
