import { namesSomething } from '../../../../components/table/columns.ts';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';

const rowsLookedAt = 50;
const mostColumns = 40;

/** Columns for the fields of these rows, with a title and the type of their values; what is set already is kept. `null` without rows. */
export function columnsOf(rows: unknown, before: AppValue | undefined): AppValue | null {
  if (!Array.isArray(rows)) return null;
  const objects = rows.slice(0, rowsLookedAt).filter((row): row is Record<string, unknown> => typeof row === 'object' && row !== null && !Array.isArray(row));
  if (objects.length === 0) return null;
  const kept = Array.isArray(before) ? before : [];
  const known = new Set(kept.map((column) => (typeof column === 'object' && column !== null && 'field' in column ? String(column['field']) : '')));
  const fields = [...new Set(objects.flatMap((row) => Object.keys(row)))].filter((field) => !known.has(field)).slice(0, mostColumns);
  return [
    ...kept,
    ...fields.map((field) => ({
      field,
      title: titleOf(field),
      type: typeOf(
        field,
        objects.map((row) => row[field]),
      ),
    })),
  ];
}

/** A field as people read it: `created_at` is "Created at". */
export function titleOf(field: string): string {
  const words = field
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? field : words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(field: string, values: readonly unknown[]): string {
  const known = values.filter((value) => value !== null && value !== undefined && value !== '');
  const are = (test: (value: unknown) => boolean): boolean => known.length > 0 && known.every(test);
  if (are((value) => typeof value === 'number')) return namesSomething(field) ? 'id' : 'number';
  if (are((value) => typeof value === 'boolean')) return 'boolean';
  if (are((value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))) return 'date';
  if (are((value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value))) return 'datetime';
  if (are((value) => typeof value === 'string' && /^https?:\/\//.test(value))) return 'link';
  return known.some((value) => typeof value === 'object') ? 'json' : 'text';
}
