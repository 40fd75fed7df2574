import type { AppDocument } from '../app.contract.ts';

/** The document in its canonical form: keys in the order of the schema, free keys (props, arguments, slots) in that of the alphabet. Equal documents give equal bytes. */
export function canonicalDocument(document: AppDocument): AppDocument {
  const { strings, ...others } = document;
  const hasTexts = strings !== undefined && Object.keys(strings).length > 0;
  return ordered(hasTexts ? document : others, []) as AppDocument;
}

/** Canonical JSON text of a document. */
export const canonicalText = (document: AppDocument): string => JSON.stringify(canonicalDocument(document));

/** Keys of the parts of a document, in the order in which a person reads them. What is not named here follows in the order of the alphabet. */
const order = [
  'format',
  'do',
  'id',
  'type',
  'title',
  'icon',
  'kind',
  'path',
  'navigation',
  'theme',
  'audience',
  'language',
  'strings',
  'description',
  'initial',
  'run',
  'params',
  'props',
  'args',
  'when',
  'trigger',
  'of',
  'run_as',
  'confirm',
  'transform',
  'on',
  'on_success',
  'on_error',
  'on_true',
  'on_false',
  'layout',
  'variables',
  'actions',
  'flow',
  'gap',
  'align',
  'slots',
  'children',
  'body',
  'pages',
];
const ranks = new Map(order.map((key, rank) => [key, rank]));
/** Below these keys people choose the names: they are sorted by the alphabet alone. */
const free = new Set(['props', 'args', 'on', 'slots', 'strings', 'values']);

function ordered(value: unknown, at: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, at));
  if (typeof value !== 'object' || value === null) return value;
  const isFree = at.some((key) => key === 'props' || key === 'args' || key === 'strings') || free.has(at.at(-1) ?? '');
  const rank = (key: string): number => (isFree ? 0 : (ranks.get(key) ?? order.length));
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([left], [right]) => rank(left) - rank(right) || (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner, isNodeList(key) ? [] : [...at, key])]));
}

/** Below a list of components the words of the schema count again. */
const isNodeList = (key: string): boolean => key === 'children';
