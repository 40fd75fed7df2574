import { z } from 'zod';
import { requestInvalid } from './request-invalid.ts';

/** Query of every list: at most `limit` items, those after the opaque cursor `after`. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many items at most'),
  after: z.string().max(500).optional().describe('The `next` of the page before'),
});
/** Query of every list. */
export type PageQuery = z.infer<typeof PageQuery>;

/** A keyset page: `next` is `null` on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A keyset page of `Item`. */
export type Page<Item> = { items: Item[]; next: string | null };

/** Packs the sort key of the last row into an opaque cursor. */
export function encodeCursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads a cursor made by {@link encodeCursor}, whose parts have the given forms. A cursor that is not ours throws `request/invalid`: to begin again
 * silently would have a caller go round in circles.
 */
export function decodeCursor(cursor: string | undefined, forms: readonly (keyof typeof cursorForms)[]): string[] | null {
  if (cursor === undefined) return null;
  const key = parseCursor(cursor);
  const isOurs = key.length === forms.length && key.every((part, index) => typeof part === 'string' && cursorForms[forms[index] as 'text'].test(part));
  if (!isOurs) throw requestInvalid([{ path: ['after'], message: 'this cursor does not belong to this list; take `next` of the page before, or begin without one' }]);
  return key as string[];
}

/** What a part of a cursor looks like, so that nothing else reaches a statement. */
const cursorForms = {
  text: /^[^\0]*$/,
  time: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  number: /^\d{1,9}$/,
} as const;

function parseCursor(cursor: string): unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) ? key : [];
  } catch {
    return [];
  }
}

/** Cuts the extra row that tells whether there is a next page (fetch `limit + 1` rows). */
export function toPage<Row, Item>(rows: readonly Row[], limit: number, toItem: (row: Row) => Item, keyOf: (row: Row) => readonly unknown[]): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), next: hasMore ? encodeCursor(keyOf(last)) : null };
}
