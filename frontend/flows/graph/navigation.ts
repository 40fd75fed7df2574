import type { FlowLayout, GraphNode, StepNode, TerminalNode } from './layout-types.ts';

/** Where an arrow key leads. */
export type Direction = 'up' | 'down' | 'left' | 'right';

type Stop = StepNode | TerminalNode;

/** The nodes on which the selection can stand, in the order in which they are read. */
export const stopsOf = ({ nodes }: FlowLayout): Stop[] => nodes.filter((node): node is Stop => node.kind !== 'box' && node.kind !== 'label');

/**
 * The node that an arrow key leads to. Down and up follow the flow: into a container and out of it at its end, so every step can be
 * reached with these two. Left and right go to the neighbour at about the same height: another branch, a box at the side.
 */
export function neighbour(layout: FlowLayout, key: string, direction: Direction): string | null {
  const stops = stopsOf(layout);
  const position = stops.findIndex((stop) => stop.key === key);
  const from = stops[position];
  if (!from) return stops[0]?.key ?? null;
  if (direction === 'down') return stops[position + 1]?.key ?? null;
  if (direction === 'up') return stops[position - 1]?.key ?? null;
  return beside(stops, from, direction)?.key ?? null;
}

function beside(stops: readonly Stop[], from: Stop, direction: 'left' | 'right'): Stop | undefined {
  const sign = direction === 'right' ? 1 : -1;
  let best: Stop | undefined;
  let least = Infinity;
  for (const stop of stops) {
    const across = sign * (centerX(stop) - centerX(from));
    if (across < from.width / 2) continue;
    const distance = across + 2 * Math.abs(centerY(stop) - centerY(from));
    if (distance < least) [best, least] = [stop, distance];
  }
  return best;
}

const centerX = ({ x, width }: GraphNode): number => x + width / 2;
const centerY = ({ y, height }: GraphNode): number => y + height / 2;
