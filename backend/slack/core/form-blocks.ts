import type { JsonObject } from '../../common/json.ts';
import type { SchemaProblem } from '../../schema/validator.ts';
import { argumentsOf, choicesOf, type Argument, type ArgumentKind } from './argument-schema.ts';
import { context, limits, option, plain, type Block, type Option } from './blocks.ts';
import { convertText } from './convert-text.ts';
import { clip, escapeText } from './slack-text.ts';

/** The id of the block of an argument: errors are told by it. */
export const blockIdOf = (name: string): string => `arg.${name}`.slice(0, 255);

const valueId = 'value';

/** Values of a submitted form, as Slack sends them: `view.state.values`. */
export type FormState = Readonly<Record<string, Readonly<Record<string, FormValue | undefined>> | undefined>>;
export type FormValue = {
  value?: string | null;
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[] | null;
};

/** Blocks that ask for the arguments of a schema, with what is known of them; `fixed` are set by the binding and not asked. */
export function formBlocks(schema: JsonObject, given: JsonObject, fixed: readonly string[], room: number = limits.modalBlocks): Block[] {
  const all = argumentsOf(schema, fixed);
  const blocks = all.flatMap((argument) => blocksOf(argument, given[argument.name] ?? argument.schema.default));
  if (blocks.length <= room) return blocks;
  return [...blocks.slice(0, room - 1), context(`A form of Slack holds no more than this. Fill in the others on the run page.`)];
}

function blocksOf(argument: Argument, value: unknown): Block[] {
  const { name, label, schema, kind, isRequired, isSecret } = argument;
  if (isSecret) return [context(`*${escapeText(label)}* is a secret and cannot be given in Slack, which keeps what is written there.`)];
  const isOptional = !isRequired || kind === 'boolean';
  return [
    {
      type: 'input',
      block_id: blockIdOf(name),
      label: plain(label, limits.label),
      optional: isOptional,
      ...(schema.description ? { hint: plain(schema.description, limits.label) } : {}),
      element: elements[effectiveKind(argument)](argument, value),
    },
  ];
}

/** A menu of Slack has at most a hundred entries, and a text field holds three thousand characters. */
const effectiveKind = (argument: Argument): ArgumentKind =>
  (argument.kind === 'choice' || argument.kind === 'choices') && choicesOf(argument).length > limits.options
    ? argument.kind === 'choice'
      ? 'text'
      : 'list'
    : argument.kind;

type Element = (argument: Argument, value: unknown) => JsonObject;

const elements: Readonly<Record<ArgumentKind, Element>> = {
  text: (argument, value) => textInput(argument, asText(value), isLong(argument)),
  email: (argument, value) => ({ type: 'email_text_input', action_id: valueId, ...initial('initial_value', asText(value)) }),
  uri: (argument, value) => ({ type: 'url_text_input', action_id: valueId, ...initial('initial_value', asText(value)) }),
  number: (argument, value) => numberInput(argument, value, true),
  integer: (argument, value) => numberInput(argument, value, false),
  boolean: (argument, value) => {
    const yes = option('Yes', 'true');
    return { type: 'checkboxes', action_id: valueId, options: [yes], ...(value === true ? { initial_options: [yes] } : {}) };
  },
  choice: (argument, value) => {
    const options = optionsOf(argument);
    const chosen = options[choicesOf(argument).findIndex((choice) => choice.value === value)];
    return { type: 'static_select', action_id: valueId, options, ...(chosen ? { initial_option: chosen } : {}) };
  },
  choices: (argument, value) => {
    const options = optionsOf(argument);
    const chosen = choicesOf(argument).flatMap((choice, index) => (Array.isArray(value) && value.includes(choice.value) ? [options[index] as Option] : []));
    return { type: 'multi_static_select', action_id: valueId, options, ...(chosen.length > 0 ? { initial_options: chosen } : {}) };
  },
  date: (_argument, value) => ({
    type: 'datepicker',
    action_id: valueId,
    ...(/^\d{4}-\d{2}-\d{2}$/.test(asText(value)) ? { initial_date: value as string } : {}),
  }),
  'date-time': (_argument, value) => {
    const seconds = Math.floor(Date.parse(asText(value)) / 1000);
    return { type: 'datetimepicker', action_id: valueId, ...(Number.isFinite(seconds) && String(seconds).length === 10 ? { initial_date_time: seconds } : {}) };
  },
  time: (_argument, value) => ({
    type: 'timepicker',
    action_id: valueId,
    ...(/^\d{2}:\d{2}/.test(asText(value)) ? { initial_time: asText(value).slice(0, 5) } : {}),
  }),
  list: (argument, value) => textInput(argument, Array.isArray(value) ? value.map(asText).join('\n') : asText(value), true, 'One in each line'),
  json: (argument, value) => textInput(argument, value === undefined ? '' : JSON.stringify(value, null, 2), true, 'JSON'),
};

