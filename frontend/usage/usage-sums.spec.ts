import { describe, expect, it } from '@jest/globals';
import type { AgentBudget, AgentUsageRow } from '../../backend/agents/agents.contract.ts';
import { budgetLimit, budgetShare, budgetSubject, lastDays, sumBy, sumByDay, withBudget, withoutBudget } from './usage-sums.ts';

const row = (day: string, agent: string, more: Partial<AgentUsageRow> = {}): AgentUsageRow => ({
  day,
  agent,
  person: 'u/ada',
  tokens: 10,
  cost_usd: 0.5,
  turns: 2,
  runs: 1,
  ...more,
});
const budget = (more: Partial<AgentBudget> = {}): AgentBudget => ({
  scope: 'workspace',
  name: '',
  period: 'month',
  cost_usd: 10,
  tokens: null,
  used_cost_usd: 2.5,
  used_tokens: 900,
  updated_by: 'u/ada',
  updated_at: '2026-01-01T00:00:00.000Z',
  ...more,
});

describe('what agents have used up', () => {
  it('is summed up, what cost most first', () => {
    const rows = [row('2026-03-01', 'f/a/one'), row('2026-03-02', 'f/a/two', { cost_usd: 2 }), row('2026-03-02', 'f/a/one')];
    expect(sumBy(rows, ({ agent }) => agent)).toEqual([
      { key: 'f/a/two', cost: 2, tokens: 10, turns: 2, runs: 1 },
      { key: 'f/a/one', cost: 1, tokens: 20, turns: 4, runs: 2 },
    ]);
  });

  it('has a place for each day, by UTC', () => {
    const days = lastDays(3, new Date('2026-03-02T23:30:00.000Z'));
    expect(days).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
    expect(sumByDay([row('2026-03-01', 'f/a/one')], days).map(({ runs }) => runs)).toEqual([0, 1, 0]);
  });
});

describe('a budget', () => {
  it('says for whom it is, how much it is, and how much of it is used', () => {
    expect([budgetSubject(budget()), budgetLimit(budget()), budgetShare(budget())]).toEqual(['The whole workspace', '$10.00 a month', 0.25]);
    expect(budgetSubject(budget({ scope: 'user', name: '*' }))).toBe('Each person');
    expect(budgetShare(budget({ scope: 'user', name: '*' }))).toBeNull();
    expect(budgetShare(budget({ tokens: 1000 }))).toBe(0.9);
    expect(budgetShare(budget({ cost_usd: 0 }))).toBe(1);
  });

  it('takes the place of what it was, and of another for the same', () => {
    const all = [budget(), budget({ scope: 'user', name: 'u/ada' })];
    const next = { scope: 'user', name: 'u/ada', period: 'month', cost_usd: null, tokens: 5 } as const;
    expect(withBudget(all, next, null)).toEqual([{ scope: 'workspace', name: '', period: 'month', cost_usd: 10, tokens: null }, next]);
    expect(withBudget(all, next, all[0] ?? null)).toEqual([next]);
    expect(withoutBudget(all, all[0] as AgentBudget)).toHaveLength(1);
  });
});
