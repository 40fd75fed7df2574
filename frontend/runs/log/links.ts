/** A piece of a line: plain text, or a link. */
export type TextPiece = { text: string; href: string | null };

const address = /https?:\/\/[^\s<>"'`\u0000-\u001f\u007f{}|\\^]+/g;

/** Punctuation that ends a sentence is not part of the address before it; a bracket is only when it was opened in it. */
function trimAddress(found: string): string {
  let end = found.length;
  while (end > 0) {
    const last = found[end - 1] as string;
    const opened = { ')': '(', ']': '[' }[last];
    const isOpened = opened !== undefined && found.slice(0, end - 1).split(opened).length > found.slice(0, end - 1).split(last).length;
    if (!/[.,;:!?)\]]/.test(last) || isOpened) break;
    end -= 1;
  }
  return found.slice(0, end);
}

/** Finds the web addresses in a text. Only `http` and `https` become links, whatever a log says. */
export function splitLinks(text: string): TextPiece[] {
  if (!text.includes('://')) return [{ text, href: null }];
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const link = trimAddress(match[0]);
    if (!URL.canParse(link)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: link, href: link });
    from = match.index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}
