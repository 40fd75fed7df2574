/** Puts things in an order in which each comes after those that it needs. A circle is broken at some place; whoever is there then tells of it. */
export function dependencyOrder<Item extends { readonly path: string }>(items: readonly Item[], needs: (item: Item) => readonly string[]): Item[] {
  const byPath = new Map(items.map((item) => [item.path, item]));
  const sorted: Item[] = [];
  const seen = new Set<string>();
  const visit = (item: Item): void => {
    if (seen.has(item.path)) return;
    seen.add(item.path);
    for (const path of needs(item)) {
      const needed = byPath.get(path);
      if (needed) visit(needed);
    }
    sorted.push(item);
  };
  for (const item of items) visit(item);
  return sorted;
}
