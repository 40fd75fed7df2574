import type { ToolRule, ToolRuleName } from '../agent.contract.ts';

/**
 * Name of the field that says what a condition of a tool leads to, as files have it. It is written out only here: an object with a method of this name would
 * be taken for a promise.
 */
export const outcomeField = 'then' as const;

/** A condition of the rule of a tool: what happens where the expression holds. */
export const conditionOf = (expression: string, outcome: ToolRuleName): ToolRule['when'][number] => ({ if: expression, [outcomeField]: outcome });
