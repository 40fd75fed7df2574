import { ScriptFailure } from '../language.ts';

/** One key of the order of rows; of the last one, which tells rows apart, there is one in each row. */
export type OrderKey = { readonly name: string; readonly dir: 'asc' | 'desc' };

const wrong = (): ScriptFailure =>
  new ScriptFailure({
    name: 'ArgumentError',
    code: 'job/args_invalid',
    message: 'This cursor belongs to another question. Ask for the first page, then go on with the `next` of each answer.',
  });

/** Names the place behind a row: the values of its order, as the database writes them, so that none loses a digit on the way. */
export const cursorOf = (keys: readonly OrderKey[], values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify({ order: keys.map(({ name, dir }) => [name, dir]), values })).toString('base64url');

/** The values of a cursor. Throws for one of another order. */
export function valuesOfCursor(keys: readonly OrderKey[], cursor: string): readonly (string | null)[] {
  let read: { order?: unknown; values?: unknown };
  try {
    read = (JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) ?? {}) as typeof read;
  } catch {
    throw wrong();
  }
  const isOurs = JSON.stringify(read.order) === JSON.stringify(keys.map(({ name, dir }) => [name, dir]));
  const { values } = read;
  if (!isOurs || !Array.isArray(values) || values.length !== keys.length || values.some((value) => value !== null && typeof value !== 'string')) throw wrong();
  return values as (string | null)[];
}

/**
 * The condition for rows behind a place: greater in the first key, or the same there and greater in the next. What is empty comes last in
 * either direction. `column` gives a key in SQL, `value` a bound value in the type of its column.
 */
export function seekSql(
  keys: readonly OrderKey[],
  values: readonly (string | null)[],
  column: (key: OrderKey) => string,
  value: (key: OrderKey, text: string) => string,
): string {
  const choices = keys.flatMap((key, index): string[] => {
    const own = values[index] ?? null;
    // Nothing comes behind what is empty but by the keys after this one.
    if (own === null) return [];
    const isLast = index === keys.length - 1;
    const beyond = `${column(key)} ${key.dir === 'asc' ? '>' : '<'} ${value(key, own)}`;
    const same = keys.slice(0, index).map((before, place) => {
      const text = values[place] ?? null;
      return text === null ? `${column(before)} is null` : `${column(before)} = ${value(before, text)}`;
    });
    return [[...same, isLast ? beyond : `(${beyond} or ${column(key)} is null)`].join(' and ')];
  });
  return choices.length === 0 ? 'false' : `(${choices.map((choice) => `(${choice})`).join(' or ')})`;
}
