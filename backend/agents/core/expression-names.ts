/** What expressions of tools may name: `context` arguments have the first three, conditions also the arguments of the call. */
export const contextNames: ReadonlySet<string> = new Set(['input', 'user', 'thread']);
/** What conditions of rules may name. */
export const conditionNames: ReadonlySet<string> = new Set(['args', 'input', 'user', 'thread']);

const text = { type: 'string' } as const;

/** The person who asks, as expressions, instructions and approvals see them. */
export const userSchema = {
  type: 'object',
  properties: { username: text, name: text, email: text, role: text, groups: { type: 'array', items: text } },
} as const;

/** The thread, as expressions see it. */
export const threadSchema = { type: 'object', properties: { id: text, source: text } } as const;
