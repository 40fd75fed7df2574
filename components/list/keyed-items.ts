/** An item with what tells it apart from the others. */
export type KeyedItem = { readonly key: string; readonly item: unknown; readonly index: number };

/** Items by the field that is their key; by position where they have none, and told apart where two have the same. */
export function keyedItems(items: readonly unknown[], field: string): KeyedItem[] {
  const seen = new Map<string, number>();
  return items.map((item, index) => {
    const own = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : item;
    const isKey = (typeof own === 'string' && own !== '') || typeof own === 'number';
    const base = isKey ? String(own) : `#${index}`;
    const times = seen.get(base) ?? 0;
    seen.set(base, times + 1);
    return { key: times === 0 ? base : `${base}#${times}`, item, index };
  });
}
