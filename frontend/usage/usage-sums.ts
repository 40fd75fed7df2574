import type { AgentBudget, AgentUsageRow, PutAgentBudgets } from '../../backend/agents/agents.contract.ts';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { formatPlural } from '../ui/format.ts';

/** What was used up in all of some rows. */
export type UsageSum = { key: string; cost: number; tokens: number; turns: number; runs: number };

/** A limit without what the server adds to it. */
export type BudgetInput = PutAgentBudgets['items'][number];

const dayMs = 86_400_000;

/** A day as the accounts count it: UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The last days up to today, oldest first. */
export function lastDays(count: number, today: Date): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(new Date(today.getTime() - (count - 1 - index) * dayMs)));
}

/** Sums by what `keyOf` tells apart, what used up most first. */
export function sumBy(rows: readonly AgentUsageRow[], keyOf: (row: AgentUsageRow) => string): UsageSum[] {
  const sums = new Map<string, UsageSum>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? { key, cost: 0, tokens: 0, turns: 0, runs: 0 };
    sums.set(key, { key, cost: sum.cost + row.cost_usd, tokens: sum.tokens + row.tokens, turns: sum.turns + row.turns, runs: sum.runs + row.runs });
  }
  return [...sums.values()].sort((one, other) => other.cost - one.cost || other.tokens - one.tokens || (one.key < other.key ? -1 : 1));
}

/** A sum for each day, also for those on which nothing happened. */
export function sumByDay(rows: readonly AgentUsageRow[], days: readonly string[]): UsageSum[] {
  const sums = new Map(sumBy(rows, ({ day }) => day).map((sum) => [sum.key, sum]));
  return days.map((day) => sums.get(day) ?? { key: day, cost: 0, tokens: 0, turns: 0, runs: 0 });
}

/** Whom or what a budget is for. */
export function budgetSubject({ scope, name }: Pick<BudgetInput, 'scope' | 'name'>): string {
  if (scope === 'workspace') return 'The whole workspace';
  if (name === '*') return scope === 'agent' ? 'Each agent' : 'Each person';
  return scope === 'user' ? name.replace(/^u\//, '') : name;
}

/** "$20.00 or 1 000 000 tokens a month". */
export function budgetLimit({ cost_usd: cost, tokens, period }: Pick<BudgetInput, 'cost_usd' | 'tokens' | 'period'>): string {
  const limits = [...(cost === null ? [] : [`$${cost.toFixed(2)}`]), ...(tokens === null ? [] : [formatPlural(tokens, 'token')])];
  return `${limits.join(' or ')} a ${period}`;
}

/** How much of a budget is used up, from 0 to 1 and more; `null` where it is one for each, of which nothing is summed up. */
export function budgetShare({ name, cost_usd: cost, tokens, used_cost_usd: usedCost, used_tokens: usedTokens }: AgentBudget): number | null {
  if (name === '*') return null;
  const share = (used: number, limit: number | null): number => (limit === null ? 0 : limit === 0 ? 1 : used / limit);
  return Math.max(share(usedCost, cost), share(usedTokens, tokens));
}

/** What is used of a budget, in the unit of its limit. */
export function budgetUsed({ cost_usd: cost, tokens, used_cost_usd: usedCost, used_tokens: usedTokens }: AgentBudget): string {
  const used = [...(cost === null ? [] : [costInWords(usedCost)]), ...(tokens === null ? [] : [formatPlural(usedTokens, 'token')])];
  return `${used.join(', ')} used`;
}

/** The budgets with one set in the place of the former that has the same subject and period, or of the one that it was before. */
export function withBudget(all: readonly AgentBudget[], next: BudgetInput, before: BudgetInput | null): BudgetInput[] {
  const isSame = (one: BudgetInput, other: BudgetInput | null): boolean =>
    other !== null && one.scope === other.scope && one.name === other.name && one.period === other.period;
  return [...all.filter((one) => !isSame(one, before) && !isSame(one, next)).map(plain), plain(next)];
}

/** The budgets without one. */
export const withoutBudget = (all: readonly AgentBudget[], gone: AgentBudget): BudgetInput[] => all.filter((one) => one !== gone).map(plain);

const plain = ({ scope, name, period, cost_usd, tokens }: BudgetInput): BudgetInput => ({ scope, name, period, cost_usd, tokens });
