import { describe, expect, it } from '@jest/globals';
import { completionsOf, promptArguments, promptOf, promptText } from './prompt.ts';

const schema = {
  type: 'object',
  properties: {
    order: { type: 'integer', title: 'Order', description: 'Its number' },
    reason: { type: 'string', enum: ['damaged', 'late', 'lost'] },
    tags: { type: 'array' },
    notify: { type: 'boolean', default: true },
  },
  required: ['order', 'notify'],
};
const source = { kind: 'script', path: 'f/support/refund_order', summary: 'Refund an order', description: '', schema, tool: 'f_support_refund_order' };

describe('prompts of a workspace', () => {
  it('ask for the arguments of what they run, and insist only on what has no default', () => {
    expect(promptOf(source)).toEqual({
      name: 'f_support_refund_order',
      title: 'Refund an order',
      description: 'Run the script f/support/refund_order.',
      arguments: [
        { name: 'order', title: 'Order', description: 'Its number', required: true },
        { name: 'reason', required: false },
        { name: 'tags', required: false },
        { name: 'notify', required: false },
      ],
    });
  });

  it('read the texts of a client as values of the schema', () => {
    expect(promptArguments(schema, { order: ' 1042 ', reason: 'damaged', tags: '["a"]', notify: 'No' })).toEqual({
      args: { order: 1042, reason: 'damaged', tags: ['a'], notify: false },
    });
    expect(promptArguments(schema, { order: '1042', tags: '' })).toEqual({ args: { order: 1042 } });
  });

  it('say what is wrong with an argument', () => {
    expect(promptArguments(schema, {})).toEqual({ problem: 'The argument "order" is missing.' });
    expect(promptArguments(schema, { order: '10.5' })).toEqual({ problem: '"order" must be a whole number.' });
    expect(promptArguments(schema, { order: '1', tags: '{}' })).toEqual({ problem: '"tags" must be a list as JSON.' });
    expect(promptArguments(schema, { order: '1', amount: '2' })).toEqual({ problem: 'There is no argument "amount".' });
  });

  it('name the tool with exactly its arguments; a question to an agent stands as it was asked', () => {
    expect(promptText(source, { order: 1042 })).toContain(
      'call the tool f_support_refund_order with exactly these arguments.\n\n```json\n{\n  "order": 1042\n}\n```',
    );
    const agent = { ...source, kind: 'agent', path: 'f/support/helper', summary: 'Helper', tool: 'f_support_helper' };
    expect(promptText(agent, { message: 'Where is order 1042?' })).toMatch(/by the tool f_support_helper, .*:\n\nWhere is order 1042\?$/);
  });

  it('offer choices that begin with what was typed', () => {
    expect(completionsOf(schema, 'reason', 'L')).toEqual({ values: ['late', 'lost'], total: 2, hasMore: false });
    expect(completionsOf(schema, 'notify', '').values).toEqual(['true', 'false']);
    expect(completionsOf(schema, 'order', '1').values).toEqual([]);
  });
});
