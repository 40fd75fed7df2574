import { choicesOf, type Argument, type ArgumentKind } from './argument-schema.ts';

/** A value that was read from text, or what is wrong with the text, as the end of a sentence that begins with the name of the argument. */
export type Converted = { value: unknown } | { problem: string };

/** Reads what a person wrote for one argument. What the schema says beyond the kind is checked afterwards, as for every run. */
export function convertText(argument: Argument, text: string): Converted {
  return readers[argument.kind](text.trim() === '' && argument.kind !== 'text' ? '' : text, argument);
}

const integerText = /^[+-]?\d+$/;
const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const words: ReadonlyMap<string, boolean> = new Map(Object.entries({
  true: true,
  yes: true,
  y: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  off: false,
  '0': false,
}));

const readers: Readonly<Record<ArgumentKind, (text: string, argument: Argument) => Converted>> = {
  text: (text) => ({ value: text }),
  email: (text) => ({ value: text.trim() }),
  uri: (text) => ({ value: text.trim() }),
  number: (text) => toNumber(text, numberText, 'must be a number, such as 20 or 19.90'),
  integer: (text) => toNumber(text, integerText, 'must be a whole number, such as 20'),
  boolean: (text) => {
    const value = words.get(text.trim().toLowerCase());
    return value === undefined ? { problem: 'must be yes or no' } : { value };
  },
  choice: (text, argument) => toChoice(text, argument),
  choices: (text, argument) => toList(text, (part) => toChoice(part, argument)),
  date: (text) => (isDate(text.trim()) ? { value: text.trim() } : { problem: 'must be a date, such as 2026-11-20' }),
  'date-time': (text) => (isMoment(text.trim()) ? { value: text.trim() } : { problem: 'must be a time, such as 2026-11-20T14:30:00Z' }),
  time: (text) => ({ value: text.trim() }),
  list: (text, argument) => toList(text, (part) => toItem(part, argument)),
  json: (text) => toJson(text),
};

function toNumber(text: string, form: RegExp, problem: string): Converted {
  const value = form.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  // Past that, another number would be used than the one that was written.
  if (form === integerText && !Number.isSafeInteger(value)) return { problem };
  return Number.isFinite(value) ? { value } : { problem };
}

function toChoice(text: string, argument: Argument): Converted {
  const choices = choicesOf(argument);
  const found = choices.find((choice) => choice.text === text.trim()) ?? choices.find((choice) => choice.text.toLowerCase() === text.trim().toLowerCase());
  return found
    ? { value: found.value }
    : {
        problem: `must be one of ${choices
          .slice(0, 12)
          .map((choice) => choice.text)
          .join(', ')}${choices.length > 12 ? ' …' : ''}`,
      };
}

function toItem(text: string, { schema }: Argument): Converted {
  const type = schema.items?.type;
  if (type === 'number') return readers.number(text, {} as Argument);
  if (type === 'integer') return readers.integer(text, {} as Argument);
  return { value: text };
}

/** Parts with commas, or with line breaks, as fields of several lines give them. */
function toList(text: string, convert: (part: string) => Converted): Converted {
  const parts = text
    .split(text.includes('\n') ? /\n/ : /,/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const converted = parts.map(convert);
  const wrong = converted.find((part) => 'problem' in part);
  return wrong ?? { value: converted.map((part) => ('value' in part ? part.value : null)) };
}

function toJson(text: string): Converted {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // A resource or a variable stands for its value.
    return /^\$(?:res|var):/.test(text.trim()) ? { value: text.trim() } : { problem: 'must be JSON, such as {"a": 1}' };
  }
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
