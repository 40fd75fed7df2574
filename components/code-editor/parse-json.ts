/** JSON as it was read, or why it is none and in which line, in words. */
export function parseJson(text: string): { value: unknown; problem: string | null } {
  if (text.trim() === '') return { value: null, problem: null };
  try {
    return { value: JSON.parse(text) as unknown, problem: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
    const line = Number.isNaN(at) ? null : text.slice(0, at).split('\n').length;
    return { value: null, problem: `This is no JSON${line === null ? '' : `: look at line ${line}`}.` };
  }
}
