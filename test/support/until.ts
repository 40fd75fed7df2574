import { setTimeout as pause } from 'node:timers/promises';

/** How {@link until} waits. */
export type Patience = {
  /** After it, what does not come about is an error; without it the limit of the test ends the wait. */
  limitMs?: number;
  /** What there was instead, for the error. */
  tell?: () => unknown;
};

/** Looks again and again until there is something other than `false`, `null`, `undefined`, and gives it. */
export async function until<Found>(look: () => Found | Promise<Found>, { limitMs = Infinity, tell }: Patience = {}): Promise<Exclude<Found, false | null | undefined>> {
  const endsAt = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found as Exclude<Found, false | null | undefined>;
    if (Date.now() > endsAt) throw new Error(`It did not come about within ${limitMs} ms${tell ? `: ${JSON.stringify(await tell(), null, 2)}` : ''}`);
    await pause(50);
  }
}
