import { z } from 'zod';
import { schemaProblem } from './fits-schema.ts';
import type { Manifest } from './manifest.ts';

/** What a frame may say. Everything else is not listened to. */
const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }).strict(),
  z.object({ type: z.literal('state'), change: z.record(z.string().max(60), z.unknown()) }).strict(),
  z.object({ type: z.literal('emit'), name: z.string().max(60), payload: z.unknown().optional() }).strict(),
  z.object({ type: z.literal('height'), height: z.number().min(0).max(20_000) }).strict(),
  z.object({ type: z.literal('problem'), message: z.string().max(2000) }).strict(),
]);

/** A message of a frame that was checked; `problem` says why one was refused, for the author. */
export type Heard =
  | { readonly type: 'ready' }
  | { readonly type: 'state'; readonly change: Readonly<Record<string, unknown>> }
  | { readonly type: 'emit'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'problem'; readonly message: string };

/** The most that one message may carry, in characters of JSON. */
const longest = 1_000_000;

type Schemas = Manifest['props'];

/** Reads a message of a frame by what its manifest says that there is. */
export function hear(given: unknown, { state, events }: Manifest): Heard {
  const text = asJson(given);
  if (text === null || text.length > longest) return problem('A message was larger than a megabyte, or no data.');
  const parsed = Message.safeParse(JSON.parse(text));
  if (!parsed.success) return problem('A message was none that there is.');
  const message = parsed.data;
  if (message.type === 'state') {
    const wrong = firstProblem(message.change, state, 'state');
    return wrong === null ? message : problem(wrong);
  }
  if (message.type === 'emit') {
    const wrong = firstProblem({ [message.name]: message.payload ?? null }, events, 'event');
    return wrong === null ? { type: 'emit', name: message.name, payload: message.payload ?? null } : problem(wrong);
  }
  return message;
}

/** Why props do not fit the manifest, in words; `null` where they do. */
export const propsProblem = (data: Readonly<Record<string, unknown>>, { props }: Manifest): string | null => firstProblem(data, props, 'prop');

function firstProblem(values: Readonly<Record<string, unknown>>, schemas: Schemas, kind: string): string | null {
  for (const [name, value] of Object.entries(values)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) return `The manifest has no ${kind} “${name.slice(0, 60)}”.`;
    const wrong = schemaProblem(schema, value);
    if (wrong !== null) return `The ${kind} “${name}” does not fit the manifest: ${wrong}.`;
  }
  return null;
}

const problem = (message: string): Heard => ({ type: 'problem', message });

function asJson(given: unknown): string | null {
  try {
    return JSON.stringify(given) ?? null;
  } catch {
    return null;
  }
}
