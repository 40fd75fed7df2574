import { Graph, layout } from '@dagrejs/dagre';
import type { DependencyGraph, Part } from './dependency-graph.ts';

/** Size of a part in the drawing. */
export const partSize = { width: 164, height: 36 } as const;

/** A part and where its upper left corner lies. */
export type PlacedPart = { readonly part: Part; readonly x: number; readonly y: number };

/** Places parts from left to right, what follows at the right of what it follows from, with few lines that cross. Equal graphs get equal places. */
export function placeParts({ parts, dependencies }: DependencyGraph): PlacedPart[] {
  const graph = new Graph({ multigraph: true }).setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 56, marginx: 0, marginy: 0 });
  for (const { key } of parts) graph.setNode(key, { ...partSize });
  for (const { from, to, kind } of dependencies) graph.setEdge(from, to, {}, kind);
  layout(graph);
  return parts.map((part) => {
    const { x = 0, y = 0 } = graph.node(part.key);
    return { part, x: x - partSize.width / 2, y: y - partSize.height / 2 };
  });
}

const marginPixels = 16;
/** Smaller than this nobody reads a name. */
const smallestZoom = 0.65;

/** What is seen first: all of it, as large as it may be; of what would get too small to read, the beginning. */
export function firstViewport(
  placed: readonly PlacedPart[],
  room: { readonly width: number; readonly height: number },
): { x: number; y: number; zoom: number } {
  const width = Math.max(1, ...placed.map(({ x }) => x + partSize.width));
  const height = Math.max(1, ...placed.map(({ y }) => y + partSize.height));
  const whole = Math.min(1, (room.width - 2 * marginPixels) / width, (room.height - 2 * marginPixels) / height);
  const zoom = Math.max(smallestZoom, whole);
  const start = (available: number, length: number): number => Math.max(marginPixels, (available - length * zoom) / 2);
  return { x: start(room.width, width), y: start(room.height, height), zoom };
}
