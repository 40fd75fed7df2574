import type { Place } from '../core/messages.ts';
import type { FrameKey } from '../core/state.ts';

/** An attempt of a step in a frame as one text, such as `/loop[3]/charge~2`: what jobs and waits of a flow carry. */
export const placeKey = ({ frame, step, attempt }: Place): string => `${frame}/${step}${attempt > 1 ? `~${attempt}` : ''}`;

/** Reads a text of {@link placeKey}; `null` where it is none. */
export function readPlace(text: string): Place | null {
  const found = /^(.*)\/([A-Za-z_][\w-]*)(?:~(\d+))?$/s.exec(text);
  return found ? { frame: found[1] ?? '', step: found[2] ?? '', attempt: Number(found[3] ?? 1) } : null;
}

const lastSegment = /^(.*)(?:\/([A-Za-z_][\w-]*)(?:~\d+)?(?:\[(\d+)\]|!finally)|!failure|!preprocessor|!rollback\[\d+\])$/s;

/** The frame around a frame, and the step and index that it stands for where it is one of several below a step. */
export function frameAround(key: FrameKey): { frame: FrameKey; step: string; index: number | null } | null {
  const found = lastSegment.exec(key);
  if (!found) return null;
  return { frame: found[1] ?? '', step: found[2] ?? '', index: found[3] === undefined ? null : Number(found[3]) };
}

/** The frame of the iteration before, `null` for the first. */
export function frameBefore(key: FrameKey): FrameKey | null {
  const found = /^(.*)\[(\d+)\]$/s.exec(key);
  const index = Number(found?.[2] ?? 0);
  return found && index > 0 ? `${found[1] ?? ''}[${index - 1}]` : null;
}
