import { sequencesBelow, type Sequence } from '../../../backend/flows/core/definition.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { countSteps } from './count-steps.ts';
import { laneLabel } from './lane-labels.ts';
import type { BoxKind, GraphEdge, GraphNode, LabelNode, LaneLabel, Place, Port, StepNode } from './layout-types.ts';

/** Sizes in the units of the graph, which are pixels at 100 %. */
export const sizes = {
  stepWidth: 256,
  stepHeight: 64,
  terminalWidth: 168,
  terminalHeight: 36,
  labelWidth: 208,
  labelHeight: 26,
  /** Between steps: room for a `+`. */
  gap: 44,
  /** Between a label or the head of a box and what is under it. */
  shortGap: 32,
  laneGap: 36,
  sideGap: 40,
  padding: 20,
  /** How far above the bottom of a box its branches meet. */
  joinHeight: 16,
} as const;

/** What is drawn so far, and which containers are shown folded. */
export type Drawing = { readonly nodes: GraphNode[]; readonly edges: GraphEdge[]; readonly folded: ReadonlySet<string> };

type Size = { readonly width: number; readonly height: number; /** Distance of its main line from its left side. */ readonly axis: number };

/** A step with all that belongs to it: its size is known, its place is not yet. */
type Block = Size & { draw(x: number, y: number): { readonly top: Port; readonly bottom: Port } };

/** A sequence of steps between two ports; an empty one is only the line between them. */
export type SequenceBlock = Size & { draw(x: number, y: number, inlet: Port | null, outlet: Port | null): void };

/** A box at the side of something, with a label. */
export type SideBlock = Omit<Size, 'axis'> & { draw(x: number, y: number, from: Port): void };

/** Where a sequence stands. `isSingle`: its pointer is that of its only step, and no other can be put there. */
type Standing = { readonly parent: string | null; readonly depth: number; readonly isSingle?: boolean };

/** Steps under each other, on one axis. */
export function sequenceBlock(drawing: Drawing, modules: readonly FlowModule[], pointer: string, { parent, depth, isSingle }: Standing): SequenceBlock {
  const blocks = modules.map((module, index) =>
    stepBlock(drawing, module, { pointer: isSingle ? pointer : `${pointer}/${index}`, place: { sequence: pointer, index }, parent, depth }),
  );
  const axis = Math.max(0, ...blocks.map((block) => block.axis));
  const width = axis + Math.max(0, ...blocks.map((block) => block.width - block.axis));
  const height = blocks.reduce((sum, block) => sum + block.height, 0) + sizes.gap * Math.max(0, blocks.length - 1);
  return {
    axis,
    width,
    height,
    draw(x, y, inlet, outlet) {
      let before = inlet;
      let top = y;
      for (const [index, block] of blocks.entries()) {
        const ports = block.draw(x + axis - block.axis, top);
        if (before) connect(drawing, before, ports.top, isSingle ? null : { sequence: pointer, index });
        before = ports.bottom;
        top += block.height + sizes.gap;
      }
      if (before && outlet) connect(drawing, before, outlet, isSingle ? null : { sequence: pointer, index: blocks.length });
    },
  };
}

/** A box with a word over it and a sequence in it. */
export function sideBlock(drawing: Drawing, kind: BoxKind, modules: readonly FlowModule[], pointer: string, standing: Standing): SideBlock {
  const sequence = sequenceBlock(drawing, modules, pointer, { ...standing, depth: standing.depth + 1 });
  const inner = Math.max(sizes.labelWidth / 2, sequence.axis);
  const right = Math.max(sizes.labelWidth / 2, sequence.width - sequence.axis);
  const tail = standing.isSingle ? sizes.padding : sizes.gap;
  const height = sizes.padding + sizes.labelHeight + (modules.length > 0 ? sizes.shortGap + sequence.height : 0) + tail;
  return {
    width: inner + right + 2 * sizes.padding,
    height,
    draw(x, y, from) {
      const key = `${pointer}#box`;
      const axis = x + sizes.padding + inner;
      drawing.nodes.push({ key, kind: 'box', box: kind, x, y, width: inner + right + 2 * sizes.padding, height, depth: standing.depth });
      const label = drawLabel(drawing, `${pointer}#label`, axis, y + sizes.padding, { kind, text: '' }, standing.depth + 1);
      drawing.edges.push({ key: `${from.key}>${key}`, from, to: { key, x, y: from.y }, bend: null, place: null, isSide: true });
      const outlet = standing.isSingle ? null : { key, x: axis, y: y + height };
      sequence.draw(axis - sequence.axis, label.y + label.height + sizes.shortGap, bottomOf(label), outlet);
    },
  };
}

