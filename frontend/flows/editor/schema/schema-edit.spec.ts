import { describe, expect, it } from '@jest/globals';
import { addField, fieldTypes, moveField, problemOfName, removeField, renameField, rowsOf, setPart, setRequired, setType, typeOf } from './schema-edit.ts';

const empty = { type: 'object', properties: {} };
const names = (schema: Parameters<typeof rowsOf>[0]): string[] => rowsOf(schema).map(({ name }) => name);

describe('The builder of forms', () => {
  it('adds fields with free names, moves, renames and removes them', () => {
    let schema = addField(addField(addField(empty).schema).schema, 'amount').schema;
    expect(names(schema)).toEqual(['field', 'field_2', 'amount']);
    schema = moveField(schema, 'amount', -1);
    schema = renameField(setRequired(schema, 'field', true), 'field', 'order_id');
    expect(names(schema)).toEqual(['order_id', 'amount', 'field_2']);
    expect(schema['required']).toEqual(['order_id']);
    schema = removeField(schema, 'order_id');
    expect(names(schema)).toEqual(['amount', 'field_2']);
    expect(schema['required']).toEqual([]);
  });

  it('knows each type again that it makes, and keeps the description', () => {
    for (const { value } of fieldTypes) {
      const schema = setType(setPart(addField(empty).schema, 'field', { description: 'Why' }), 'field', value);
      expect(rowsOf(schema)[0]).toMatchObject({ type: value, description: 'Why' });
    }
  });

  it('keeps what it cannot say', () => {
    const schema = setPart({ type: 'object', properties: { a: { type: 'string', pattern: '^x', minLength: 3 } } }, 'a', { description: 'New' });
    expect(rowsOf(schema)[0]?.schema).toEqual({ type: 'string', pattern: '^x', minLength: 3, description: 'New' });
    expect(typeOf({ oneOf: [{ type: 'string' }] })).toBe('any');
  });

  it('refuses names that are taken or cannot be written in an expression', () => {
    const { schema } = addField(empty);
    expect(problemOfName(schema, 'x', 'field')).toMatch(/another field/);
    expect(problemOfName(schema, 'field', 'field')).toBeNull();
    expect(problemOfName(schema, 'field', 'two words')).toMatch(/Letters/);
  });
});
