/** A document as text in which the order of keys makes no difference. `without` names keys that the server works out itself. */
export function canonical(value: unknown, without: ReadonlySet<string> = new Set()): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (without.has(key)) return undefined;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(
      Object.entries(item)
        .filter(([, entry]) => entry !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}
