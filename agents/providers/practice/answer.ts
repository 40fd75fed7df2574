import { fillArguments } from './arguments.ts';
import { askingBack, type Done, type Situation } from './conversation.ts';
import type { Plan } from './plan.ts';

/** Stands in every answer. */
export const disclosure = 'This is the practice model, not a language model: it picks tools by simple rules and quotes what they give.';

/** The answer in plain sentences. */
export function answerText(situation: Situation, plan: Exclude<Plan, { kind: 'call' }>): string {
  return [disclosure, ...situation.done.map(sentenceOf), closing(situation, plan)].filter((sentence) => sentence !== '').join('\n\n');
}

function closing({ tools, hasFiles }: Situation, plan: Exclude<Plan, { kind: 'call' }>): string {
  if (plan.kind === 'ask_back') return `${askingBack}${listed(plan.missing.map((name) => `\`${name}\``))}, so that I can call \`${plan.tool}\`.`;
  if (plan.reason === 'stopped') return 'That did not work, so I stopped there.';
  if (plan.reason === 'done') return '';
  const files = hasFiles ? ' I cannot read files.' : '';
  if (tools.length === 0) return `I have no tools, so I can only say that the message has arrived.${files}`;
  const names = tools.slice(0, 8).map(({ name }) => `\`${name}\``);
  return `Nothing in the message is a reason for me to call one of my tools (${listed(names)}${tools.length > 8 ? ' and more' : ''}). Say what you want with words of their names, for example "${exampleFor(tools[0]!.name)}".${files}`;
}

const exampleFor = (name: string): string => `${name.replaceAll('_', ' ')} …`;

const listed = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

function sentenceOf({ tool, args, result }: Done): string {
  const given = Object.entries(args).map(([name, value]) => `${name} ${short(value)}`);
  const call = `\`${tool}\`${given.length === 0 ? '' : ` (${given.join(', ')})`}`;
  if (result.kind === 'error') return `${call} did not succeed: ${result.message}`;
  return `${call} gave ${shapeOf(result.data)}.`;
}

/** What a result holds, in words: a few fields of objects, the number and the first of lists. */
export function shapeOf(data: unknown): string {
  if (isPage(data)) return `a text of ${data.characters} characters, of which I was shown the first of ${data.pages} pages`;
  if (Array.isArray(data))
    return data.length === 0 ? 'an empty list' : `${data.length} ${data.length === 1 ? 'entry' : 'entries'}, the first: ${fieldsOf(data[0])}`;
  if (typeof data !== 'object' || data === null) return short(data);
  const parts = Object.entries(data).map(([name, value]) => {
    if (Array.isArray(value))
      return `${value.length} ${value.length === 1 ? name.replace(/s$/, '') : name}${value.length === 0 ? '' : ` (first: ${fieldsOf(value[0])})`}`;
    return typeof value === 'object' && value !== null ? `${name} (${fieldsOf(value)})` : `${name} ${short(value)}`;
  });
  return parts.length === 0 ? 'an empty object' : enough(parts, 12).join('; ');
}

const isPage = (data: unknown): data is { characters: number; pages: number } =>
  typeof data === 'object' && data !== null && 'characters' in data && 'pages' in data && 'text' in data;

function fieldsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return short(value);
  if (Array.isArray(value)) return `${value.length} entries`;
  return enough(
    Object.entries(value).map(([name, part]) => `${name} ${short(part)}`),
    8,
  ).join(', ');
}

const enough = (parts: readonly string[], most: number): string[] =>
  parts.length <= most ? [...parts] : [...parts.slice(0, most), `and ${parts.length - most} more`];

function short(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `${value.length} entries`;
  if (typeof value === 'object') return `${Object.keys(value).length} fields`;
  const text = String(value).replace(/\s+/g, ' ');
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** The answer as JSON by a schema: fields are filled as arguments of tools are; the first text that nothing else fills holds the answer in words. */
export function answerJson(situation: Situation, text: string): unknown {
  const results = situation.done.flatMap(({ args, result }) => (result.kind === 'data' ? [args, result.data] : [args]));
  return valueFor(situation.schema ?? {}, { wish: situation.message, message: situation.message, results }, { text, isTold: false });
}

type Telling = { text: string; isTold: boolean };

function valueFor(schema: Record<string, unknown>, sources: Parameters<typeof fillArguments>[1], telling: Telling): unknown {
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (type === 'object' || schema['properties'] !== undefined) return objectFor(schema, sources, telling);
  if (type === 'array') return [];
  if (type === 'number' || type === 'integer') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  if (telling.isTold) return '';
  telling.isTold = true;
  return typeof schema['maxLength'] === 'number' ? telling.text.slice(0, schema['maxLength']) : telling.text;
}

const wordy = /answer|message|summary|text|reply|output|result|note|explanation|comment/i;

function objectFor(schema: Record<string, unknown>, sources: Parameters<typeof fillArguments>[1], telling: Telling): Record<string, unknown> {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Record<string, unknown>>; required?: string[] };
  const { args } = fillArguments({ properties, required: Object.keys(properties) }, sources);
  const names = Object.keys(properties);
  const isPlainText = (name: string): boolean =>
    properties[name]?.['type'] === 'string' && !Array.isArray(properties[name]['enum']) && properties[name]['format'] === undefined;
  const teller =
    names.find((name) => isPlainText(name) && wordy.test(name)) ??
    names.find((name) => isPlainText(name) && args[name] === undefined) ??
    names.find(isPlainText);
  const value: Record<string, unknown> = {};
  for (const name of names) {
    if (name === teller && !telling.isTold) value[name] = valueFor(properties[name]!, sources, telling);
    else if (args[name] !== undefined) value[name] = args[name];
    else if (required.includes(name)) value[name] = valueFor(properties[name]!, sources, telling);
  }
  return value;
}
