/** What stands in one line of a JSON tree. */
export type JsonRow = {
  /** JSON pointer of the value: its identity, and what "copy path" gives. */
  pointer: string;
  depth: number;
  /** Name in its object, position in its array; null for the root. */
  key: string | number | null;
  value: unknown;
  /** Number of children of an object or array, null for a leaf. */
  size: number | null;
  isOpen: boolean;
};

/** Whether a value has children, and how many. */
export function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : null;
}

const escapeSegment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * The visible lines of a tree, top to bottom. Only what is open is walked, so that the cost is that of the lines on show and
 * not of the value: a 5 MB value that is closed is one line.
 */
export function rowsOf(root: unknown, open: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (value: unknown, key: string | number | null, pointer: string, depth: number): void => {
    const size = sizeOf(value);
    const isOpen = size !== null && size > 0 && open.has(pointer);
    rows.push({ pointer, depth, key, value, size, isOpen });
    if (!isOpen) return;
    if (Array.isArray(value)) value.forEach((item, index) => add(item, index, `${pointer}/${index}`, depth + 1));
    else for (const [name, item] of Object.entries(value as object)) add(item, name, `${pointer}/${escapeSegment(name)}`, depth + 1);
  };
  add(root, null, '', 0);
  return rows;
}

const openAtFirst = 60;

/** What is open at first: whole levels, as long as the lines stay about a screen full. */
export function firstOpen(root: unknown): Set<string> {
  const open = new Set<string>();
  let level: { value: unknown; pointer: string }[] = [{ value: root, pointer: '' }];
  let lines = 1;
  while (level.length > 0) {
    const children = level.reduce((sum, { value }) => sum + (sizeOf(value) ?? 0), 0);
    const isRoot = open.size === 0;
    if (children === 0 || (!isRoot && lines + children > openAtFirst)) break;
    lines += children;
    const next: typeof level = [];
    for (const { value, pointer } of level) {
      if (!sizeOf(value)) continue;
      open.add(pointer);
      if (lines <= openAtFirst)
        for (const [key, item] of Object.entries(value as object)) next.push({ value: item, pointer: `${pointer}/${escapeSegment(key)}` });
    }
    level = next;
  }
  return open;
}

const previewLength = 120;

/** A closed object or array in a few words: `{id, name, total, …}`, `[12 items]`. */
export function previewOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length} ${value.length === 1 ? 'item' : 'items'}]`;
  const keys = Object.keys(value as object);
  if (keys.length === 0) return '{}';
  const words: string[] = [];
  let length = 0;
  for (const key of keys) {
    length += key.length + 2;
    if (length > previewLength) return `{${words.join(', ')}, …}`;
    words.push(key);
  }
  return `{${words.join(', ')}}`;
}

const leafLength = 2000;

/** A leaf as JSON writes it; very long text is cut, for the line only. */
export function leafText(value: unknown): string {
  const text = typeof value === 'string' && value.length > leafLength ? `${value.slice(0, leafLength)}…` : value;
  return JSON.stringify(text) ?? String(value);
}
