import { addressesIn, codesIn, datesIn, emailsIn, namedText, numbersIn, quotesIn, valueInResults, type Said } from './evidence.ts';
import { meaningOf, stem, wordsOf } from './words.ts';

type Schema = Record<string, unknown>;

/** Where arguments may come from. */
export type Sources = {
  /** The part of the message that asks for the tool. */
  wish: string;
  /** The whole message. */
  message: string;
  /** What tools gave before, oldest first. */
  results: readonly unknown[];
};

/** Arguments that could be found, and the names of those that are needed and could not. */
export type Filled = { args: Record<string, unknown>; missing: string[] };

/**
 * Fills the fields of a schema, in their order, from what was said and from what tools gave. A field takes, in this order: what stands beside its name, what has its form (a number, a
 * date, an address, a choice of its list) in the part that asks, the same in the rest of the message where it stands beside the name, a value of the same name in an earlier result. A field that need not be there
 * is left out where nothing speaks for it.
 */
export function fillArguments(schema: unknown, sources: Sources): Filled {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Schema>; required?: string[] };
  const used = new Set<string>();
  const args: Record<string, unknown> = {};
  const missing: string[] = [];
  // Numbers that stand beside a name belong to it, whatever the order of the fields is.
  const fields = Object.entries(properties);
  const pointed = new Set(
    fields.flatMap(([name, field]) =>
      isNumeric(field)
        ? numbersIn(sources.wish)
            .filter((said) => standsBeside(said, name))
            .map(({ text }) => text)
        : [],
    ),
  );
  for (const [name, field] of fields) {
    const isRequired = required.includes(name);
    const value = valueOf({ name, field, isRequired, sources, used, pointed });
    if (value !== undefined) args[name] = value;
    else if (isRequired && field['default'] === undefined) missing.push(name);
  }
  return { args, missing };
}

type Field = { name: string; field: Schema; isRequired: boolean; sources: Sources; used: Set<string>; pointed: ReadonlySet<string> };

function valueOf(field: Field): unknown {
  const type = typeOf(field.field);
  if (Array.isArray(field.field['enum'])) return choiceOf(field.field['enum'], field.sources);
  if (type === 'number' || type === 'integer') return numberFor(field);
  if (type === 'boolean') return flagFor(field);
  if (type === 'string') return textFor(field);
  if (type === 'array') return listFor(field);
  return fromResults(field, (value) => typeof value === 'object' && value !== null && !Array.isArray(value));
}

/** The first of a list of types that is not null. */
function typeOf({ type, anyOf }: Schema): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  if (type !== undefined || !Array.isArray(anyOf)) return type;
  return (anyOf as Schema[]).map(typeOf).find((one) => one !== 'null' && one !== undefined);
}

export const isNumeric = (field: Schema): boolean => ['number', 'integer'].includes(typeOf(field) as string) && !Array.isArray(field['enum']);

