import type { CodeDiagnostic } from '../ui/code/CodeEditorView.tsx';

/** A value as JSON text; nothing for undefined. */
export const writeJson = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** Reads JSON text; empty text is "left away". */
export function readJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'This is not JSON' };
  }
}

/** What is wrong with JSON text, at its line; null when nothing is. */
export function problemOfJson(text: string): CodeDiagnostic | null {
  const read = readJson(text);
  if (read.ok) return null;
  const position = Number(/position (\d+)/.exec(read.message)?.[1] ?? text.length);
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: `This is not JSON: ${read.message.replace(/ in JSON at position.*$/, '').replace(/, "[\s\S]*$/, '')}` };
}
