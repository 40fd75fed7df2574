import type { ResourceTypeDefinition } from '../backend/resources/resource-type.ts';

type Schema = {
  type?: unknown;
  enum?: unknown[];
  title?: unknown;
  description?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: unknown;
};
type ResourceTypeLike = Pick<ResourceTypeDefinition, 'name' | 'title' | 'description' | 'schema'>;

const head = 'Made by sdk/generate-resource-types.ts; do not edit.';

/** The name of a resource type in code: `postgresql` is `Postgresql`, `my_type` is `MyType`. */
export const codeName = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');

/** The namespace `RT` with a type for each resource type, as a TypeScript declaration file. */
export function typescriptCode(types: readonly ResourceTypeLike[]): string {
  const members = types.map(
    ({ name, description, schema }) => `  /** ${comment(description)} */\n  type ${codeName(name)} = ${typescriptType(schema as Schema, '  ')};\n`,
  );
  return `// ${head}\n\n/** Types of resources: use one as the type of a parameter of \`main\`, and the form offers the resources of that type. */\ndeclare namespace RT {\n${members.join('\n')}}\n`;
}

function typescriptType(schema: Schema, indent: string): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'string') return 'string';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'array') return `Array<${schema.items ? typescriptType(schema.items, indent) : 'unknown'}>`;
  if (schema.properties) return typescriptObject(schema, indent);
  if (schema.type === 'object')
    return `Record<string, ${isSchema(schema.additionalProperties) ? typescriptType(schema.additionalProperties, indent) : 'unknown'}>`;
  return 'unknown';
}

function typescriptObject({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, field]) => `${note(field, inner)}${inner}${propertyName(name)}${required.includes(name) ? '' : '?'}: ${typescriptType(field, inner)};\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

const note = (field: Schema, indent: string): string => (typeof field.description === 'string' ? `${indent}/** ${comment(field.description)} */\n` : '');

const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const comment = (text: string): string => text.replaceAll('*/', '*\\/');

const pythonKeywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** A `TypedDict` for each resource type, as a Python module for 3.9 and newer. */
export function pythonCode(types: readonly ResourceTypeLike[]): string {
  const names = types.map(({ name }) => codeName(name));
  const classes = types.map((type) => pythonClasses(type)).join('\n\n');
  return `"""Types of resources: use one as the type of a parameter of \`\`main\`\`, and the form offers the resources of that type.\n\n${head}\n"""\n\nfrom __future__ import annotations\n\nfrom typing import Any, Dict, List, Literal, TypedDict\n\n__all__ = [${names.map((name) => `"${name}"`).join(', ')}]\n\n\n${classes}`;
}

/** Two classes, because Python 3.9 cannot mark single keys as optional. Keys that are no names of Python are left out: a dict has them all the same. */
function pythonClasses({ name, description, schema }: ResourceTypeLike): string {
  const { properties = {}, required = [] } = schema as Schema;
  const fields = Object.entries(properties).filter(([key]) => /^[A-Za-z_]\w*$/.test(key) && !pythonKeywords.has(key));
  const body = (isRequired: boolean): string =>
    fields
      .filter(([key]) => required.includes(key) === isRequired)
      .map(([key, field]) => `    ${key}: ${pythonType(field)}\n`)
      .join('');
  const base = `_${codeName(name)}Required`;
  return `class ${base}(TypedDict):\n${body(true) || '    pass\n'}\n\nclass ${codeName(name)}(${base}, total=False):\n    """${description.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"""\n\n${body(false)}`;
}

function pythonType(schema: Schema): string {
  if (schema.enum) return `Literal[${schema.enum.map((value) => JSON.stringify(value)).join(', ')}]`;
  if (schema.type === 'string') return 'str';
  if (schema.type === 'integer') return 'int';
  if (schema.type === 'number') return 'float';
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'array') return `List[${schema.items ? pythonType(schema.items) : 'Any'}]`;
  if (schema.type === 'object') return `Dict[str, ${isSchema(schema.additionalProperties) ? pythonType(schema.additionalProperties) : 'Any'}]`;
  return 'Any';
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
