import type { Parameter } from './annotations.ts';

type Parse = (text: string) => unknown;

const elementOfArray: Readonly<Record<number, number>> = {
  1000: 16, 1001: 17, 1005: 21, 1007: 23, 1016: 20, 1028: 26, 1021: 700, 1022: 701, 1231: 1700, 1182: 1082, 1115: 1114, 1185: 1184, 199: 114, 3807: 3802,
  1002: 25, 1003: 19, 1009: 25, 1014: 25, 1015: 25, 1041: 25, 2951: 25, 1183: 25, 1187: 25, 1270: 25, 651: 25, 1040: 25, 791: 25, 3908: 25, 3910: 25, 3912: 25, 3927: 25,
};

const parsers: Readonly<Record<number, Parse>> = {
  16: (text) => text === 't',
  17: (text) => (text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex').toString('base64') : text),
  20: bigint, 21: Number, 23: Number, 26: Number, 700: double, 701: double, 1700: numeric,
  114: JSON.parse, 3802: JSON.parse,
  1114: (text) => text.replace(/^(\d{4,}-\d\d-\d\d) /, '$1T'),
  1184: timestampWithZone,
};

/** How a value of a type (by its number in `pg_type`) becomes JSON. Types without a rule of their own stay the text that PostgreSQL gives. */
export function parserOf(type: number): Parse {
  const element = elementOfArray[type];
  if (element !== undefined) {
    const parse = parsers[element] ?? String;
    return (text) => parseArray(text, parse);
  }
  return parsers[type] ?? String;
}

function bigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function double(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** A number where a double tells the same value back, that is up to 15 significant digits; otherwise the digits as text. */
export function numeric(text: string): number | string {
  const match = /^-?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  if (!match) return text;
  const digits = `${match[1] ?? ''}${match[2] ?? ''}`.replace(/^0+/, '');
  const significant = match[2] ? digits : digits.replace(/0+$/, '');
  return significant.length <= 15 && digits.length <= 300 ? Number(text) : text;
}

/** ISO 8601 with the microseconds and the zone that PostgreSQL gave; `infinity` and years before Christ stay as they are. */
function timestampWithZone(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(:\d\d)?$/.exec(text);
  if (!match) return text;
  const [, day, time, hours, minutes] = match;
  return `${day}T${time}${hours === '+00' && !minutes ? 'Z' : `${hours}${minutes ?? ':00'}`}`;
}

/** Reads the text form of an array of any depth: `{1,NULL,"a \"b\""}`, also with bounds before it (`[0:1]={…}`). */
export function parseArray(text: string, parse: Parse): unknown {
  let position = text.indexOf('{');
  const read = (): unknown[] => {
    const items: unknown[] = [];
    position += 1;
    while (position < text.length && text[position] !== '}') {
      if (text[position] === ',') position += 1;
      else if (text[position] === '{') items.push(read());
      else if (text[position] === '"') items.push(parse(readQuoted()));
      else items.push(readBare());
    }
    position += 1;
    return items;
  };
  const readQuoted = (): string => {
    let value = '';
    for (position += 1; text[position] !== '"' && position < text.length; position += 1) {
      if (text[position] === '\\') position += 1;
      value += text[position];
    }
    position += 1;
    return value;
  };
  const readBare = (): unknown => {
    const start = position;
    while (position < text.length && text[position] !== ',' && text[position] !== '}') position += 1;
    const value = text.slice(start, position);
    return value === 'NULL' ? null : parse(value);
  };
  return read();
}

/** An argument in the text form in which it is bound; `null` is SQL's. */
export function boundValue(value: unknown, { type }: Pick<Parameter, 'type'>): string | null {
  if (value === null || value === undefined) return null;
  const name = type ?? '';
  if (name === 'json' || name === 'jsonb') return JSON.stringify(value);
  if (name === 'bytea' && typeof value === 'string') return `\\x${Buffer.from(value, 'base64').toString('hex')}`;
  if (Array.isArray(value) && (name.endsWith('[]') || name === '')) return arrayLiteral(value, name.slice(0, -2));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayLiteral(items: readonly unknown[], type: string): string {
  const parts = items.map((item) => {
    if (Array.isArray(item) && type !== 'json' && type !== 'jsonb') return arrayLiteral(item, type);
    const text = boundValue(item, { type });
    return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}
