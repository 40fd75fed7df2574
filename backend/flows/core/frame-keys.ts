import type { FrameKey } from './state.ts';

/** What the keys of all sequences below an attempt of a step begin with. */
export const childPrefix = (frame: FrameKey, step: string, attempt: number): string => `${frame}/${step}${attempt > 1 ? `~${attempt}` : ''}[`;

/** Whether a sequence lies below a step, in whichever attempt. */
export function isBelow(key: FrameKey, frame: FrameKey, step: string): boolean {
  const prefix = `${frame}/${step}`;
  return key.startsWith(prefix) && /^[~[!]/.test(key.slice(prefix.length));
}
