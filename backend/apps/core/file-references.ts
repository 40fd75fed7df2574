const pattern = /^file_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The id of a file in the database from the one that people and scripts have; `null` where it is none. */
export const fileKey = (id: string): string | null => pattern.exec(id)?.[1] ?? null;

/** The id of a file as people and scripts have it. */
export const fileId = (key: string): string => `file_${key}`;

/** Files that arguments name, wherever in them. */
export function filesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part === 'string') {
      const key = fileKey(part);
      if (key !== null) found.add(key);
    } else if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) look(inner);
  };
  look(value);
  return found;
}
