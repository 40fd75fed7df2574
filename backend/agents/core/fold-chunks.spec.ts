import { describe, expect, test } from '@jest/globals';
import type { UIMessageChunk } from 'ai';
import type { MessagePart } from '../threads.contract.ts';
import { foldChunk, keptParts, nothingShown, textOfParts } from './fold-chunks.ts';
import { titleOf } from './title.ts';

const partsOf = (...chunks: object[]): MessagePart[] => keptParts((chunks as UIMessageChunk[]).reduce(foldChunk, nothingShown()).parts);
const call = (status: string) => ({ type: 'data-tool', id: 'c1', data: { type: 'tool', call_id: 'c1', status } });

describe('the pieces of an answer', () => {
  test('make text and reasoning, each block by itself, and leave out what is empty', () => {
    const parts = partsOf(
      { type: 'start-step' },
      { type: 'reasoning-start', id: '1' },
      { type: 'text-start', id: '1' },
      { type: 'reasoning-delta', id: '1', delta: 'Hm' },
      { type: 'text-delta', id: '1', delta: 'Hel' },
      { type: 'text-delta', id: '1', delta: 'lo' },
      { type: 'text-start', id: '2' },
    );
    expect(parts).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Hello' },
    ]);
  });

  test('replace a tool call by its newer state, where it stands', () => {
    const parts = partsOf(call('open'), { type: 'text-start', id: '1' }, { type: 'text-delta', id: '1', delta: 'x' }, call('succeeded'));
    expect(parts).toMatchObject([{ type: 'tool', status: 'succeeded' }, { type: 'text' }]);
  });

  test('take back the turn that broke off, and nothing before it', () => {
    const parts = partsOf(
      { type: 'start-step' },
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: 'kept' },
      { type: 'finish-step' },
      { type: 'start-step' },
      { type: 'text-start', id: '2' },
      { type: 'text-delta', id: '2', delta: 'half' },
      { type: 'reset-step' },
      { type: 'text-start', id: '3' },
      { type: 'text-delta', id: '3', delta: 'whole' },
    );
    expect(textOfParts(parts)).toBe('kept\nwhole');
  });

  test('begin anew from what is recorded', () => {
    const recorded = [{ type: 'text', text: 'recorded' }];
    const parts = partsOf({ type: 'text-start', id: '1' }, { type: 'text-delta', id: '1', delta: 'lost' }, { type: 'data-message', data: { parts: recorded } });
    expect(parts).toEqual(recorded);
  });
});

describe('the title of a thread', () => {
  test.each([
    ['Where is order 1042?', 'Where is order 1042?'],
    ['  \n ', 'New conversation'],
    ['First line\nsecond', 'First line'],
    ['word '.repeat(30), `${'word '.repeat(12).trim()}…`],
  ])('of %j is %j', (text, title) => expect(titleOf(text)).toBe(title));
});
