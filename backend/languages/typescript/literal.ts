import type { Expression, ObjectPropertyKind, PropertyKey } from 'oxc-parser';
import type { Json } from '../../common/json.ts';
import { withoutAssertions, type SourceFile } from './source-file.ts';

/** Says that an expression is not a literal: its value is known only when it runs. */
export const notLiteral = Symbol('not a literal');

/** The value of a literal expression, for the `default` of a schema: nothing is evaluated but signs, arrays, objects, and members of enums of the file. */
export function literalValue(expression: Expression, file: SourceFile): Json | undefined | typeof notLiteral {
  const plain = withoutAssertions(expression);
  switch (plain.type) {
    case 'Literal':
      return typeof plain.value === 'string' || typeof plain.value === 'number' || typeof plain.value === 'boolean' || plain.raw === 'null' ? (plain.value as Json) : notLiteral;
    case 'TemplateLiteral':
      return plain.expressions.length === 0 ? (plain.quasis[0]?.value.cooked ?? notLiteral) : notLiteral;
    case 'UnaryExpression': {
      const value = literalValue(plain.argument, file);
      if (typeof value !== 'number') return notLiteral;
      return plain.operator === '-' ? -value : plain.operator === '+' ? value : notLiteral;
    }
    case 'Identifier':
      return plain.name === 'undefined' ? undefined : notLiteral;
    case 'ArrayExpression':
      return literalArray(plain.elements, file);
    case 'ObjectExpression':
      return literalObject(plain.properties, file);
    case 'MemberExpression':
      return enumMember(plain, file);
    default:
      return notLiteral;
  }
}

function literalArray(elements: readonly (Expression | { type: 'SpreadElement' } | null)[], file: SourceFile): Json | typeof notLiteral {
  const values: Json[] = [];
  for (const element of elements) {
    if (element === null || element.type === 'SpreadElement') return notLiteral;
    const value = literalValue(element as Expression, file);
    if (value === notLiteral || value === undefined) return notLiteral;
    values.push(value);
  }
  return values;
}

function literalObject(properties: readonly ObjectPropertyKind[], file: SourceFile): Json | typeof notLiteral {
  const entries: [string, Json][] = [];
  for (const property of properties) {
    if (property.type !== 'Property' || property.computed) return notLiteral;
    const name = propertyName(property.key);
    const value = literalValue(property.value, file);
    if (name === null || value === notLiteral) return notLiteral;
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function enumMember(expression: Extract<Expression, { type: 'MemberExpression' }>, file: SourceFile): Json | typeof notLiteral {
  if (expression.object.type !== 'Identifier' || expression.property.type !== 'Identifier' || expression.computed) return notLiteral;
  const member = expression.property.name;
  return enumValues(expression.object.name, file)?.find(([name]) => name === member)?.[1] ?? notLiteral;
}

/** Names and values of the members of an enum of the file; `null` when there is no such enum or a value is computed. */
export function enumValues(name: string, file: SourceFile): [string, string | number][] | null {
  const declaration = file.types.get(name);
  if (declaration?.type !== 'TSEnumDeclaration') return null;
  const members: [string, string | number][] = [];
  let next = 0;
  for (const member of declaration.body.members) {
    const memberName = member.id.type === 'Identifier' ? member.id.name : member.id.type === 'Literal' ? String(member.id.value) : null;
    const value = member.initializer ? literalValue(member.initializer, file) : next;
    if (memberName === null || (typeof value !== 'string' && typeof value !== 'number')) return null;
    if (typeof value === 'number') next = value + 1;
    members.push([memberName, value]);
  }
  return members;
}

/** Name of a property that is written out: `name`, `'name'`, `1`; `null` for computed ones. */
export function propertyName(key: PropertyKey): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}
