import type { Place } from '../../core/messages.ts';

const place = /^(.*)\/([A-Za-z_][\w-]*)(?:~(\d+))?$/s;

/** Reads where in a flow a wait is: the key of the frame, the step, its attempt where it is not the first. */
export function placeOfWait(text: string): Place | null {
  const found = place.exec(text);
  if (!found) return null;
  const [, frame = '', step = '', attempt] = found;
  return { frame, step, attempt: attempt === undefined ? 1 : Number(attempt) };
}
