/** Rows as CSV, as spreadsheets read it: columns of all rows in the order in which they appear, quoted where needed. */
export function csvOf(rows: readonly unknown[]): string {
  const records = rows.map((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Record<string, unknown>) : { value: row }));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = [columns.map(csvCell), ...records.map((record) => columns.map((column) => (Object.hasOwn(record, column) ? csvCell(record[column]) : '')))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** One field of a CSV file: quoted where it must be, and never taken for a formula. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // A text that begins like a formula would be run by the spreadsheet; a number with its sign is none.
  const inert = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
