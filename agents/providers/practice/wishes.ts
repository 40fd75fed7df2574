import type { ToolSpecShown } from './conversation.ts';
import { isChanging, isQuestion, isReading, meaningOf, readingNouns, stem, wordsOf } from './words.ts';

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
 * 1. A tool that changes something (`refund_order`, `order_delete`; without a verb in the name the first words of the description tell) only when the part has
 *    that verb too, and is no question. "Can you …?" is none.
 * 2. A part with such a verb calls no tool that has none, unless it is a question or also asks to be told something.
 * 3. The part must share a word of the name that is more than a verb of reading, or two words of the description.
 * 4. Of several the one that shares most; a word of the name counts for three of the description. Of equals the first.
 */
export function toolFor(part: string, tools: readonly ToolSpecShown[]): ToolSpecShown | null {
  const words = wordsOf(part);
  const isAsking = isAskingOnly(part, words);
  const said: Said = {
    asked: new Set(meaningOf(part)),
    isAsking,
    isToChange: words.some(isChanging) && !isAsking && !words.some(isReading),
    hasReading: words.some(isReading),
  };
  const ranked = tools.map((tool) => ({ tool, score: scoreOf(tool, said) })).filter(({ score }) => score > 0);
  ranked.sort((left, right) => right.score - left.score);
  return ranked[0]?.tool ?? null;
}

type Said = { asked: ReadonlySet<string>; isAsking: boolean; isToChange: boolean; hasReading: boolean };

const politeWords = new Set(['can', 'could', 'would', 'will', 'please', 'may']);
/** Whether a part only asks to be told something. */
const isAskingOnly = (part: string, words: readonly string[]): boolean => isQuestion(words) || (/\?\s*$/.test(part) && !politeWords.has(words[0] ?? ''));

/** What a tool changes, as a verb; `null` for one that only reads. */
function verbOf({ name, description = '' }: ToolSpecShown): string | null {
  const words = wordsOf(name);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (isReading(first) || readingNouns.has(last)) return null;
  if (isChanging(first)) return first;
  if (isChanging(last)) return last;
  return wordsOf(description).slice(0, 4).find(isChanging) ?? null;
}

function scoreOf(tool: ToolSpecShown, { asked, isAsking, isToChange, hasReading }: Said): number {
  const verb = verbOf(tool);
  if (verb === null ? isToChange : isAsking || !asked.has(stem(verb))) return 0;
  const nameWords = wordsOf(tool.name);
  const nouns = nameWords.filter((word) => !isReading(word) && word !== 'up');
  const named = nouns.filter((word) => asked.has(stem(word))).length;
  const described = new Set(meaningOf(tool.description ?? '').filter((word) => asked.has(word) && !isReading(word))).size;
  if (named === 0 && described < 2) return 0;
  // What the name says and the message does not speaks against a tool: "order" alone is a better match for `look_up_order` than for `order_figures`.
  const missed = nouns.length - named;
  return named * 3 + described + (hasReading && nameWords.some(isReading) ? 1 : 0) - missed * 0.5 + (verb === null ? 0 : 3);
}
