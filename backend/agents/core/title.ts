/** Characters of a title that nobody chose. */
const titleLength = 60;

/** A title from what was asked first: its first line, cut at a word. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (line === '') return 'New conversation';
  if (line.length <= titleLength) return line;
  const cut = line.slice(0, titleLength + 1).replace(/\s+\S*$/, '');
  return `${(cut.length > titleLength / 2 ? cut : line).slice(0, titleLength)}…`;
}
