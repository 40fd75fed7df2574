/** Through what a flow is asked for from outside, so that its preprocessor runs. People at a form and flows around it give the arguments themselves. */
const externalTriggers: ReadonlySet<string> = new Set(['webhook', 'api']);

export const isExternalTrigger = (triggerKind: string): boolean => externalTriggers.has(triggerKind);
