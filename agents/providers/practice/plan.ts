import { readMoreTool } from '../../core/tool-output.ts';
import { fillArguments, isNumeric, type Filled } from './arguments.ts';
import type { Done, Situation, ToolSpecShown } from './conversation.ts';
import { numbersIn } from './evidence.ts';
import { wishesOf, type Wish } from './wishes.ts';
import { isChanging, isReading, wordsOf } from './words.ts';

/** What the practice model does next. */
export type Plan =
  | { kind: 'call'; calls: { tool: string; args: Record<string, unknown> }[] }
  | { kind: 'ask_back'; tool: string; missing: string[] }
  | { kind: 'answer'; reason: 'done' | 'stopped' | 'nothing_asked' };

/**
 * One wish of the message after the other: each is one call, or several side by side where it names several numbers for the one that the tool takes. It stops at the first
 * that went wrong. What a wish needs from an earlier one is filled in from its result. Only the person's own words make a wish.
 */
export function planOf(situation: Situation): Plan {
  const { done } = situation;
  const tools = situation.tools.filter(({ name }) => name !== readMoreTool.name);
  // Somebody who was asked back may want something else instead.
  const isNew = wordsOf(situation.latest).some((word) => isReading(word) || isChanging(word)) && wishesOf(situation.latest, tools).length > 0;
  const message = isNew ? situation.latest : situation.message;
  const wishes = wishesOf(message, tools);
  let served = 0;
  for (const wish of wishes) {
    if (done.slice(0, served).some(({ result }) => result.kind === 'error')) return { kind: 'answer', reason: 'stopped' };
    const calls = callsFor(wish, message, done.slice(0, served));
    const missing = calls.find((call) => call.missing.length > 0)?.missing;
    if (missing) return { kind: 'ask_back', tool: wish.tool.name, missing };
    if (done.length < served + calls.length)
      return { kind: 'call', calls: calls.slice(done.length - served).map(({ args }) => ({ tool: wish.tool.name, args })) };
    served += calls.length;
  }
  if (served === 0) return { kind: 'answer', reason: 'nothing_asked' };
  return { kind: 'answer', reason: done.some(({ result }) => result.kind === 'error') ? 'stopped' : 'done' };
}

function callsFor({ text, tool }: Wish, message: string, done: readonly Done[]): ReturnType<typeof fillArguments>[] {
  const results = done.flatMap(({ result }) => (result.kind === 'data' ? [result.data] : []));
  // What the calls before were given is known too: "look up order 7, then refund it".
  const sources = { wish: text, message, results: [...done.map(({ args }) => args), ...results] };
  const numbers = numbersIn(text);
  const { properties = {} } = tool.inputSchema as { properties?: Record<string, Record<string, unknown>> };
  const numeric = Object.values(properties).filter(isNumeric).length;
  if (numeric !== 1 || numbers.length < 2) return [withIdentity(tool, fillArguments(tool.inputSchema, sources))];
  return numbers.map((number) =>
    fillArguments(tool.inputSchema, {
      ...sources,
      wish: leaveOne(
        text,
        numbers.map((one) => one.text),
        number.text,
      ),
    }),
  );
}

/** A tool that looks one thing up by its number or name is not called for none, also where its schema would allow it: "Where is my order?" */
function withIdentity(tool: ToolSpecShown, filled: Filled): Filled {
  if (Object.keys(filled.args).length > 0 || filled.missing.length > 0) return filled;
  const nouns = wordsOf(tool.name).filter((word) => !isReading(word));
  const { properties = {} } = tool.inputSchema as { properties?: Record<string, unknown> };
  const identity = Object.keys(properties).find((name) => {
    const words = wordsOf(name);
    return words.some((word) => nouns.includes(word)) && words.some((word) => ['number', 'id', 'name', 'code', 'key'].includes(word));
  });
  return identity === undefined ? filled : { args: {}, missing: [identity] };
}

/** The text with one of its numbers; the others go. */
const leaveOne = (text: string, numbers: readonly string[], kept: string): string =>
  text.replace(/[-+]?\d+(?:[.,]\d+)?/g, (number) => (numbers.includes(number) && number !== kept ? '' : number)).replace(/\s*(,|\band\b)\s*(?=[,\d]|$)/g, ' ');
