import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../common/json.ts';
import { ModalView } from '../simulator/block-shapes.ts';
import { argsOfForm, formBlocks, formErrors, modalView, type FormState } from './form-blocks.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    order: { type: 'integer', minimum: 1, description: 'Such as 1042' },
    amount: { type: 'number', default: 2.5 },
    reason: { type: 'string', enum: ['damaged', 'late'] },
    tags: { type: 'array', items: { enum: ['a', 'b', 3] } },
    lines: { type: 'array', items: { type: 'integer' } },
    is_urgent: { type: 'boolean', default: true },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }], 'x-ui': { multiline: true } },
    more: { type: 'object' },
    key: { type: 'string', format: 'password' },
  },
  required: ['order', 'reason', 'is_urgent', 'key'],
};
const blocksOf = (given: JsonObject = {}, fixed: string[] = []) => formBlocks(schema, given, fixed);
const elementOf = (name: string, given: JsonObject = {}) =>
  (blocksOf(given).find(({ block_id: id }) => id === `arg.${name}`) as { element: JsonObject; optional: boolean } | undefined) ?? null;

describe('a form of Slack', () => {
  test('has a field for each argument by its kind, with what is known, and none for secrets and for what is fixed', () => {
    expect(elementOf('order', { order: 7 })).toMatchObject({
      optional: false,
      element: { type: 'number_input', is_decimal_allowed: false, initial_value: '7', min_value: '1' },
    });
    expect(elementOf('amount')).toMatchObject({ optional: true, element: { is_decimal_allowed: true, initial_value: '2.5' } });
    expect(elementOf('reason', { reason: 'late' })).toMatchObject({ element: { type: 'static_select', initial_option: { text: { text: 'late' } } } });
    expect(elementOf('tags', { tags: [3] })).toMatchObject({ element: { type: 'multi_static_select', initial_options: [{ text: { text: '3' } }] } });
    expect(elementOf('is_urgent')).toMatchObject({ optional: true, element: { type: 'checkboxes', initial_options: [{ value: 'true' }] } });
    expect(elementOf('day', { day: '2026-11-20' })).toMatchObject({ element: { type: 'datepicker', initial_date: '2026-11-20' } });
    expect(elementOf('at', { at: '2026-11-20T10:00:00Z' })).toMatchObject({ element: { type: 'datetimepicker', initial_date_time: 1_795_168_800 } });
    expect(elementOf('note')).toMatchObject({ element: { type: 'plain_text_input', multiline: true } });
    expect(elementOf('key')).toBeNull();
    expect(blocksOf({}, ['order']).map(({ block_id: id }) => id)).not.toContain('arg.order');
    expect(JSON.stringify(blocksOf())).toContain('cannot be given in Slack');
  });

  test('gives what was filled in, as it is meant, and leaves away what was left empty', () => {
    const state = {
      'arg.order': { value: { value: '1042' } },
      'arg.amount': { value: { value: null } },
      'arg.reason': { value: { selected_option: { value: '1' } } },
      'arg.tags': { value: { selected_options: [{ value: '0' }, { value: '2' }] } },
      'arg.lines': { value: { value: '1\n2' } },
      'arg.is_urgent': { value: { selected_options: [] } },
      'arg.day': { value: { selected_date: '2026-11-20' } },
      'arg.at': { value: { selected_date_time: 1_795_168_800 } },
      'arg.note': { value: { value: '' } },
      'arg.more': { value: { value: '{"a": 1}' } },
      'arg.key': { value: { value: 'smuggled' } },
    } as FormState;
    expect(argsOfForm(schema, state, [])).toEqual({
      problems: [],
      args: { order: 1042, reason: 'late', tags: ['a', 3], lines: [1, 2], is_urgent: false, day: '2026-11-20', at: '2026-11-20T10:00:00.000Z', more: { a: 1 } },
    });
    expect(argsOfForm(schema, state, ['order']).args).not.toHaveProperty('order');
    expect(argsOfForm(schema, { 'arg.more': { value: { value: '{' } } }, []).problems).toEqual([
      { pointer: '/more', message: expect.stringContaining('JSON') },
    ]);
  });

  test('shows each error at its field, and what has none at the first', () => {
    const errors = formErrors(
      schema,
      [
        { pointer: '/order', message: 'is required' },
        { pointer: '/tags/1', message: 'must be one of "a"' },
        { pointer: '/key', message: 'is required' },
        { pointer: '', message: 'must be something else' },
      ],
      [],
    );
    expect(errors).toEqual({ 'arg.order': 'Is required. Key is required. Must be something else.', 'arg.tags': '1 must be one of "a".' });
  });

  test('is one that Slack takes, whatever the schema and whatever is known', () => {
    const property = fc.oneof(
      fc.record(
        {
          type: fc.constant('string'),
          title: fc.string({ maxLength: 3000 }),
          maxLength: fc.integer({ min: 0, max: 9000 }),
          description: fc.string({ maxLength: 3000 }),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({ enum: fc.uniqueArray(fc.oneof(fc.string({ maxLength: 200 }), fc.integer()), { minLength: 1, maxLength: 130 }) }),
      fc.record(
        {
          type: fc.constantFrom('number', 'integer', 'boolean', 'object', 'null'),
          minimum: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({ type: fc.constant('array'), items: fc.record({ enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 120 }) }) }),
      fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'date-time', 'time', 'email', 'uri', 'password') }),
    );
    const properties = fc.dictionary(fc.string({ minLength: 1, maxLength: 40 }), property, { maxKeys: 120, size: 'medium' });
    fc.assert(
      fc.property(properties, fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (all, given, title) => {
        const known = Object.fromEntries(Object.keys(all).map((name, index) => [name, Object.values(given)[index]]));
        const blocks = formBlocks({ type: 'object', properties: all, required: Object.keys(all).slice(0, 3) }, known as JsonObject, []);
        const view = ModalView.safeParse(modalView('id', 'run_form', { title, submit: 'Run' }, blocks.length > 0 ? blocks : [{ type: 'divider' }]));
        expect(view.error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
