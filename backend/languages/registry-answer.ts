const longestAnswer = 400;

/** The answer of a registry as people see it: one line, short, without addresses, which may name machines of a private network. */
export function withoutAddresses(answer: string): string {
  return answer.replace(/\b[a-z][a-z+]*:\/\/[^\s"'`)]+/gi, 'the registry').replace(/\s+/g, ' ').trim().slice(0, longestAnswer);
}

/** An answer as a sentence among others. */
export const asSentence = (answer: string): string => (/[.?]$/.test(answer) ? answer : `${answer}.`);
