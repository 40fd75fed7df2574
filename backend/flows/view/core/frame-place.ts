import type { FrameKey } from '../../core/state.ts';

/** Which step contains a sequence, read from its key alone; `step` is empty for what belongs to the whole frame (failure module, preprocessor). */
export type FramePlace = { readonly parent: FrameKey; readonly step: string; readonly attempt: number; readonly index: number | null };

const inStep = /^(.*)\/([A-Za-z_][\w-]*)(?:~(\d+))?(?:\[(\d+)\]|!finally)$/s;
const ofFrame = /^(.*)!(?:failure|preprocessor|rollback\[\d+\])$/s;

/** Where a sequence hangs; `null` for the flow itself and for keys that are none. */
export function placeOfFrame(key: FrameKey): FramePlace | null {
  const found = inStep.exec(key);
  if (found) {
    const [, parent = '', step = '', attempt, index] = found;
    return { parent, step, attempt: attempt === undefined ? 1 : Number(attempt), index: index === undefined ? null : Number(index) };
  }
  const beside = ofFrame.exec(key);
  return beside ? { parent: beside[1] ?? '', step: '', attempt: 0, index: null } : null;
}

/** The sequences around a frame, from the flow itself down to its parent. */
export function framesAround(key: FrameKey): FrameKey[] {
  const around: FrameKey[] = [];
  for (let place = placeOfFrame(key); place; place = placeOfFrame(place.parent)) around.unshift(place.parent);
  return around;
}

/** Whether a text could be the key of a frame. */
export const isFrameKey = (key: string): boolean => key === '' || framesAround(key)[0] === '';
