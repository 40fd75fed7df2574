import { fieldOf, knownFields, type JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { keyOf, previewOf, rootsOf } from './connect-tree.ts';

/** One thing that can be typed next. */
export type Choice = { readonly label: string; readonly insert: string; readonly detail: string; readonly info?: string; readonly boost?: number };

type Scope = { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly values: Readonly<Record<string, unknown>>; readonly hasLookups?: boolean };

const chain = /([A-Za-z_$][\w$]*)((?:\??\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"\\]*"\])*)(\??\.)([\w$]*)$/;
const word = /(?:^|[^\w$.])([A-Za-z_$][\w$]*)?$/;

/** What fits at a position: the fields of the place before a dot, or the names in scope. */
export function completionsAt(source: string, position: number, scope: Scope): { readonly from: number; readonly options: readonly Choice[] } | null {
  const before = source.slice(0, position);
  const path = chain.exec(before);
  if (path) {
    const [, root = '', keys = '', dot = '.', typed = ''] = path;
    const from = position - typed.length;
    return {
      from,
      options: fieldsBelow(root, keys, scope)
        .map((choice) => (choice.insert.startsWith('[') ? { ...choice, insert: choice.label } : choice))
        .filter(({ label }) => dot === '.' || label !== ''),
    };
  }
  const name = word.exec(before);
  if (!name) return null;
  return { from: position - (name[1]?.length ?? 0), options: names(scope) };
}

function names({ schemas, values, hasLookups = true }: Scope): Choice[] {
  const roots = rootsOf(schemas, values, new Map()).map(({ expr, type, preview }, index) => ({
    label: expr,
    insert: expr,
    detail: type,
    info: preview,
    boost: 50 - index,
  }));
  if (!hasLookups) return roots;
  return [
    ...roots,
    { label: 'variable', insert: 'variable("")', detail: 'a variable', boost: -1 },
    { label: 'resource', insert: 'resource("")', detail: 'a resource', boost: -2 },
  ];
}

function fieldsBelow(root: string, keys: string, { schemas, values }: Scope): Choice[] {
  let schema: JsonSchema | undefined = Object.hasOwn(schemas, root) ? schemas[root] : undefined;
  let value: unknown = Object.hasOwn(values, root) ? values[root] : undefined;
  for (const [, name, index, quoted] of keys.matchAll(/\??\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\["([^"\\]*)"\]/g)) {
    const key = name ?? quoted ?? Number(index);
    schema = schema && fieldOf(schema, key);
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
  }
  const own = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const fields = [...new Set([...(schema ? knownFields(schema) : []), ...own])].filter((name) => keyOf(name).startsWith('.'));
  const listed = fields.map((name, index) => ({
    label: name,
    insert: name,
    detail: typeText(schema && fieldOf(schema, name)),
    info: previewOf((value as Record<string, unknown> | undefined)?.[name]),
    boost: 50 - index,
  }));
  return Array.isArray(value) || schema?.type === 'array' ? [...listed, ...listMethods] : listed;
}

const listMethods: readonly Choice[] = ['length', 'map', 'filter', 'find', 'at', 'some', 'every', 'reduce'].map((name) => ({
  label: name,
  insert: name,
  detail: 'of lists',
  boost: -5,
}));

const typeText = (schema: JsonSchema | undefined): string => (schema?.type === undefined ? '' : [schema.type].flat().join(' or '));