function textInput({ schema }: Argument, text: string, isMultiline: boolean, otherwise = ''): JsonObject {
  const placeholder = schema['x-ui']?.placeholder ?? otherwise;
  return {
    type: 'plain_text_input',
    action_id: valueId,
    multiline: isMultiline,
    ...initial('initial_value', text),
    ...(placeholder === '' ? {} : { placeholder: plain(placeholder, 150) }),
    ...(schema.maxLength !== undefined && schema.maxLength >= 1 && schema.maxLength <= 3000 && text.length <= schema.maxLength
      ? { max_length: schema.maxLength }
      : {}),
  };
}

function numberInput({ schema }: Argument, value: unknown, isDecimalAllowed: boolean): JsonObject {
  return {
    type: 'number_input',
    action_id: valueId,
    is_decimal_allowed: isDecimalAllowed,
    ...initial('initial_value', typeof value === 'number' ? String(value) : ''),
    ...(schema.minimum === undefined ? {} : { min_value: String(schema.minimum) }),
    ...(schema.maximum === undefined ? {} : { max_value: String(schema.maximum) }),
  };
}

const initial = (field: string, text: string): JsonObject => (text === '' ? {} : { [field]: clip(text, limits.initialValue) });
const isLong = ({ schema }: Argument): boolean => schema['x-ui']?.multiline === true || schema['x-ui']?.widget === 'textarea' || (schema.maxLength ?? 0) > 200;
const asText = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value));
const optionsOf = (argument: Argument): Option[] => choicesOf(argument).map(({ text }, index) => option(text, String(index)));

/** The arguments of a submitted form. What was left empty is left away, so that the runnable sees its own default. */
export function argsOfForm(schema: JsonObject, state: FormState, fixed: readonly string[]): { args: JsonObject; problems: SchemaProblem[] } {
  const args: JsonObject = {};
  const problems: SchemaProblem[] = [];
  for (const argument of argumentsOf(schema, fixed)) {
    const given = state[blockIdOf(argument.name)]?.[valueId];
    if (argument.isSecret || given === undefined) continue;
    const read = readValue(argument, given);
    if (read === null) continue;
    if ('problem' in read) problems.push({ pointer: `/${argument.name.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: read.problem });
    else args[argument.name] = read.value as JsonObject[string];
  }
  return { args, problems };
}

function readValue(argument: Argument, given: FormValue): { value: unknown } | { problem: string } | null {
  const kind = effectiveKind(argument);
  if (kind === 'boolean') return { value: (given.selected_options ?? []).length > 0 };
  if (kind === 'choice') return chosen(argument, given.selected_option ? [given.selected_option] : [])[0] ?? null;
  if (kind === 'choices') {
    const values = chosen(argument, given.selected_options ?? []);
    return values.length === 0 ? null : { value: values.map(({ value }) => value) };
  }
  if (kind === 'date') return given.selected_date ? { value: given.selected_date } : null;
  if (kind === 'time') return given.selected_time ? { value: `${given.selected_time}:00Z` } : null;
  if (kind === 'date-time') return typeof given.selected_date_time === 'number' ? { value: new Date(given.selected_date_time * 1000).toISOString() } : null;
  const text = given.value ?? '';
  return text === '' ? null : convertText(kind === argument.kind ? argument : { ...argument }, text);
}

const chosen = (argument: Argument, options: readonly { value: string }[]): { value: unknown }[] =>
  options.flatMap(({ value }) => {
    const choice = choicesOf(argument)[Number(value)];
    return choice ? [{ value: choice.value }] : [];
  });

/** Errors by the id of the block that they belong to; what belongs to none stands at the first one that there is. */
export function formErrors(schema: JsonObject, problems: readonly SchemaProblem[], fixed: readonly string[]): Record<string, string> {
  const shown = argumentsOf(schema, fixed).filter(({ isSecret }) => !isSecret);
  const errors: Record<string, string> = {};
  for (const { pointer, message } of problems) {
    const [first = '', ...rest] = pointer.split('/').slice(1);
    const name = first.replaceAll('~1', '/').replaceAll('~0', '~');
    const argument = shown.find((each) => each.name === name) ?? shown[0];
    if (!argument) continue;
    const place = argument.name === name ? (rest.length > 0 ? `${rest.join('/')} ` : '') : pointer === '' ? '' : `${name} `;
    const before = errors[blockIdOf(argument.name)];
    errors[blockIdOf(argument.name)] = clip(`${before ? `${before} ` : ''}${sentence(`${place}${message}`)}`, 2000);
  }
  return errors;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** What a form of Slack is: a view that can be submitted. `private_metadata` is an id and nothing else. */
export function modalView(id: string, callbackId: string, titles: { title: string; submit: string }, blocks: readonly Block[]): JsonObject {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: id,
    title: plain(titles.title, limits.title),
    submit: plain(titles.submit, limits.title),
    close: plain('Cancel', limits.title),
    blocks: blocks.slice(0, limits.modalBlocks),
  };
}