type Placed = { readonly pointer: string; readonly place: StepNode['place']; readonly parent: string | null; readonly depth: number };

function stepBlock(drawing: Drawing, module: FlowModule, placed: Placed): Block {
  const below = sequencesBelow(module, placed.pointer);
  const isSide = ({ source: { kind } }: Sequence): boolean => kind === 'finally' || kind === 'rollback';
  const lanes = below.filter((sequence) => !isSide(sequence));
  const isContainer = 'modules' in module.value || 'branches' in module.value || 'cases' in module.value;
  const isFolded = isContainer && drawing.folded.has(module.id);
  const stepCount = lanes.reduce((sum, { modules }) => sum + countSteps(modules), 0);
  const head: Omit<StepNode, 'x' | 'y'> = {
    key: placed.pointer,
    kind: 'step',
    step: module,
    place: placed.place,
    parent: placed.parent,
    isContainer,
    isFolded,
    stepCount,
    width: sizes.stepWidth,
    height: sizes.stepHeight,
    depth: placed.depth,
  };
  const main = isContainer && !isFolded ? containerBlock(drawing, head, lanes) : cardBlock(drawing, head);
  const sides = below.filter(isSide).map((sequence) =>
    sideBlock(drawing, sequence.source.kind === 'finally' ? 'finally' : 'on_rollback', sequence.modules, sequence.pointer, {
      parent: placed.pointer,
      depth: placed.depth,
    }),
  );
  return sides.length === 0 ? main : withSides(main, sides, head);
}

function cardBlock(drawing: Drawing, head: Omit<StepNode, 'x' | 'y'>): Block {
  return {
    width: sizes.stepWidth,
    height: sizes.stepHeight,
    axis: sizes.stepWidth / 2,
    draw(x, y) {
      const node = { ...head, x, y };
      drawing.nodes.push(node);
      return { top: topOf(node), bottom: bottomOf(node) };
    },
  };
}

type Lane = { readonly sequence: Sequence; readonly block: SequenceBlock; readonly left: number; readonly right: number; readonly label: LaneLabel | null };

/** The head of a container over its lanes, which stand side by side and meet again at the bottom of the box. */
function containerBlock(drawing: Drawing, head: Omit<StepNode, 'x' | 'y'>, sequences: readonly Sequence[]): Block {
  const lanes = sequences.map((sequence) => laneOf(drawing, sequence, head));
  const lanesWidth = lanes.reduce((sum, { left, right }) => sum + left + right, 0) + sizes.laneGap * Math.max(0, lanes.length - 1);
  const isLoop = 'modules' in head.step.value;
  const center = isLoop && lanes[0] ? lanes[0].left : lanesWidth / 2;
  const axis = sizes.padding + Math.max(center, head.width / 2);
  const width = axis + Math.max(lanesWidth - center, head.width / 2) + sizes.padding;
  const lanesTop = sizes.padding + head.height + (isLoop ? 0 : sizes.gap);
  const laneHeight = Math.max(0, ...lanes.map(({ block, label }) => (label ? sizes.labelHeight : 0) + (block.height > 0 ? sizes.shortGap + block.height : 0)));
  const height = lanesTop + laneHeight + sizes.gap + sizes.padding / 2;
  return {
    width,
    height,
    axis,
    draw(x, y) {
      const key = `${head.key}#box`;
      const node = { ...head, x: x + axis - head.width / 2, y: y + sizes.padding };
      drawing.nodes.push({ key, kind: 'box', box: isLoop ? 'loop' : 'branches', x, y, width, height, depth: head.depth }, node);
      const outlet = { key, x: x + axis, y: y + height };
      let left = x + axis - center;
      for (const lane of lanes) {
        drawLane(drawing, lane, left + lane.left, y + lanesTop, bottomOf(node), outlet, head.depth + 1);
        left += lane.left + lane.right + sizes.laneGap;
      }
      if (lanes.length === 0) connect(drawing, bottomOf(node), outlet, null);
      return { top: topOf(node), bottom: outlet };
    },
  };
}

