import { meaningOf, stem, wordsOf } from './words.ts';

/** A number in a text, with the words in front of it and behind it. */
export type Said = { value: number; text: string; before: string[]; after: string[] };

/** Numbers of a text, in order. Parts of dates, of addresses and of names such as `A-7` are none. */
export function numbersIn(text: string): Said[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}_@/.-])[-+]?\d+(?:[.,]\d+)?(?![\p{L}\p{N}_@/-])/gu)].map((match) => ({
    value: Number(match[0].replace(',', '.')),
    text: match[0],
    before: wordsOf(text.slice(0, match.index)).slice(-3).map(stem),
    after: wordsOf(text.slice(match.index + match[0].length))
      .slice(0, 2)
      .map(stem),
  }));
}

/** What stands in quotation marks. */
export const quotesIn = (text: string): string[] => [...text.matchAll(/["“”«»]([^"“”«»]+)["“”«»]/g)].map(([, quoted = '']) => quoted.trim());
export const emailsIn = (text: string): string[] => text.match(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g) ?? [];
export const addressesIn = (text: string): string[] => (text.match(/https?:\/\/[^\s"'<>)]+/g) ?? []).map((address) => address.replace(/[.,;:!?]+$/, ''));
/** Names with a number in them, such as `A-1042` or `SKU17`. */
export const codesIn = (text: string): string[] => text.match(/(?<![\w@./-])[A-Za-z]+[-_]?\d[\w-]*/g) ?? [];

/** Dates, as `YYYY-MM-DD`. */
export function datesIn(text: string): string[] {
  const iso = [...text.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)].map(([date]) => date);
  const dotted = [...text.matchAll(/\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g)].map(
    ([, day = '', month = '', year = '']) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
  return [...iso, ...dotted];
}

/** What follows the name of a field: `reason: broken on arrival`, `city Berlin`. With a colon up to the end of the clause, otherwise one word. */
export function namedText(text: string, nameWords: readonly string[]): string | null {
  const name = nameWords.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')).join('[\\s_-]*');
  const clause = new RegExp(`(?<![\\p{L}\\p{N}])${name}\\s*[:=]\\s*([^,;\\n]+)`, 'iu').exec(text)?.[1]?.trim();
  if (clause) return clause.replace(/[.?!]+$/, '');
  return new RegExp(`(?<![\\p{L}\\p{N}])${name}\\s+(\\p{Lu}[\\p{L}\\p{N}-]*(?:\\s+\\p{Lu}[\\p{L}\\p{N}-]*)*)`, 'u').exec(text)?.[1] ?? null;
}

/** An object somewhere in a result, and the name under which it stands. */
type Place = { name: string; value: Record<string, unknown> };

/** How deep and how wide results are looked at. */
const deepest = 6;
const widest = 500;

function placesIn(data: unknown, name: string, depth: number): Place[] {
  if (typeof data !== 'object' || data === null || depth > deepest) return [];
  if (Array.isArray(data)) return data.slice(0, widest).flatMap((part) => placesIn(part, name, depth + 1));
  const value = data as Record<string, unknown>;
  return [{ name, value }, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, key, depth + 1))];
}

/**
 * The value of a field in what tools gave: by its own name, or as `id` of what it is called after (`order_id` is the `id` of `order`). Objects with a
 * word of the wish in them come first ("the damaged item"), then later results.
 */
export function valueInResults(results: readonly unknown[], fieldName: string, wish: string, fits: (value: unknown) => boolean): unknown {
  const asked = new Set(meaningOf(wish));
  const matches = ({ value }: Place): number =>
    Object.values(value).filter((part) => typeof part === 'string' && part.length < 200 && meaningOf(part).some((word) => asked.has(word))).length;
  const places = results.toReversed().flatMap((result) => placesIn(result, '', 0));
  const ranked = places
    .map((place, index) => ({ place, index, score: matches(place) }))
    .sort((left, right) => right.score - left.score || left.index - right.index);
  const wanted = wordsOf(fieldName).map(stem);
  for (const { place } of ranked) {
    for (const [key, value] of Object.entries(place.value)) if (isSameName(wordsOf(key).map(stem), wanted, place.name) && fits(value)) return value;
  }
  return undefined;
}

function isSameName(key: readonly string[], wanted: readonly string[], parent: string): boolean {
  if (key.join(' ') === wanted.join(' ')) return true;
  return [...wordsOf(parent).map(stem), ...key].join(' ') === wanted.join(' ');
}
