import type { ReactNode } from 'react';
import { RelativeTime } from '../ui/Values.tsx';

/** What is nearer than this is told in seconds. */
const nearMs = 60_000;

/** How long it is until a moment. One that is about to come is not "just now": it has not been yet. */
export function UntilTime({ at }: { at: string }): ReactNode {
  const left = Date.parse(at) - Date.now();
  if (left >= nearMs) return <RelativeTime at={at} />;
  return <time dateTime={at}>{left < 1000 ? 'now' : `in ${Math.round(left / 1000)} s`}</time>;
}
