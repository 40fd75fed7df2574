import { parse, stringify, type ScalarTag } from 'yaml';
import { containsItself } from '../../common/contains-itself.ts';

/** Keys that stand first, in this order; then come all others by name; then {@link lastKeys}. */
const firstKeys = [
  'version',
  'id',
  'type',
  'summary',
  'name',
  'display_name',
  'description',
  'value',
  'content',
  'modules',
  'failure_module',
  'input_transforms',
];
const lastKeys = ['lock', 'locks'];

function rank(key: string): number {
  const first = firstKeys.indexOf(key);
  if (first >= 0) return first;
  return firstKeys.length + 1 + lastKeys.indexOf(key);
}

function compareKeys(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0);
}

/**
 * The order in which keys are written. Everything has one order, so that equal objects give equal bytes, but for the
 * `properties` of a schema: theirs is the order of the fields of a form.
 */
function ordered(value: unknown, isKept = false): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => ordered(part));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (!isKept) entries.sort(([left], [right]) => compareKeys(left, right));
  const isSchema = !isKept && (value as { type?: unknown }).type === 'object';
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part, isSchema && key === 'properties')]));
}

/** Writes a value as canonical YAML. */
export function toYaml(value: unknown): string {
  return stringify(ordered(value), { lineWidth: 0, aliasDuplicateObjects: false, version: '1.2' });
}

/** Writes a value as YAML with its keys as they come, for what has a canonical order of its own. */
export function toYamlAsOrdered(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.2', keepUndefined: false });
}

/** `!inline <file>` as other tools write it, with or without quotes: in both cases a string that begins with the tag. */
const inline: ScalarTag = { tag: '!inline', resolve: (text) => `!inline ${text}` };

/** Reads YAML, of which JSON is a part. Throws an error with the place in the text. */
export function fromYaml(text: string): unknown {
  const value: unknown = parse(text, { customTags: [inline], version: '1.2', maxAliasCount: 100 });
  if (containsItself(value)) throw new Error('A part of it contains itself, through an anchor (`&name`) that is used below its own place');
  return value;
}
