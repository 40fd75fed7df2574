import { sequencesBelow } from '../../../backend/flows/core/definition.ts';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';
import { countSteps } from './count-steps.ts';
import { bottomOf, sequenceBlock, sideBlock, sizes, topOf, type Drawing } from './layout-blocks.ts';
import type { FlowLayout, GraphNode, TerminalNode } from './layout-types.ts';

/** Keys of the two nodes that every flow has. No step can have such an id. */
export const startKey = '#input';
export const endKey = '#result';

const none: ReadonlySet<string> = new Set();

/**
 * Gives every step of a flow its place. A flow is a tree of sequences, so the layout follows its structure: a sequence goes down,
 * branches stand side by side in the box of their step, and what runs only in a special case (`finally`, compensation, failure
 * module) stands in a box at the right. Equal flows get equal layouts, whatever was drawn before. `folded` has the ids of the
 * containers that are shown as a card.
 */
export function layoutFlow(value: FlowValue, folded: ReadonlySet<string> = none): FlowLayout {
  const drawing: Drawing = { nodes: [], edges: [], folded };
  const single = { parent: null, depth: 0, isSingle: true };
  const root = sequenceBlock(drawing, value.modules, '/modules', { parent: null, depth: 0 });
  const before = value.preprocessor_module ? sequenceBlock(drawing, [value.preprocessor_module], '/preprocessor_module', single) : null;
  const failure = value.failure_module ? sideBlock(drawing, 'failure', [value.failure_module], '/failure_module', single) : null;
  // The main line is at 0, whatever stands beside it: a change of one step does not shift the others sideways.
  const axis = 0;
  let y = before ? before.height + sizes.gap : 0;
  const start = terminal('start', startKey, axis, y);
  before?.draw(axis - before.axis, 0, null, topOf(start));
  drawing.nodes.push(start);
  const bandTop = y;
  y += Math.max(start.height, failure?.height ?? 0) + sizes.gap;
  const end = terminal('end', endKey, axis, value.modules.length > 0 ? y + root.height + sizes.gap : y);
  root.draw(axis - root.axis, y, bottomOf(start), topOf(end));
  drawing.nodes.push(end);
  failure?.draw(axis + sizes.terminalWidth / 2 + sizes.sideGap, bandTop, { key: start.key, x: start.x + start.width, y: bandTop + start.height / 2 });
  return { nodes: drawing.nodes, edges: drawing.edges, ...extentOf(drawing.nodes) };
}

/** Ids of the containers to fold when a flow of many steps is first shown: those that hold the most. */
export function foldedAtFirst(value: FlowValue, mostSteps = 400, mostInside = 40): ReadonlySet<string> {
  const folded = new Set<string>();
  if (countSteps(value.modules) <= mostSteps) return folded;
  const visit = (modules: readonly FlowModule[], pointer: string): void => {
    for (const [index, module] of modules.entries()) {
      const own = `${pointer}/${index}`;
      const below = sequencesBelow(module, own);
      const inside = below.reduce((sum, sequence) => sum + countSteps(sequence.modules), 0);
      if (inside > mostInside) folded.add(module.id);
      else for (const sequence of below) visit(sequence.modules, sequence.pointer);
    }
  };
  visit(value.modules, '/modules');
  return folded;
}

function terminal(kind: 'start' | 'end', key: string, axis: number, y: number): TerminalNode {
  return { key, kind, x: axis - sizes.terminalWidth / 2, y, width: sizes.terminalWidth, height: sizes.terminalHeight, depth: 0 };
}

function extentOf(nodes: readonly GraphNode[]): { left: number; width: number; height: number } {
  const left = Math.min(...nodes.map(({ x }) => x));
  return { left, width: Math.max(...nodes.map(({ x, width }) => x + width)) - left, height: Math.max(...nodes.map(({ y, height }) => y + height)) };
}
