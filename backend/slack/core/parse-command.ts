import type { JsonObject } from '../../common/json.ts';
import type { SchemaProblem } from '../../schema/validator.ts';
import { argumentsOf, type Argument } from './argument-schema.ts';
import { convertText } from './convert-text.ts';

/** How the text after a command becomes arguments. */
export type CommandForm = {
  schema: JsonObject;
  /** Names of the arguments that words belong to by their place; the others are written by name. Empty: all, in the order of the schema. */
  order: readonly string[];
  /** Arguments that the binding sets itself. */
  fixed: readonly string[];
  /** The one argument that takes the whole text as it is. */
  textArgument: string | null;
};

/** What was read, and what could not be. A command with problems opens a form with what was understood. */
export type ParsedCommand = { args: JsonObject; problems: SchemaProblem[]; isHelp: boolean };

/** A word of the text; what stood in quotes is never taken for `name=value`. */
type Token = { text: string; name: string | null };

/**
 * Reads `1042 20 reason="damaged item"`: words by place, `name=value` by name, quotes around what holds spaces. Text that is left over goes to the last
 * place, where that takes text, so that a reason needs no quotes.
 */
export function parseCommand(text: string, form: CommandForm): ParsedCommand {
  const trimmed = text.trim();
  if (/^(?:help|\?)$/i.test(trimmed)) return { args: {}, problems: [], isHelp: true };
  const all = argumentsOf(form.schema, form.fixed);
  if (form.textArgument !== null) return { args: trimmed === '' ? {} : { [form.textArgument]: trimmed }, problems: [], isHelp: false };
  const { tokens, problem } = tokensOf(trimmed);
  if (problem) return { args: {}, problems: [{ pointer: '', message: problem }], isHelp: false };
  return { ...assign(tokens, all, placesOf(all, form.order)), isHelp: false };
}

/** The arguments by place. */
export function placesOf(all: readonly Argument[], order: readonly string[]): Argument[] {
  const placed = order.length === 0 ? all : order.flatMap((name) => all.find((argument) => argument.name === name) ?? []);
  return placed.filter(({ isSecret }) => !isSecret);
}

function assign(tokens: readonly Token[], all: readonly Argument[], places: readonly Argument[]): Omit<ParsedCommand, 'isHelp'> {
  const given = new Map<string, string>();
  const problems: SchemaProblem[] = [];
  const loose: Token[] = [];
  for (const token of tokens) {
    const argument = token.name === null ? undefined : findArgument(all, token.name);
    if (token.name === null) loose.push(token);
    else if (!argument)
      problems.push({ pointer: '', message: `There is no argument ${token.name}. It takes ${all.map(({ name }) => name).join(', ') || 'none'}.` });
    else if (given.has(argument.name)) problems.push({ pointer: pointerOf(argument.name), message: 'is given twice' });
    else given.set(argument.name, token.text);
  }
  const free = places.filter(({ name }) => !given.has(name));
  place(loose, free, given, problems);
  return convert(all, given, problems);
}

/** Gives words to places. Those that are too many are part of the last one, where it is text and nothing stood between them but spaces. */
function place(loose: readonly Token[], free: readonly Argument[], given: Map<string, string>, problems: SchemaProblem[]): void {
  const last = free.at(-1);
  const surplus = loose.length - free.length;
  if (surplus > 0 && last?.kind !== 'text') {
    problems.push({
      pointer: '',
      message:
        free.length === 0
          ? `There is nothing that "${loose[0]?.text ?? ''}" could be.`
          : `There are ${surplus} words too many. Put text with spaces into quotes.`,
    });
    return;
  }
  for (const [index, argument] of free.entries()) {
    const token = loose[index];
    if (!token) return;
    const rest = index === free.length - 1 ? loose.slice(index) : [token];
    given.set(argument.name, rest.map((part) => part.text).join(' '));
  }
}

function convert(all: readonly Argument[], given: ReadonlyMap<string, string>, problems: SchemaProblem[]): Omit<ParsedCommand, 'isHelp'> {
  const args: JsonObject = {};
  for (const argument of all) {
    const text = given.get(argument.name);
    if (text === undefined) continue;
    if (argument.isSecret) {
      problems.push({ pointer: pointerOf(argument.name), message: 'is a secret, and Slack keeps what is written there. Give it on the run page.' });
      continue;
    }
    const converted = convertText(argument, text);
    if ('problem' in converted) problems.push({ pointer: pointerOf(argument.name), message: converted.problem });
    else args[argument.name] = converted.value as JsonObject[string];
  }
  return { args, problems };
}

const findArgument = (all: readonly Argument[], name: string): Argument | undefined => {
  const folded = fold(name);
  return all.find((argument) => argument.name === name) ?? all.find((argument) => fold(argument.name) === folded);
};

const fold = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

export const pointerOf = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Quotes come in pairs of one kind; those that keyboards make curly are the same as straight ones. */
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '”', '‘': '’' };

function tokensOf(text: string): { tokens: Token[]; problem: string | null } {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const named = /^(?:--)?([\p{L}_][\p{L}\p{N}_-]*)=/u.exec(text.slice(at));
    if (named) at += named[0].length;
    const word = wordAt(text, at);
    if (word.isOpen) return { tokens, problem: 'A quote is opened and not closed.' };
    tokens.push({ text: word.text, name: named?.[1] ?? null });
    at = word.end;
  }
  return { tokens, problem: null };
}

function wordAt(text: string, begin: number): { text: string; end: number; isOpen: boolean } {
  const end = closing[text.charAt(begin)];
  if (end === undefined) return wordWithoutQuotes(text, begin);
  let word = '';
  for (let at = begin + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isClosing = character === end || (end === '”' && character === '“');
    if (isClosing) return { text: word, end: at + 1, isOpen: false };
    const isEscape = character === '\\' && /["'“”‘’\\]/.test(text.charAt(at + 1));
    if (isEscape) at += 1;
    word += isEscape ? text.charAt(at) : character;
  }
  // A word may begin with an apostrophe.
  if (end === "'" || end === '’') return wordWithoutQuotes(text, begin);
  return { text: word, end: text.length, isOpen: true };
}

function wordWithoutQuotes(text: string, begin: number): { text: string; end: number; isOpen: boolean } {
  const length = /^\S*/.exec(text.slice(begin))?.[0].length ?? 0;
  return { text: text.slice(begin, begin + length), end: begin + length, isOpen: false };
}

/** A word as it has to be written so that it is read as itself. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\“”]/g, (character) => `\\${character}`)}"`;

/** How a command is written, such as `/refund <order_id> <amount> [reason] [size=…]`. */
export function usageOf(command: string, form: CommandForm): string {
  const all = argumentsOf(form.schema, form.fixed);
  if (form.textArgument !== null) return `${command} <${form.textArgument}>`;
  const placed = placesOf(all, form.order);
  const named = all.filter((argument) => !placed.includes(argument) && !argument.isSecret);
  const inBrackets = (text: string, isRequired: boolean): string => (isRequired ? `<${text}>` : `[${text}]`);
  return [
    command,
    ...placed.map(({ name, isRequired }) => inBrackets(name, isRequired)),
    ...named.map(({ name, isRequired }) => inBrackets(`${name}=…`, isRequired)),
  ].join(' ');
}
