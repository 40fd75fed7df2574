/** A one-based place in a text, for people and for the editor. */
export type Position = { line: number; column: number };

/** Line and column of an offset in UTF-16 units, as the editor counts them. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: countLines(before), column: before.length - lineStart + 1 };
}

function countLines(before: string): number {
  let lines = 1;
  for (let index = before.indexOf('\n'); index !== -1; index = before.indexOf('\n', index + 1)) lines += 1;
  return lines;
}
