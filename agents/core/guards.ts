import { AppError } from '../../backend/common/app-error.ts';
import { loadEngine, type Engine } from '../../backend/expressions/core/engine.ts';
import type { AgentGuard } from '../../backend/agents/agent.contract.ts';

/** A guard that is a regular expression. */
export type PatternGuard = Extract<AgentGuard, { kind: 'pattern' }>;

/** What a guard says to a text: it passes, changed or not, or it is stopped with a message for people. */
export type GuardVerdict = { isAllowed: true; text: string } | { isAllowed: false; message: string };

/** What stands where a guard has masked something. */
export const maskText = '•••';

/** Time that one pattern may take for one text; a pattern that would take years ends here. */
const limits = { timeMs: 500, memoryBytes: 64 * 1024 * 1024, resultLength: 16 * 1024 * 1024 };

const programs = {
  block: 'return new RegExp(pattern, flags).test(text);',
  mask: `return text.replace(new RegExp(pattern, flags + 'g'), (match) => (match === '' ? '' : mask));`,
} as const;

let engine: Promise<Engine> | null = null;

/**
 * Lets a pattern look at a text. It runs in QuickJS with a limit of time, never in this process' own engine, so that a pattern that
 * backtracks for ever stops nothing. One that does not end, or is none, fails the run: what could not be looked at does not pass.
 */
export async function checkPattern(guard: PatternGuard, text: string): Promise<GuardVerdict> {
  const value = await evaluate(guard, text);
  if (guard.action === 'mask') return { isAllowed: true, text: String(value) };
  return value === true ? { isAllowed: false, message: blockedMessage(guard) } : { isAllowed: true, text };
}

/** What people read when a guard stops something. */
export function blockedMessage({ on, message }: Pick<AgentGuard, 'on' | 'message'>): string {
  if (message !== '') return message;
  return on === 'input'
    ? 'A rule of this agent does not allow this message. Write it differently.'
    : 'The answer was held back by a rule of this agent. Ask differently, or ask who looks after the agent.';
}

async function evaluate({ pattern, flags, action }: PatternGuard, text: string): Promise<unknown> {
  const current = (engine ??= loadEngine());
  const scope = { pattern, flags, text, mask: maskText };
  const outcome = (await current).run({
    code: programs[action],
    names: Object.keys(scope),
    scopeJson: JSON.stringify({ scope, lookups: { variable: {}, resource: {} } }),
    nowMs: 0,
    limits,
  });
  if (outcome.isEngineSpent && engine === current) {
    engine = null;
    (await current).dispose();
  }
  if (outcome.kind === 'value') return outcome.value;
  throw new AppError(
    'agent/guard_failed',
    `The rule /${pattern}/${flags} of this agent could not be applied, so nothing passes: ${reasonOf(outcome.failure.code)} Whoever looks after the agent can change it.`,
  );
}

function reasonOf(code: string): string {
  if (code === 'expression/time_limit') return `it takes longer than ${limits.timeMs} ms.`;
  if (code === 'expression/memory_limit') return 'it needs too much memory.';
  return 'it is not a regular expression, or the text is too long for it.';
}
