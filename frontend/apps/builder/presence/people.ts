import type { AppPresence } from '../../../../backend/jobs/live.contract.ts';

/** Another window in which the app is edited. */
export type Present = {
  readonly client: string;
  readonly username: string;
  readonly name: string;
  readonly page: string;
  readonly selection: readonly string[];
  readonly heardAt: number;
};

/** Everybody says again so often that they are there; who is not heard of for longer is gone, also when nobody said so. */
export const sayAgainMs = 15_000;
const goneAfterMs = 40_000;

/** Those who are there after a word of one of them. */
export function heard(people: readonly Present[], { client, username, name, spot }: AppPresence, now: number): readonly Present[] {
  const others = people.filter((one) => one.client !== client);
  return spot === null ? others : [...others, { client, username, name, page: spot.page, selection: spot.selection, heardAt: now }].toSorted(byClient);
}

/** Those of whom something was heard lately. The same list where nobody has gone. */
export function stillHere(people: readonly Present[], now: number): readonly Present[] {
  const left = people.filter(({ heardAt }) => now - heardAt < goneAfterMs);
  return left.length === people.length ? people : left;
}

/** Whoever has not been heard of before does not know who was there: everybody says it again. */
export const isNew = (people: readonly Present[], { client, spot }: AppPresence): boolean => spot !== null && !people.some((one) => one.client === client);

/** People, each once, however many windows they have. */
export function eachOnce(people: readonly Present[]): readonly Present[] {
  return people.filter(({ username }, index) => people.findIndex((one) => one.username === username) === index);
}

const byClient = (left: Present, right: Present): number => (left.client < right.client ? -1 : 1);
