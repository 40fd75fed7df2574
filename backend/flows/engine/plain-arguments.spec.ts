import { describe, expect, test } from '@jest/globals';
import { plainStepArguments } from './plain-arguments.ts';

const facts = (args: object, plain?: string[]) => ({ args: args as Record<string, never>, settings: plain ? { plain_arguments: plain } : {} });

describe('arguments from outside on their way through a flow', () => {
  test('stay texts wherever a step gets them, deep inside as well', () => {
    const given = facts({ note: '$var:f/private/key', order: 1 }, ['note', 'order']);
    expect(plainStepArguments(given, { text: '$var:f/private/key', list: [{ note: '$var:f/private/key' }], order: 1 })).toEqual({
      plain_arguments: ['text', 'list'],
    });
  });

  test('leave the references of the flow itself alone', () => {
    expect(plainStepArguments(facts({ note: '$var:f/private/key' }, ['note']), { database: '$res:f/shop/db' })).toEqual({});
  });

  test('cost nothing where none looks like a reference, or none came from outside', () => {
    expect(plainStepArguments(facts({ note: 'hello' }, ['note']), { database: '$res:f/shop/db' })).toEqual({});
    expect(plainStepArguments(facts({ database: '$res:f/shop/db' }), { database: '$res:f/shop/db' })).toEqual({});
  });
});
