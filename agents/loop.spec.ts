import { describe, expect, test } from '@jest/globals';
import { AppError } from '../backend/common/app-error.ts';
import { runAgent } from './loop.ts';
import { disclosure } from './providers/practice/answer.ts';
import { memoryRun, memoryWorld, type MemoryTool } from './testing/memory-ports.test-support.ts';

const never = new AbortController().signal;
const order = { order: { order_number: 1042, status: 'shipped', total: 129.5 }, items: [{ sku: 'LAMP-2', name: 'Lamp', state: 'damaged', unit_price: 49.5 }] };
const lookUp: MemoryTool = {
  name: 'look_up_order',
  description: 'Finds an order by its number',
  inputSchema: { type: 'object', properties: { order_number: { type: 'number' }, email: { type: 'string' } }, required: [] },
  run: () => order,
};
const refund: MemoryTool = {
  name: 'refund_order',
  description: 'Pays an order back',
  inputSchema: { type: 'object', properties: { order_number: { type: 'number' }, reason: { type: 'string', enum: ['damaged', 'late'] } }, required: ['order_number', 'reason'] },
  isReadOnly: false,
  run: () => ({ refund: 7 }),
};

describe('a run of an agent', () => {
  test('answers with the practice model, which says what it is', async () => {
    const { ports } = memoryWorld();
    const ending = await runAgent(memoryRun('Hello'), ports, never);
    expect(ending).toMatchObject({ kind: 'succeeded', output: expect.stringContaining(disclosure) });
  });

  test('calls the tools that the message asks for, in its order, with what it found before', async () => {
    const { ports, ran, journal } = memoryWorld({ tools: [lookUp, refund] });
    const ending = await runAgent(memoryRun('Where is order 1042? Refund the damaged item.'), ports, never);
    expect(ran).toEqual([
      { name: 'look_up_order', args: { order_number: 1042 } },
      { name: 'refund_order', args: { order_number: 1042, reason: 'damaged' } },
    ]);
    expect(journal.records.map(({ kind }) => kind)).toEqual(['turn', 'tool', 'turn', 'tool', 'turn']);
    expect(ending).toMatchObject({ kind: 'succeeded', output: expect.stringMatching(/status shipped[^]*refund 7/) });
  });

  test('streams every step in the protocol of UI messages', async () => {
    const { ports, chunks } = memoryWorld({ tools: [lookUp] });
    await runAgent(memoryRun('Where is order 1042?'), ports, never);
    const types = chunks.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
    expect(types).toEqual(['start-step', 'tool-input-start', 'tool-input-delta', 'tool-input-available', 'finish-step', 'tool-output-available', 'start-step', 'text-start', 'text-delta', 'text-end', 'finish-step']);
  });

  test('fails with the code of what could not be opened', async () => {
    const { ports } = memoryWorld({ openModel: () => Promise.reject(new AppError('resource/not_found', 'There is no such resource.')) });
    expect(await runAgent(memoryRun('Hello'), ports, never)).toMatchObject({ kind: 'failed', error: { code: 'resource/not_found' } });
  });
});
