import { describe, expect, it } from '@jest/globals';
import { AgentTool, AgentValue, ToolRule } from '../../backend/agents/agent.contract.ts';
import { conditionOf } from '../../backend/agents/core/tool-condition.ts';
import { argumentsInWords, ruleInWords, wordsOfAgent } from './agent-words.ts';

const tool = (part: object = {}): AgentTool => AgentTool.parse({ name: 'refund', kind: 'script', path: 'f/support/refund', ...part });

describe('words of an agent', () => {
  it('say when a tool asks, and whom', () => {
    expect(ruleInWords(ToolRule.parse({}))).toBe('runs by itself');
    expect(ruleInWords(ToolRule.parse({ otherwise: 'deny' }))).toBe('is not run');
    expect(ruleInWords(ToolRule.parse({ when: [conditionOf('args.amount > 100', 'ask')], approval: { stages: [{ candidates: ['g/finance'] }] } }))).toBe(
      'runs by itself; asks first where args.amount > 100 (finance)',
    );
    expect(ruleInWords(ToolRule.parse({ otherwise: 'ask' }))).toBe('asks first (the owners of the folder)');
  });

  it('say which arguments the model does not set', () => {
    expect(argumentsInWords(tool())).toBe('');
    expect(
      argumentsInWords(
        tool({ arguments: { order: { type: 'model' }, currency: { type: 'fixed', value: 'EUR' }, by: { type: 'context', expr: 'user.username' } } }),
      ),
    ).toBe('currency = "EUR", by from user.username');
  });

  it('say plainly that the practice model is no language model', () => {
    const words = wordsOfAgent(AgentValue.parse({}));
    expect(words[0]).toEqual({ label: 'Model', value: 'Practice model, not a language model' });
    expect(words.map(({ label }) => label)).toEqual(['Model', 'Remembers', 'Ends at', 'Tools run as']);
  });

  it('name limits, sandbox and evaluation only where there are some', () => {
    const value = AgentValue.parse({
      model: { resource: 'f/support/openai', id: 'gpt' },
      limits: { tokens: 20_000, cost_usd: 0.5 },
      sandbox: {},
      evaluation: { cases: [{ id: 'one', input: {} }] },
    });
    const words = Object.fromEntries(wordsOfAgent(value).map(({ label, value: text }) => [label, text]));
    expect(words['Model']).toBe('gpt');
    expect(words['Ends at']).toBe('25 turns, 100 tool calls, 1 h of work, 20\u202f000 tokens, $0.50');
    expect(words['Sandbox']).toBe('100 MB of files for each thread, without network');
    expect(words['Evaluation set']).toBe('1 case');
  });
});
