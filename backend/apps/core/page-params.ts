import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { AppPage, PageParameter } from '../app.contract.ts';

/** What is wrong with the parameters that a page was given, in words for whoever opened it. */
export type ParamProblem = { readonly id: string; readonly message: string; readonly isMissing: boolean };

/** The parameters of a page in their types, and what did not fit. */
export type ReadParams = { readonly values: Record<string, unknown>; readonly problems: readonly ParamProblem[] };

const typeWords = { string: 'text', number: 'a number', boolean: 'true or false', date: 'a day such as 2026-11-20', choice: 'one of its choices' } as const;

/** Reads parameters in their types: an address is typed by hand too. What does not fit is told, and the default counts. */
export function readPageParams({ params }: Pick<AppPage, 'params'>, given: Readonly<Record<string, unknown>>): ReadParams {
  const problems: ParamProblem[] = [];
  const values = params.map((parameter) => {
    const { id, default: fallback = null, is_required: isRequired } = parameter;
    const value = given[id];
    const isGiven = value !== undefined && value !== null && value !== '';
    const read = isGiven ? valueOfParam(parameter, value) : undefined;
    if (isGiven && read === undefined)
      problems.push({ id, isMissing: isRequired === true, message: `\`${id}\` is \`${shown(value)}\`, and should be ${wordsOf(parameter)}.` });
    if (!isGiven && isRequired === true && fallback === null) problems.push({ id, isMissing: true, message: `\`${id}\` is missing.` });
    return [id, read ?? fallback] as const;
  });
  return { values: Object.fromEntries(values), problems };
}

/** A value in the type of a parameter; `undefined` where it does not fit. */
export function valueOfParam({ type, choices = [] }: PageParameter, given: unknown): unknown {
  if (typeof given === 'object') return undefined;
  const text = String(given);
  switch (type) {
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date':
      return isDay(text) ? text : undefined;
    case 'choice':
      return choices.includes(text) ? text : undefined;
    case 'string':
      return text;
  }
}

/** What expressions and forms know of a parameter. */
export function paramSchema({ type, choices = [], default: fallback, description }: PageParameter): JsonSchema {
  const kind: JsonSchema =
    type === 'choice' ? { enum: choices } : type === 'date' ? { type: 'string', format: 'date' } : { type: type === 'string' ? 'string' : type };
  return { ...kind, ...(fallback === undefined ? {} : { default: fallback }), ...(description ? { description } : {}) };
}

const wordsOf = ({ type, choices = [] }: PageParameter): string => (type === 'choice' ? `one of ${choices.join(', ')}` : typeWords[type]);
const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 60);

/** A day that is in the calendar. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}
