import { describe, expect, test } from '@jest/globals';
import { isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { validateArgs } from './validate-args.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    order: { type: 'integer' },
    reason: { type: 'string', enum: ['damaged', 'late'], default: 'late' },
    db: { type: 'object', format: 'resource-postgresql' },
    backup: { anyOf: [{ type: 'object', format: 'resource-postgresql' }, { type: 'null' }] },
    token: { type: 'string', minLength: 20, 'x-ui': { secret: true } },
    when: { type: 'string', format: 'date-time' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['order'],
  additionalProperties: false,
};

function problemsOf(args: JsonObject): unknown {
  try {
    validateArgs(schema, args);
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toBe('job/args_invalid');
    return error.details['problems'];
  }
}

describe('the arguments of a run', () => {
  test('get the defaults of the schema, without a change to what was passed in', () => {
    const given = { order: 1 };
    expect(validateArgs(schema, given)).toEqual({ order: 1, reason: 'late' });
    expect(given).toEqual({ order: 1 });
  });

  test('that do not fit are told by a pointer to each field and never by their value', () => {
    const problems = problemsOf({ order: 'hunter2', reason: 'bored', extra: 1, when: 'yesterday', tags: ['a', 2] });
    expect(problems).toEqual(
      expect.arrayContaining([
        { pointer: '/order', message: 'must be integer' },
        { pointer: '/reason', message: 'must be one of "damaged", "late"' },
        { pointer: '/extra', message: 'is not known' },
        { pointer: '/when', message: 'must match format "date-time"' },
        { pointer: '/tags/1', message: 'must be string' },
      ]),
    );
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('that are missing are named', () => {
    expect(problemsOf({})).toEqual([{ pointer: '/order', message: 'is required' }]);
  });

  test('may refer to a resource where an object is wanted and to a variable where a string is wanted', () => {
    expect(problemsOf({ order: 1, db: '$res:f/support/acme_db', backup: '$res:u/ada/db', token: '$var:f/support/key', reason: '$var:u/ada/why' })).toEqual([]);
  });

  test('may not refer to a variable where a number is wanted, nor to a resource without a path', () => {
    expect(problemsOf({ order: '$var:f/support/key' })).toEqual([{ pointer: '/order', message: 'must be integer' }]);
    expect(problemsOf({ order: 1, db: '$res:' })).toEqual([{ pointer: '/db', message: 'must be object' }]);
  });

  test('that come as a query are turned into what the schema wants', () => {
    expect(validateArgs(schema, { order: '42', tags: '["a","b"]', db: '{"host":"db"}' }, { coerce: true })).toEqual({ order: 42, tags: ['a', 'b'], db: { host: 'db' }, reason: 'late' });
    expect(() => validateArgs(schema, { order: 'many' }, { coerce: true })).toThrow(/order/);
  });

  test('of a script whose name would reach the prototype stay plain data', () => {
    const args = JSON.parse('{"order": 1, "__proto__": {"polluted": true}}') as JsonObject;
    expect(problemsOf(args)).toEqual([{ pointer: '/__proto__', message: 'is not known' }]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