function laneOf(drawing: Drawing, sequence: Sequence, head: Omit<StepNode, 'x' | 'y'>): Lane {
  const block = sequenceBlock(drawing, sequence.modules, sequence.pointer, { parent: head.key, depth: head.depth + 1 });
  const label = laneLabel(head.step.value, sequence.source);
  const least = label ? sizes.labelWidth / 2 : 0;
  return { sequence, block, label, left: Math.max(least, block.axis), right: Math.max(least, block.width - block.axis) };
}

function drawLane(drawing: Drawing, { sequence, block, label: words }: Lane, axis: number, y: number, from: Port, outlet: Port, depth: number): void {
  let inlet = from;
  let top = y + sizes.shortGap;
  if (words) {
    const label = drawLabel(drawing, `${sequence.pointer}#label`, axis, y, words, depth);
    drawing.edges.push({ key: `${from.key}>${label.key}`, from, to: topOf(label), bend: from.y + sizes.gap / 2, place: null, isSide: false });
    inlet = bottomOf(label);
    top += label.height;
  }
  block.draw(axis - block.axis, top, inlet, outlet);
}

/** Boxes at the right of a step, the second one at the right of the first. */
function withSides(main: Block, sides: readonly SideBlock[], head: Omit<StepNode, 'x' | 'y'>): Block {
  const width = main.width + sides.reduce((sum, side) => sum + sizes.sideGap + side.width, 0);
  const height = Math.max(main.height, ...sides.map((side) => side.height));
  return {
    width,
    height,
    axis: main.axis,
    draw(x, y) {
      const ports = main.draw(x, y);
      let from: Port = { key: ports.top.key, x: x + main.width, y: y + head.height / 2 };
      for (const side of sides) {
        side.draw(from.x + sizes.sideGap, y, from);
        from = { key: from.key, x: from.x + sizes.sideGap + side.width, y: from.y };
      }
      return ports;
    },
  };
}

function drawLabel(drawing: Drawing, key: string, axis: number, y: number, label: LaneLabel, depth: number): LabelNode {
  const node: LabelNode = { key, kind: 'label', label, x: axis - sizes.labelWidth / 2, y, width: sizes.labelWidth, height: sizes.labelHeight, depth };
  drawing.nodes.push(node);
  return node;
}

/** A line from one port down to another; where they are not on one axis it turns shortly before its end, so that branches meet in one line. */
function connect(drawing: Drawing, from: Port, to: Port, place: Place | null): void {
  const key = place ? `${place.sequence}@${place.index}` : `${from.key}>${to.key}`;
  const edge: GraphEdge = { key, from, to, bend: Math.abs(from.x - to.x) < 1 ? null : to.y - sizes.joinHeight, place, isSide: false };
  drawing.edges.push(edge);
}

/** Where lines reach a node. */
export const topOf = ({ key, x, y, width }: GraphNode): Port => ({ key, x: x + width / 2, y });

/** Where lines leave a node. */
export const bottomOf = ({ key, x, y, width, height }: GraphNode): Port => ({ key, x: x + width / 2, y: y + height });
