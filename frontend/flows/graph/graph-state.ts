import { createContext, useContext, type PointerEvent, type ReactNode } from 'react';
import type { FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import type { Place, StepNode } from './layout-types.ts';

/** What is shown on a step besides the step. */
export type StepDecoration = {
  status?: FlowStepStatus;
  /** Tints the card: for the differences of versions, or to step back behind others. */
  tone?: 'added' | 'removed' | 'changed' | 'muted' | 'problem';
  /** A word at the corner: "Changed", "2 errors", "3rd attempt". */
  badge?: string;
  /** One line under the title in place of the kind: "420 ms · 12 rows". */
  caption?: string;
  /** Of a loop: how many iterations are through. `total` is null while nobody knows. */
  progress?: { done: number; failed?: number; total: number | null };
};

/** Decorations by the id of the step. */
export type Decorations = Readonly<Record<string, StepDecoration>>;

/** What the nodes of the graph share. */
export type GraphState = {
  readonly decorations: Decorations;
  readonly selectedKey: string | null;
  /** The one node in the tab order. */
  readonly tabKey: string;
  readonly startCaption: string | undefined;
  readonly endCaption: string | undefined;
  readonly select: (key: string) => void;
  readonly activate: (key: string) => void;
  readonly toggleFold: (key: string) => void;
  readonly openMenu: ((step: FlowModule, key: string, at: { x: number; y: number }) => void) | undefined;
  readonly renderEdgeAction: ((place: Place) => ReactNode) | undefined;
  readonly dropPlace: Place | null;
  readonly draggedKey: string | null;
  /** Begins a drag; undefined where steps cannot be moved. */
  readonly beginDrag: ((event: PointerEvent, node: StepNode) => void) | undefined;
};

/** The state of the graph around a node. */
export const GraphContext = createContext<GraphState | null>(null);

/** Reads the state of the graph; only for parts of it. */
export function useGraph(): GraphState {
  const state = useContext(GraphContext);
  if (!state) throw new Error('A part of the graph stands outside of a graph.');
  return state;
}
