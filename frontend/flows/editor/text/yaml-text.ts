import { isMap, isNode, isScalar, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { containsItself } from '../../../../backend/common/contains-itself.ts';
import type { FieldPath, FlowDocument } from '../document/flow-document.ts';
import { shapeOfFlow } from '../document/shape.ts';

/** Something wrong in the text, at a line and column counted from 1. */
export type TextProblem = { readonly line: number; readonly column: number; readonly message: string };

/** A flow as text that was read: the document, or why it is none. */
export type ReadText =
  { readonly document: FlowDocument; readonly problems: readonly [] } | { readonly document: null; readonly problems: readonly TextProblem[] };

/** A flow as YAML, in the form in which it is exported. */
export function writeYaml({ summary, description, tag, schema, value }: FlowDocument): string {
  const file = { summary, ...(description === '' ? {} : { description }), ...(tag === undefined ? {} : { tag }), value, schema };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Reads YAML (or JSON, which is YAML too). What cannot be shown as a flow is refused with its line. */
export function readYaml(text: string): ReadText {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number, message: string): TextProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const syntax = parsed.errors.map((error) => at(error.pos[0], error.message.split(' at line ')[0] ?? error.message));
  if (syntax.length > 0) return { document: null, problems: syntax };
  if (!isMap(parsed.contents))
    return { document: null, problems: [at(0, 'A flow is an object with `value`, and may have `summary`, `description` and `schema`.')] };
  const found: unknown = safeValue(parsed);
  if (typeof found !== 'object' || found === null) return { document: null, problems: [at(0, 'The text refers to itself too often.')] };
  const { summary, description, tag, schema, value } = found as Record<string, unknown>;
  const wrong: TextProblem[] = [];
  for (const [name, given] of Object.entries({ summary, description, tag })) {
    if (given !== undefined && given !== null && typeof given !== 'string') wrong.push(at(offsetOf(parsed, [name]), `\`${name}\` is a text.`));
  }
  if (schema !== undefined && schema !== null && (typeof schema !== 'object' || Array.isArray(schema)))
    wrong.push(at(offsetOf(parsed, ['schema']), '`schema` is an object.'));
  wrong.push(...shapeOfFlow(value).map(({ path, message }) => at(offsetOf(parsed, path), message)));
  if (wrong.length > 0) return { document: null, problems: wrong };
  const document = {
    summary: (summary as string | undefined) ?? '',
    description: (description as string | undefined) ?? '',
    schema: (schema ?? {}) as FlowDocument['schema'],
    value: value as FlowDocument['value'],
    ...(typeof tag === 'string' ? { tag } : {}),
  };
  return { document, problems: [] };
}

/** A text with very many references to itself is refused by the library; one that contains itself is no document either. */
function safeValue(parsed: Document): unknown {
  try {
    const value = parsed.toJS({ maxAliasCount: 100 }) as unknown;
    return containsItself(value) ? null : value;
  } catch {
    return null;
  }
}

/** Where a place stands in the text, or the nearest place around it that does. */
function offsetOf(parsed: Document, path: FieldPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = parsed.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
    if (isScalar(node)) return 0;
  }
  return 0;
}
