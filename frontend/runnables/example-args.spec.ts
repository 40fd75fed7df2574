import { describe, expect, test } from '@jest/globals';
import { exampleArgs, reusableArgs } from './example-args.ts';

const schema = {
  type: 'object',
  properties: {
    order_id: { type: 'integer' },
    reason: { type: 'string', enum: ['late', 'damaged'] },
    note: { type: 'string' },
    when: { type: 'string', format: 'date' },
  },
  required: ['order_id', 'reason', 'when'],
};

describe('arguments for snippets and new runs', () => {
  test('what is needed and missing gets an example, what may be left away is left away', () => {
    expect(exampleArgs(schema, {})).toEqual({ order_id: 1, reason: 'late', when: '2026-01-31' });
  });

  test('what was typed stays, what is no argument goes', () => {
    expect(exampleArgs(schema, { order_id: 41, note: 'x', other: 1 })).toMatchObject({ order_id: 41, note: 'x' });
    expect(exampleArgs(schema, { other: 1 })).not.toHaveProperty('other');
  });

  test('masked secrets are not sent again', () => {
    expect(reusableArgs({ key: { $secret: true }, order_id: 41 })).toEqual({ order_id: 41 });
  });
});
