import { describe, expect, it } from '@jest/globals';
import { adviceFor, announcementOf, argumentsInShort, costInWords, textOf, usageInWords, waitInWords } from './message-words.ts';

describe('words of a conversation', () => {
  it('say on one line what tells two calls of a tool apart', () => {
    expect(argumentsInShort({})).toBe('');
    expect(argumentsInShort({ id: 1042 })).toBe('1042');
    expect(argumentsInShort({ id: 1042, database: '$res:f/support/db', note: '' })).toBe('1042');
    expect(argumentsInShort({ id: 1042, reason: 'damaged' })).toBe('id: 1042, reason: damaged');
    expect(argumentsInShort({ text: 'x'.repeat(200) })).toHaveLength(60);
  });

  it('say for whom a call waits, and until when as a clock says it', () => {
    const now = new Date(2026, 10, 20, 9, 0);
    const at = (day: number): string => new Date(2026, 10, day, 14, 0).toISOString();
    expect(waitInWords({ waiting_for: 'g/finance', expires_at: at(20) }, now)).toBe('Waits for approval by finance until 14:00');
    expect(waitInWords({ waiting_for: '1 of 2 from g/finance or u/ada', expires_at: at(21) }, now)).toBe(
      'Waits for approval by 1 of 2 from finance or ada until 21 Nov, 14:00',
    );
    expect(waitInWords({ waiting_for: 'g/finance', expires_at: null }, now)).toBe('Waits for approval by finance');
    expect(waitInWords({ waiting_for: 'nobody: none of g/finance may decide', expires_at: null }, now)).toBe('Waits for approval');
  });

  it('copy the texts of an answer, without its tools and thoughts', () => {
    expect(
      textOf([
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'One.' },
        { type: 'text', text: 'Two.' },
      ]),
    ).toBe('One.\n\nTwo.');
  });

  it('say what an answer cost with the digits that count', () => {
    expect([0, 0.00001, 0.00123, 0.05, 1.234].map(costInWords)).toEqual(['nothing', 'under $0.0001', '$0.0012', '$0.050', '$1.23']);
    const usage = { input_tokens: 1204, cached_input_tokens: 1000, output_tokens: 233, reasoning_tokens: 0, cost_usd: 0.01, turns: 3, tool_calls: 2 };
    expect(usageInWords(usage).map(([, value]) => value.replaceAll('\u202f', ' '))).toEqual(['1 204, 1 000 of them cached', '233', '$0.010', '3', '2']);
  });

  it('say what to do about an error, to who builds and to who asks', () => {
    expect(adviceFor('agent/limit_reached', true)).toContain('raise the limit');
    expect(adviceFor('agent/model_refused_key', false)).toBe('Tell who made this agent.');
    expect(adviceFor('something/else', false)).toContain('tell who made this agent');
  });

  it('tell a screen reader how an answer ended', () => {
    expect(announcementOf({ status: 'done', parts: [{ type: 'text', text: 'With DHL.' }], error: null })).toBe('Answer: With DHL.');
    expect(announcementOf({ status: 'failed', parts: [], error: { code: 'x', message: 'No key.' } })).toBe('The answer failed: No key.');
    expect(announcementOf({ status: 'stopped', parts: [], error: null })).toBe('The answer was stopped.');
  });
});
