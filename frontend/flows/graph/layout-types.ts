import type { FlowModule } from '../../../backend/flows/flow.contract.ts';

/** Where a step can be put: a list of steps, by its pointer in the flow's value (`/modules/2/value/branches/0/modules`), and a position in it. */
export type Place = { readonly sequence: string; readonly index: number };

/** Why a box is drawn. */
export type BoxKind = 'loop' | 'branches' | 'finally' | 'on_rollback' | 'failure';

type Rectangle = { readonly key: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly depth: number };

/** A step: a card, or the head of its box where it contains others and is open. Its key is its pointer in the flow's value. */
export type StepNode = Rectangle & {
  readonly kind: 'step';
  readonly step: FlowModule;
  readonly place: Place;
  /** Key of the step around it, `null` on the first level. */
  readonly parent: string | null;
  readonly isContainer: boolean;
  readonly isFolded: boolean;
  /** Steps inside, at all levels. */
  readonly stepCount: number;
};

/** The ground on which the steps of a container stand. Only a picture: its head is a {@link StepNode}. */
export type BoxNode = Rectangle & { readonly kind: 'box'; readonly box: BoxKind };

/** The word over a branch, or over a box at the side. */
export type LabelNode = Rectangle & { readonly kind: 'label'; readonly label: LaneLabel };

/** What stands over a lane. `when` is a condition, `case` a value of a switch. */
export type LaneLabel = {
  readonly kind: 'when' | 'case' | 'branch' | 'default' | BoxKind;
  readonly text: string;
  /** Whether the text is an expression. */ readonly isCode?: boolean;
};

/** Where a flow begins with its input, and where it ends with its result. */
export type TerminalNode = Rectangle & { readonly kind: 'start' | 'end' };

/** Something with a place of its own in the picture. */
export type GraphNode = StepNode | BoxNode | LabelNode | TerminalNode;

/** A point of a node at which an edge begins or ends. */
export type Port = { readonly key: string; readonly x: number; readonly y: number };

/** A line between two nodes: straight down, or sideways at the height `bend`. */
export type GraphEdge = {
  readonly key: string;
  readonly from: Port;
  readonly to: Port;
  readonly bend: number | null;
  /** Where a step goes that is put on this line; `null` where none can be. */
  readonly place: Place | null;
  /** Leads to something that only runs in a special case: dashed. */
  readonly isSide: boolean;
};

/** A flow with a place for everything. Coordinates begin at `left`, 0. */
export type FlowLayout = {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly left: number;
  readonly width: number;
  readonly height: number;
};
