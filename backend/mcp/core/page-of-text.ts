/** Characters of a result or log that one answer holds: what a model reads at once without losing its thread. */
export const pageCharacters = 40_000;

/** A piece of a text, and where the next one begins; `null` at the end. */
export type TextPage = { text: string; offset: number; next: number | null; total: number };

/** The piece of a text from `offset` on. It never ends between the halves of a character. */
export function pageOfText(text: string, offset: number, size = pageCharacters): TextPage {
  const begin = Math.min(offset, text.length);
  const wanted = Math.min(begin + size, text.length);
  const isSplit = wanted < text.length && isHighSurrogate(text.charCodeAt(wanted - 1));
  const end = isSplit && wanted - 1 > begin ? wanted - 1 : wanted;
  return { text: text.slice(begin, end), offset: begin, next: end < text.length ? end : null, total: text.length };
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
