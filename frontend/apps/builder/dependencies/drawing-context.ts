import { createContext, use } from 'react';
import type { aroundPart, DependencyGraph, Part } from './dependency-graph.ts';

/** What cards and lines of the drawing share. */
export type DrawingState = {
  readonly graph: DependencyGraph;
  readonly selected: string | null;
  /** What the selected part follows from and what follows from it; `null` while none is selected. */
  readonly around: ReturnType<typeof aroundPart> | null;
  /** The part that Tab comes to. */
  readonly tabKey: string | null;
  select(part: Part): void;
};

/** Handed to what React Flow draws, which gets only its own data as props. */
export const DrawingContext = createContext<DrawingState | null>(null);

/** The drawing around a card or a line. */
export function useDrawing(): DrawingState {
  const found = use(DrawingContext);
  if (!found) throw new Error('A part of a drawing is drawn outside of it');
  return found;
}
