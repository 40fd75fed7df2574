import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AnswerChunk, applyChunk, beginAnswer, type LiveAnswer, type ToolPart } from './live-answer.ts';

const tool = (part: Partial<ToolPart> = {}): ToolPart => ({
  type: 'tool',
  call_id: 'call-1',
  name: 'find_order',
  kind: 'script',
  path: 'f/support/find_order',
  args: { id: 1042 },
  status: 'open',
  output: null,
  error: null,
  job_id: null,
  approval_id: null,
  started_at: null,
  ended_at: null,
  ...part,
});

const read = (chunks: readonly AnswerChunk[], from: LiveAnswer = beginAnswer([], 0)): LiveAnswer =>
  chunks.reduce((live, chunk, index) => applyChunk(live, from.seq + index + 1, chunk), from);

const answer: readonly AnswerChunk[] = [
  { type: 'start', messageId: 'm' },
  { type: 'start-step' },
  { type: 'reasoning-start', id: '1' },
  { type: 'reasoning-delta', id: '1', delta: 'They ask for an order.' },
  { type: 'reasoning-end', id: '1' },
  { type: 'data-tool', id: 'call-1', data: tool() },
  { type: 'finish-step' },
  { type: 'data-tool', id: 'call-1', data: tool({ status: 'running', job_id: '00000000-0000-7000-8000-000000000001' }) },
  { type: 'data-tool', id: 'call-1', data: tool({ status: 'succeeded', output: { carrier: 'DHL' } }) },
  { type: 'start-step' },
  { type: 'text-start', id: '2' },
  { type: 'text-delta', id: '2', delta: 'It is with ' },
  { type: 'text-delta', id: '2', delta: 'DHL.' },
  { type: 'text-end', id: '2' },
  { type: 'finish-step' },
  { type: 'finish' },
];

describe('an answer that is written', () => {
  it('is its texts, its thoughts and its tools, each where it began', () => {
    const live = read(answer);
    expect(live.parts).toEqual([
      { type: 'reasoning', text: 'They ask for an order.' },
      tool({ status: 'succeeded', output: { carrier: 'DHL' } }),
      { type: 'text', text: 'It is with DHL.' },
    ]);
    expect(live.isOver).toBe(true);
    expect(live.seq).toBe(answer.length);
  });

  it('is the same wherever the connection breaks, with what is repeated after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: answer.length }), fc.integer({ min: 0, max: 5 }), (cut, repeated) => {
        const first = read(answer.slice(0, cut));
        const from = Math.max(0, cut - repeated);
        const rest = answer.slice(from).reduce((live, chunk, index) => applyChunk(live, from + index + 1, chunk), first);
        expect(rest).toEqual(read(answer));
      }),
    );
  });

  it('is the same when the page is loaded anew in the middle of a text', () => {
    for (let cut = 0; cut <= answer.length; cut += 1) {
      const stored = read(answer.slice(0, cut));
      const resumed = read(answer.slice(cut), beginAnswer(stored.parts, cut));
      expect(resumed.parts).toEqual(read(answer).parts);
    }
  });

  it('takes back what a turn wrote that is asked again', () => {
    const live = read([
      ...answer.slice(0, 12),
      { type: 'reset-step' },
      { type: 'start-step' },
      { type: 'text-start', id: '3' },
      { type: 'text-delta', id: '3', delta: 'Again.' },
    ]);
    expect(live.parts.slice(2)).toEqual([{ type: 'text', text: 'Again.' }]);
  });

  it('keeps two texts that are written side by side apart', () => {
    const live = read([
      { type: 'text-start', id: 'a' },
      { type: 'reasoning-start', id: 'a' },
      { type: 'text-delta', id: 'a', delta: 'said' },
      { type: 'reasoning-delta', id: 'a', delta: 'thought' },
    ]);
    expect(live.parts).toEqual([
      { type: 'text', text: 'said' },
      { type: 'reasoning', text: 'thought' },
    ]);
  });

  it('says what went wrong, and ignores chunks that it does not know', () => {
    const live = read([
      { type: 'error', errorText: 'The provider is away.' },
      { type: 'message-metadata', messageMetadata: {} },
    ]);
    expect(live.problem).toBe('The provider is away.');
    expect(live.parts).toEqual([]);
  });

  it('is what guards made of it', () => {
    const live = read([...answer.slice(0, 14), { type: 'data-message', data: { parts: [{ type: 'text', text: 'It is with ***.' }] } }]);
    expect(live.parts).toEqual([{ type: 'text', text: 'It is with ***.' }]);
  });

  it('shows sources of the answer', () => {
    expect(read([{ type: 'source-url', sourceId: 's', url: 'https://example.com/policy' }]).parts).toEqual([
      { type: 'source', title: 'https://example.com/policy', url: 'https://example.com/policy', job_id: null },
    ]);
  });
});
