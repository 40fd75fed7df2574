import { placeOfFrame } from '../../../backend/flows/view/core/frame-place.ts';

/** A part of the way to a sequence: the step that contains it, and which of its iterations or branches it is. */
export type TrailPart = { readonly frame: string; readonly step: string; readonly index: number | null; readonly words: string };

const beside: readonly (readonly [ending: RegExp, words: string])[] = [
  [/!failure$/, 'Failure handler'],
  [/!preprocessor$/, 'Preprocessor'],
  [/!rollback\[\d+\]$/, 'Compensation'],
];

/** The way from the flow to a sequence. The flow itself is not part of it. */
export function trailOf(frame: string): TrailPart[] {
  const trail: TrailPart[] = [];
  for (let key = frame, place = placeOfFrame(key); place; key = place.parent, place = placeOfFrame(key)) {
    const { step, index } = place;
    const words = beside.find(([ending]) => ending.test(key))?.[1] ?? (index === null ? `${step}, clean-up` : `${step} ${index}`);
    trail.unshift({ frame: key, step, index, words });
  }
  return trail;
}

/** Where a step ran, in words: "iteration 3 of each". Empty for the flow itself. */
export const wordsOfFrame = (frame: string): string =>
  trailOf(frame)
    .map(({ words }) => words)
    .join(', ');
