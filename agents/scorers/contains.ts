import { textOfOutput, type ScorerSpec } from './scorer.ts';

/** The expected texts stand in the answer: the share of them that does. */
export const contains: ScorerSpec<'contains'> = {
  kind: 'contains',
  score({ is_case_sensitive: isCaseSensitive }, { case: { expected }, output }) {
    if (expected === null) return null;
    const folded = (text: string): string => (isCaseSensitive ? text : text.toLowerCase());
    const answer = folded(textOfOutput(output));
    const texts = (Array.isArray(expected) ? expected : [expected]).map(textOfOutput);
    const missing = texts.filter((text) => !answer.includes(folded(text)));
    if (texts.length === 0) return null;
    const reason = missing.length === 0 ? 'All that was expected is in it.' : `It lacks ${missing.map((text) => JSON.stringify(text)).join(', ')}.`;
    return { score: (texts.length - missing.length) / texts.length, reason };
  },
};
