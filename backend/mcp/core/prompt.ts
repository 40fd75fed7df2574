import type { Prompt } from '@modelcontextprotocol/sdk/types.js';
import type { Json, JsonObject } from '../../common/json.ts';

/** What a prompt is made of: a runnable, and the name of the tool that runs it. */
export type PromptSource = { kind: string; path: string; summary: string; description: string; schema: JsonObject; tool: string };

/** Values of an argument that are offered while somebody types; the protocol allows no more. */
const mostCompletions = 100;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function propertiesOf({ properties }: JsonObject): [name: string, property: JsonObject][] {
  return isObject(properties) ? Object.entries(properties).flatMap(([name, property]) => (isObject(property) ? [[name, property]] : [])) : [];
}

/** A runnable as a prompt: what a person picks in their client, and is asked for its arguments. */
export function promptOf({ kind, path, summary, description, schema, tool }: PromptSource): Prompt {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return {
    name: tool,
    title: summary === '' ? path : summary,
    description: description === '' ? (kind === 'agent' ? `Ask the agent ${path}.` : `Run the ${kind} ${path}.`) : description,
    arguments: propertiesOf(schema).map(([name, property]) => ({
      name,
      ...(textOf(property['title']) === '' ? {} : { title: textOf(property['title']) }),
      ...(textOf(property['description']) === '' ? {} : { description: textOf(property['description']) }),
      required: required.includes(name) && property['default'] === undefined,
    })),
  };
}

/** What a client is given to say for a prompt: which tool, with exactly which arguments. Who reads it decides whether it is said. */
export function promptText(source: PromptSource, args: JsonObject): string {
  const { kind, path, summary, tool } = source;
  const name = summary === '' ? path : `“${summary}” (${path})`;
  const message = args['message'];
  if (kind === 'agent' && typeof message === 'string' && Object.keys(args).length === 1)
    return `Ask the agent ${name} by the tool ${tool}, with exactly this message, and give me its answer:\n\n${message}`;
  const json = `\`\`\`json\n${JSON.stringify(args, null, 2)}\n\`\`\``;
  const end = kind === 'agent' ? 'Then give me its answer.' : 'Then tell me shortly what came of it.';
  return `${kind === 'agent' ? 'Ask' : 'Run'} the ${kind} ${name}: call the tool ${tool} with exactly these arguments.\n\n${json}\n\n${end}`;
}

/** Arguments of a prompt as values of the schema: a client knows only texts. Gives the problem in words where one cannot be read. */
export function promptArguments(schema: JsonObject, given: Readonly<Record<string, string>>): { args: JsonObject } | { problem: string } {
  const properties = new Map(propertiesOf(schema));
  const args: JsonObject = {};
  for (const [name, text] of Object.entries(given)) {
    const property = properties.get(name);
    if (!property) return { problem: `There is no argument "${name.slice(0, 80)}".` };
    if (text === '' && property['type'] !== 'string') continue;
    const value = valueOf(property, text);
    if (value === undefined) return { problem: `"${name}" must be ${wordsOf(property['type'])}.` };
    args[name] = value;
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const missing = required.find((name) => typeof name === 'string' && args[name] === undefined && properties.get(name)?.['default'] === undefined);
  return missing === undefined ? { args } : { problem: `The argument "${String(missing)}" is missing.` };
}

function valueOf({ type }: JsonObject, text: string): Json | undefined {
  if (type === 'integer' || type === 'number') {
    const number = Number(text.trim());
    return Number.isFinite(number) && text.trim() !== '' && (type === 'number' || Number.isInteger(number)) ? number : undefined;
  }
  if (type === 'boolean') return { true: true, yes: true, false: false, no: false }[text.trim().toLowerCase()];
  if (type !== 'object' && type !== 'array') return text;
  try {
    const value = JSON.parse(text) as Json;
    return Array.isArray(value) === (type === 'array') && typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const words: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list as JSON',
  object: 'an object as JSON',
};
const wordsOf = (type: unknown): string => words[String(type)] ?? 'a text';

/** Values that an argument may have and that begin with what was typed: of choices and of yes or no. */
export function completionsOf(schema: JsonObject, name: string, typed: string): { values: string[]; total: number; hasMore: boolean } {
  const property = propertiesOf(schema).find(([known]) => known === name)?.[1] ?? {};
  const choices = property['type'] === 'boolean' ? ['true', 'false'] : Array.isArray(property['enum']) ? property['enum'].map(String) : [];
  const fitting = choices.filter((choice) => choice.toLowerCase().startsWith(typed.toLowerCase()));
  return { values: fitting.slice(0, mostCompletions), total: fitting.length, hasMore: fitting.length > mostCompletions };
}
