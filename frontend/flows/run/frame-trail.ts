import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { placeOfFrame } from '../../../backend/flows/view/core/frame-place.ts';
import { branchNames } from './branch-names.ts';

/** A part of the way to a sequence: the step that contains it, and which of its iterations or branches it is. */
export type TrailPart = { readonly frame: string; readonly step: string; readonly index: number | null; readonly words: string };

const beside: readonly (readonly [ending: RegExp, words: string])[] = [
  [/!failure$/, 'Failure handler'],
  [/!preprocessor$/, 'Preprocessor'],
  [/!rollback\[\d+\]$/, 'Compensation'],
];

/** The steps of a flow by their ids, where they are known: they are then called what their author calls them. */
export type Modules = ReadonlyMap<string, FlowModule>;

const noModules: Modules = new Map();

/** The way from the flow to a sequence. The flow itself is not part of it. */
export function trailOf(frame: string, modules: Modules = noModules): TrailPart[] {
  const trail: TrailPart[] = [];
  for (let key = frame, place = placeOfFrame(key); place; key = place.parent, place = placeOfFrame(key)) {
    const { step, index } = place;
    const words = beside.find(([ending]) => ending.test(key))?.[1] ?? wordsOfPart(step, index, modules.get(step));
    trail.unshift({ frame: key, step, index, words });
  }
  return trail;
}

function wordsOfPart(step: string, index: number | null, module: FlowModule | undefined): string {
  const name = module?.summary || step;
  if (index === null) return `${name}, clean-up`;
  // Of a choice there is only the branch that was taken; its number says nothing to a reader.
  const type = module?.value.type;
  if (type === 'branchone' || type === 'switch') return name;
  return module?.value.type === 'branchall' ? `${name}, ${branchNames(module)?.[index] ?? index}` : `${name} ${index}`;
}

/** Where a step ran, in words: "each 3". Empty for the flow itself. */
export const wordsOfFrame = (frame: string, modules: Modules = noModules): string =>
  trailOf(frame, modules)
    .map(({ words }) => words)
    .join(', ');
