import type { JsonText } from '../common/json-text.ts';

/** The number under which Postgres knows the type `json`. */
const jsonType = 114;
const headerBytes = 20;

/**
 * An array of JSON texts as the value of a `json[]` parameter, in Postgres' own binary form. As text such an array is quoted here and unquoted
 * there, character by character: for results of 160 KB that costs more than everything else that is done with them together.
 */
export function jsonArray(texts: readonly (JsonText | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const array = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, headerBytes));
  // Dimensions, whether there may be nulls, the type of the items, how many there are, and the number of the first.
  [1, 1, jsonType, texts.length, 1].forEach((number, index) => array.writeInt32BE(number, index * 4));
  let at = headerBytes;
  texts.forEach((text, index) => {
    const length = lengths[index] ?? 0;
    at = array.writeInt32BE(text === null ? -1 : length, at);
    if (typeof text === 'string') at += array.write(text, at, length, 'utf8');
    else if (text !== null) at += text.copy(array, at);
  });
  return array;
}