/** The choice all of whose words were said. */
function choiceOf(choices: readonly unknown[], { wish, message }: Sources): unknown {
  for (const text of [wish, message]) {
    const said = new Set([...meaningOf(text), ...wordsOf(text)]);
    const found = choices.find(
      (choice) => choice !== null && wordsOf(String(choice)).length > 0 && wordsOf(String(choice)).every((word) => said.has(stem(word)) || said.has(word)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `order 1042` and `20 items` stand beside `order_number` and `items`. */
function standsBeside({ before, after }: Said, name: string): boolean {
  const words = wordsOf(name)
    .map(stem)
    .filter((word) => !['number', 'id', 'numb', 'no', 'nr'].includes(word));
  const own = words.length === 0 ? wordsOf(name).map(stem) : words;
  return own.some((word) => before.includes(word) || after[0] === word);
}

function numberFor({ name, field, sources, used, pointed }: Field): number | undefined {
  const isWhole = typeOf(field) === 'integer';
  const fits = (said: Said): boolean => !used.has(said.text) && (!isWhole || Number.isInteger(said.value));
  const here = numbersIn(sources.wish).filter(fits);
  const elsewhere = numbersIn(sources.message).filter(fits);
  const found =
    here.find((said) => standsBeside(said, name)) ?? here.find(({ text }) => !pointed.has(text)) ?? elsewhere.find((said) => standsBeside(said, name));
  if (found) {
    used.add(found.text);
    return found.value;
  }
  return valueInResults(sources.results, name, sources.wish, (value) => typeof value === 'number' && (!isWhole || Number.isInteger(value))) as
    number | undefined;
}

function flagFor({ name, sources }: Field): boolean | undefined {
  const own = wordsOf(name)
    .filter((word) => !['is', 'has', 'with', 'can'].includes(word))
    .map(stem);
  const said = wordsOf(sources.wish).map(stem);
  const place = said.findIndex((word) => own.includes(word));
  if (place === -1) return undefined;
  return !['without', 'not', 'no', 'dont', 'never'].includes(said[place - 1] ?? '');
}

const textNames = new Set([
  'message',
  'text',
  'note',
  'body',
  'query',
  'question',
  'search',
  'q',
  'prompt',
  'comment',
  'reason',
  'description',
  'input',
  'topic',
  'subject',
  'title',
  'content',
  'request',
  'term',
  'keyword',
]);

function textFor(field: Field): string | undefined {
  const { name, sources, used, isRequired } = field;
  const take = (found: readonly string[]): string | undefined => {
    const free = found.find((text) => !used.has(text));
    if (free !== undefined) used.add(free);
    return free;
  };
  const words = wordsOf(name);
  const form = formOf(field);
  if (form) return take(form(sources.wish)) ?? take(form(sources.message)) ?? (fromResults(field, isText) as string | undefined);
  const named = namedText(sources.wish, words) ?? namedText(sources.message, words);
  if (named !== null) return named;
  const quoted = take(quotesIn(sources.wish));
  if (quoted !== undefined) return quoted;
  const result = isRequired ? (fromResults(field, isText) as string | undefined) : undefined;
  if (result !== undefined) return result;
  const isName = words.some((word) => ['id', 'number', 'code', 'sku', 'key', 'no', 'reference'].includes(word));
  const code = isName ? (take(codesIn(sources.wish)) ?? take(numbersIn(sources.wish).map(({ text }) => text)) ?? take(codesIn(sources.message))) : undefined;
  if (code !== undefined) return code;
  return isRequired && words.some((word) => textNames.has(word)) ? sources.wish : undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 2000;

/** Texts that have a form of their own are found by it. */
function formOf({ name, field }: Field): ((text: string) => string[]) | null {
  const format = String(field['format'] ?? '');
  const words = wordsOf(name);
  if (format === 'email' || words.some((word) => word === 'email' || word === 'mail')) return emailsIn;
  if (format === 'date' || format === 'date-time' || words.includes('date'))
    return (text) => datesIn(text).map((date) => (format === 'date-time' ? `${date}T00:00:00Z` : date));
  if (format === 'uri' || words.some((word) => word === 'url' || word === 'link')) return addressesIn;
  return null;
}

function listFor(field: Field): unknown[] | undefined {
  const items = (field.field['items'] ?? {}) as Schema;
  const { wish } = field.sources;
  const found = isNumeric(items) ? numbersIn(wish).map(({ value }) => value) : [...quotesIn(wish), ...emailsIn(wish)];
  if (found.length > 0) return found;
  return fromResults(field, (value) => Array.isArray(value)) as unknown[] | undefined;
}

/** Only what has to be there is taken from results: they say a lot, and little of it is meant. */
function fromResults({ name, isRequired, sources }: Field, fits: (value: unknown) => boolean): unknown {
  return isRequired ? valueInResults(sources.results, name, sources.wish, fits) : undefined;
}
