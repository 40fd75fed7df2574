/** The one piece of data that is called: a table of texts by key, of which `t('greeting', {name: 'Ada'})` gives one with its places filled in. */
export const textFunction = 't';

/** A place in a text: `{name}`. */
const places = /\{(\w+)\}/g;

/** A text with its places filled in. A key without a text is its own text, and a place without a value stays, so that what is missing is seen. */
export function fillText(table: Readonly<Record<string, unknown>>, key: string, values: Readonly<Record<string, unknown>>): string {
  const text = Object.hasOwn(table, key) ? String(table[key]) : key;
  return text.replace(places, (whole: string, name: string) => (Object.hasOwn(values, name) ? String(values[name] ?? '') : whole));
}

/** The same in the engine: what makes the function of the table. */
export const textsInEngine = /* js */ `(table) => (key, values) => {
  const text = table !== null && typeof table === 'object' && Object.hasOwn(table, key) ? String(table[key]) : String(key);
  const given = values === null || typeof values !== 'object' ? {} : values;
  return text.replace(${String(places)}, (whole, name) => (Object.hasOwn(given, name) ? String(given[name] ?? '') : whole));
}`;
