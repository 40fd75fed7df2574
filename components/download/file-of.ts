import { csvOf } from '../_shared/csv.ts';

/** A file to be saved. */
export type SavedFile = { readonly name: string; readonly content: string; readonly type: string };

/** Data as a file. Rows become CSV and text stays text unless a format is asked for; the name gets the ending of the format if it has none. */
export function fileOf(content: unknown, format: 'auto' | 'csv' | 'json' | 'text', name: string): SavedFile {
  const isRows = Array.isArray(content) && content.length > 0 && content.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
  const chosen = format === 'auto' ? (typeof content === 'string' ? 'text' : isRows ? 'csv' : 'json') : format;
  const safeName = name.replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').trim() || 'download';
  const named = (ending: string): string => (/\.[A-Za-z0-9]{1,8}$/.test(safeName) ? safeName : `${safeName}.${ending}`);
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  if (chosen === 'csv') return { name: named('csv'), content: `\ufeff${csvOf(Array.isArray(content) ? content : [content])}`, type: 'text/csv' };
  if (chosen === 'json') return { name: named('json'), content: JSON.stringify(content, null, 2), type: 'application/json' };
  return { name: named('txt'), content: typeof content === 'string' ? content : JSON.stringify(content, null, 2), type: 'text/plain' };
}
