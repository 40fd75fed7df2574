/** A piece of a message of Slack. */
export type Span = { kind: 'text' | 'bold' | 'italic' | 'code' | 'block'; text: string } | { kind: 'link'; text: string; url: string };

/** Emoji that the product's own messages use; others stay as they are written. */
const emoji: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  x: '❌',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  gear: '⚙️',
  raised_hand: '✋',
  no_entry_sign: '🚫',
  fast_forward: '⏩',
  warning: '⚠️',
  leftwards_arrow_with_hook: '↩️',
};

const pattern =
  /```([\s\S]*?)```|`([^`\n]+)`|\*([^*\n]+)\*|(?<![\w])_([^_\n]+)_(?![\w])|<!date\^(\d+)\^[^|>]*\|([^>]*)>|<(https?:[^|>\s]+)(?:\|([^>]*))?>|<@(\w+)>|:([a-z_]+):/g;

/** Takes `mrkdwn` apart. What is not one of its marks is text. */
export function parseMrkdwn(source: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  const text = (piece: string): void => {
    const last = spans.at(-1);
    if (piece === '') return;
    if (last?.kind === 'text') last.text += unescape(piece);
    else spans.push({ kind: 'text', text: unescape(piece) });
  };
  for (const match of source.matchAll(pattern)) {
    text(source.slice(at, match.index));
    at = match.index + match[0].length;
    const span = spanOf(match);
    if (span) spans.push(span);
    else text(plainOf(match));
  }
  text(source.slice(at));
  return spans;
}

function spanOf([, block, code, bold, italic, , , url, label]: RegExpMatchArray): Span | null {
  if (block !== undefined) return { kind: 'block', text: unescape(block) };
  if (code !== undefined) return { kind: 'code', text: unescape(code) };
  if (bold !== undefined) return { kind: 'bold', text: withEmoji(unescape(bold)) };
  if (italic !== undefined) return { kind: 'italic', text: unescape(italic) };
  if (url !== undefined) return { kind: 'link', url: unescape(url), text: unescape(label ?? url) };
  return null;
}

function plainOf([whole, , , , , date, otherwise, , , mention, name]: RegExpMatchArray): string {
  if (date !== undefined) return otherwise ?? '';
  if (mention !== undefined) return '@Millrace';
  return name === undefined ? whole : (emoji[name] ?? whole);
}

const withEmoji = (text: string): string => text.replaceAll(/:([a-z_]+):/g, (whole, name: string) => emoji[name] ?? whole);
const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
