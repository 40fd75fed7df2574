import { z } from 'zod';

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

/** Reads a cursor made by {@link encodeCursor}; a cursor that is not ours gives `null`, that is: from the start. */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isOurs = Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string');
    return isOurs ? (key as string[]) : null;
  } catch {
    return null;
  }
}

/** Cuts the extra row that tells whether there is a next page (fetch `limit + 1` rows). */
export function toPage<Row, Item>(rows: readonly Row[], limit: number, toItem: (row: Row) => Item, keyOf: (row: Row) => readonly unknown[]): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), next: hasMore ? encodeCursor(keyOf(last)) : null };
}
