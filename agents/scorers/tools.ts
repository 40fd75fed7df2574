import { isDeepStrictEqual } from 'node:util';
import type { EvaluationCase } from '../../backend/agents/agent.contract.ts';
import type { Answered, ScorerSpec } from './scorer.ts';

type Expected = NonNullable<EvaluationCase['tools']>[number];

/** The tools that the case expects were called, with the arguments that it names, and no others: what was met, of all that was expected or done. */
export const tools: ScorerSpec<'tools'> = {
  kind: 'tools',
  score(_scorer, { case: { tools: expected }, calls }) {
    if (expected === null) return null;
    const left = [...calls];
    const missed = expected.filter((wanted) => !take(left, wanted));
    const all = Math.max(expected.length, calls.length);
    if (all === 0) return { score: 1, reason: 'No tool was called, as expected.' };
    const reasons = [
      ...(missed.length > 0 ? [`Not called: ${missed.map(inWords).join(', ')}.`] : []),
      ...(left.length > 0 ? [`Called without need: ${left.map(inWords).join(', ')}.`] : []),
    ];
    return { score: (expected.length - missed.length) / all, reason: reasons.join(' ') || 'The expected tools were called.' };
  },
};

/** Takes the first call that fits out of those that are left. */
function take(left: Answered['calls'][number][], wanted: Expected): boolean {
  const index = left.findIndex(({ name, args }) => name === wanted.name && hasArguments(args, wanted.args));
  if (index >= 0) left.splice(index, 1);
  return index >= 0;
}

const hasArguments = (given: Record<string, unknown>, wanted: Expected['args']): boolean =>
  Object.entries(wanted ?? {}).every(([name, value]) => isDeepStrictEqual(given[name], value));

const inWords = ({ name, args }: { name: string; args: Record<string, unknown> | null }): string =>
  args === null || Object.keys(args).length === 0 ? name : `${name} ${JSON.stringify(args)}`;
