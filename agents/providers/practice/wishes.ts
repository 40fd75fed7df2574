import type { ToolSpecShown } from './conversation.ts';
import { isChanging, isQuestion, isReading, meaningOf, stem, wordsOf } from './words.ts';

/** One thing that a message asks for, and the tool that it gives a reason to call. */
export type Wish = { text: string; tool: ToolSpecShown };

/** Parts of a message that may ask for different things: sentences, lines, and what follows "then" or "and" before a word that asks. */
export function partsOf(message: string): string[] {
  return message
    .split(/(?<=[.?!;])\s+|\n+|,?\s+\b(?:and then|then|after that|afterwards)\b\s*,?\s*/i)
    .flatMap((sentence) => splitAtAnd(sentence))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** "look up order 7 and refund it" are two wishes, "orders 7 and 8" is one. */
function splitAtAnd(sentence: string): string[] {
  const pieces = sentence.split(/,?\s+and\s+/i);
  return pieces.reduce<string[]>((parts, piece) => {
    const [first = ''] = wordsOf(piece);
    if (parts.length === 0 || isChanging(first) || isReading(first)) return [...parts, piece];
    return [...parts.slice(0, -1), `${parts.at(-1)} and ${piece}`];
  }, []);
}

/** What a message asks for, in its order. Parts that give no reason to call a tool are not in it. */
export function wishesOf(message: string, tools: readonly ToolSpecShown[]): Wish[] {
  return partsOf(message).flatMap((text) => {
    const tool = toolFor(text, tools);
    return tool ? [{ text, tool }] : [];
  });
}

/**
 * The tool that a part of a message gives a reason to call:
 *
 * 1. A tool whose name has a word that changes something (`refund`, `delete`, `send` …) only when the part has that word too. Where the name has no verb at all,
 *    the first word of the description counts as part of the name. What begins like a question ("what does the refund policy say") asks to change nothing.
 * 2. A part that has such a word calls no tool that has none, unless it also asks to be told something.
 * 3. The part must share a word of the name that is more than a verb of reading, or two words of the description.
 * 4. Of several the one that shares most; a word of the name counts for three of the description. Of equals the first.
 */
export function toolFor(part: string, tools: readonly ToolSpecShown[]): ToolSpecShown | null {
  const asked = new Set(meaningOf(part));
  const ranked = tools.map((tool) => ({ tool, score: scoreOf(tool, asked, wordsOf(part)) })).filter(({ score }) => score > 0);
  ranked.sort((left, right) => right.score - left.score);
  return ranked[0]?.tool ?? null;
}

function scoreOf(tool: ToolSpecShown, asked: ReadonlySet<string>, words: readonly string[]): number {
  const nameWords = wordsOf(tool.name);
  const [firstOfDescription = ''] = wordsOf(tool.description ?? '');
  const hasVerb = nameWords.some((word) => isChanging(word) || isReading(word));
  const verbs = (hasVerb ? nameWords : [...nameWords, firstOfDescription]).filter(isChanging);
  if (verbs.some((verb) => !asked.has(stem(verb)))) return 0;
  if (verbs.length > 0 && isQuestion(words)) return 0;
  const asksToChange = words.some((word) => isChanging(word));
  if (asksToChange && verbs.length === 0 && !words.some((word) => isReading(word))) return 0;
  const named = nameWords.filter((word) => !isReading(word) && asked.has(stem(word))).length;
  const described = new Set(meaningOf(tool.description ?? '').filter((word) => asked.has(word) && !isReading(word))).size;
  if (named === 0 && described < 2) return 0;
  // What the name says and the message does not speaks against a tool: `order` alone is a better match for `look_up_order` than for `order_figures`.
  const missed = nameWords.filter((word) => !isReading(word) && word !== 'up' && !asked.has(stem(word))).length;
  const reading = nameWords.some(isReading) && words.some(isReading) ? 1 : 0;
  return named * 3 + described + reading - missed * 0.5 + verbs.length * 3;
}
