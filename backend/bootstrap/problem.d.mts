export class Problem extends Error {}
export function inWords(error: unknown, what: string): unknown;
