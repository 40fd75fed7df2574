import type { Expression, Node, ObjectExpression } from 'oxc-parser';
import type { JsonObject } from '../../common/json.ts';
import { literalValue, notLiteral, propertyName } from './literal.ts';
import { withoutAssertions, type MainFunction, type SourceFile } from './source-file.ts';
import { typeSchema } from './type-schema.ts';

/**
 * What `main` gives, as far as the source says so: by the type that its author wrote, or by the fields of the objects that it
 * returns where it returns nothing else. `null` where it cannot be known: a wrong guess would refuse flows that work.
 */
export function resultSchema(file: SourceFile, { returnType, body }: MainFunction): JsonObject | null {
  if (returnType) return known(typeSchema(returnType, { file, typeArguments: new Map(), expanding: [] }));
  if (body === null) return null;
  const returned = body.type === 'BlockStatement' ? returnedValues(body) : [body];
  const objects = returned.map((value) => (value ? withoutAssertions(value) : null));
  if (objects.length === 0 || !objects.every((value): value is ObjectExpression => value?.type === 'ObjectExpression')) return null;
  return fieldsOf(objects, file);
}

/** A type of a package, or one with the name of a resource, says nothing of the value. */
function known(schema: JsonObject): JsonObject | null {
  const { format } = schema;
  const isNamed = typeof format === 'string' && (format.startsWith('resource-') || format === 'table-query');
  return Object.keys(schema).length === 0 || isNamed ? null : schema;
}

function fieldsOf(objects: readonly ObjectExpression[], file: SourceFile): JsonObject | null {
  const properties: Record<string, JsonObject> = {};
  for (const { properties: written } of objects) {
    for (const property of written) {
      const name = property.type === 'Property' && !property.computed ? propertyName(property.key) : null;
      if (property.type !== 'Property' || name === null) return null;
      const schema = schemaOf(property.value, file);
      const before = properties[name];
      properties[name] = before === undefined || JSON.stringify(before) === JSON.stringify(schema) ? schema : {};
    }
  }
  return Object.keys(properties).length > 0 ? { type: 'object', properties } : null;
}

/** The type of a literal; anything else may be anything. */
function schemaOf(expression: Expression, file: SourceFile): JsonObject {
  const plain = withoutAssertions(expression);
  if (plain.type === 'TemplateLiteral') return { type: 'string' };
  const value = plain.type === 'Literal' || plain.type === 'UnaryExpression' ? literalValue(plain, file) : notLiteral;
  return value === notLiteral || value === null || value === undefined ? {} : { type: typeof value };
}

/** What the `return`s of a function give, without those of the functions inside of it. */
function returnedValues(body: Node): (Expression | null)[] {
  const values: (Expression | null)[] = [];
  const pending: unknown[] = [body];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) pending.push(...(node as unknown[]));
    if (typeof node !== 'object' || node === null || !('type' in node)) continue;
    const { type } = node as Node;
    if (type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type.startsWith('Class')) continue;
    if (type === 'ReturnStatement') values.push((node as Extract<Node, { type: 'ReturnStatement' }>).argument);
    else pending.push(...Object.values(node));
  }
  return values;
}
