import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { knownFields, fieldOf, typesOf, type JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';

/** A place that an input can be connected to. */
export type ConnectNode = {
  /** What stands in the expression. */
  readonly expr: string;
  readonly label: string;
  /** A second word: the title of the step. */
  readonly detail?: string;
  readonly type: string;
  /** The last known value in one line; undefined where none is known. */
  readonly preview: string | undefined;
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly hasChildren: boolean;
};

/** Titles of steps by their ids. */
export type StepTitles = ReadonlyMap<string, string>;

const mostChildren = 60;
const hiddenRoots: ReadonlySet<string> = new Set(['iter', 'iter_parent']);

/** The first level of the tree: the input, the result before, one place for each step before, and what else is in scope. */
export function rootsOf(schemas: Readonly<Record<string, JsonSchema>>, values: Readonly<Record<string, unknown>>, titles: StepTitles): ConnectNode[] {
  const roots = Object.entries(schemas)
    .filter(([name]) => name !== 'results' && !name.startsWith('WM_') && !hiddenRoots.has(name))
    .filter(([name, schema]) => name !== 'flow_env' || knownFields(schema).length > 0)
    .map(([name, schema]) => node(name, name, schema, values[name]));
  const results = schemas['results'];
  const known = (values['results'] ?? {}) as Readonly<Record<string, unknown>>;
  const steps = results ? childrenOf(node('results', 'results', results, known)).map((step) => ({ ...step, detail: titles.get(step.label) })) : [];
  const run = Object.entries(schemas)
    .filter(([name]) => name.startsWith('WM_'))
    .map(([name, schema]) => node(name, name, schema, values[name]));
  // The nearest step is what one most often wants: the newest result first.
  return [...roots.slice(0, 1), ...steps.toReversed(), ...roots.slice(1), ...run];
}

/** What is below a place: fields of its schema, and those that its last value has besides. */
export function childrenOf({ expr, schema, value }: ConnectNode): ConnectNode[] {
  if (Array.isArray(value)) return value.slice(0, 5).map((item, index) => node(`${expr}[${index}]`, `[${index}]`, fieldOf(schema, index) ?? {}, item));
  const own = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const names = [...new Set([...knownFields(schema), ...Object.keys(own)])].slice(0, mostChildren);
  return names.map((name) => node(`${expr}${keyOf(name)}`, name, fieldOf(schema, name) ?? {}, Object.hasOwn(own, name) ? own[name] : undefined));
}

/** Results that are pinned, by the step: known before anything has run, and what a run would give. */
export function pinnedResults(modules: readonly Pick<FlowModule, 'id' | 'mock'>[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(modules.flatMap(({ id, mock }) => (mock?.enabled ? [[id, mock.return_value ?? null]] : [])));
}

/** Places whose expression contains a text, at most so many levels deep. */
export function findNodes(roots: readonly ConnectNode[], text: string, depth = 4): ConnectNode[] {
  const wanted = text.trim().toLowerCase();
  const found: ConnectNode[] = [];
  const visit = (nodes: readonly ConnectNode[], level: number): void => {
    for (const one of nodes) {
      if (found.length >= 80) return;
      if (`${one.expr} ${one.detail ?? ''}`.toLowerCase().includes(wanted)) found.push(one);
      if (level < depth && one.hasChildren) visit(childrenOf(one), level + 1);
    }
  };
  visit(roots, 1);
  return found;
}

/** Places that have the name of an input: what it is most likely meant to be connected to. */
export function suggestPlaces(name: string, roots: readonly ConnectNode[], type: string | undefined): ConnectNode[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const found = roots.flatMap((root) => (root.hasChildren ? childrenOf(root) : [])).filter(({ label }) => plain(label) === plain(name));
  return found
    .filter((place) => type === undefined || place.type === 'any' || place.type === type || (place.type === 'integer' && type === 'number'))
    .slice(0, 2);
}

/** A key as it is appended to an expression. */
export const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

function node(expr: string, label: string, schema: JsonSchema, value: unknown): ConnectNode {
  const types = typesOf(schema);
  const type = types
    ? [...types].filter((one) => one !== 'null').join(' or ')
    : value === undefined || value === null
      ? 'any'
      : Array.isArray(value)
        ? 'array'
        : typeof value;
  const isFilled = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return { expr, label, type: type || 'any', preview: previewOf(value), schema, value, hasChildren: isFilled || knownFields(schema).length > 0 };
}

/** A value in one short line. */
export function previewOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? 'item' : 'items'}`;
  return textOf(value);
}

/** A value as JSON in one short line. */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
