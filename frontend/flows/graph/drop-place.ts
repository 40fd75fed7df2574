import { actionPoint } from './edge-path.ts';
import type { FlowLayout, Place } from './layout-types.ts';

/** The place nearest to a point of the graph that is allowed and not too far away: where a step goes that is dropped there. */
export function nearestPlace(
  { edges }: Pick<FlowLayout, 'edges'>,
  point: { readonly x: number; readonly y: number },
  isAllowed: (place: Place) => boolean,
  within = 200,
): Place | null {
  let best: Place | null = null;
  let least = within;
  for (const edge of edges) {
    if (!edge.place || !isAllowed(edge.place)) continue;
    const at = actionPoint(edge);
    const distance = Math.hypot(at.x - point.x, at.y - point.y);
    if (distance < least) [best, least] = [edge.place, distance];
  }
  return best;
}

/** Whether a step can be moved to a place: not into itself, and not to where it is. */
export function isOtherPlace(key: string, from: Place, to: Place): boolean {
  if (to.sequence.startsWith(`${key}/`)) return false;
  return to.sequence !== from.sequence || (to.index !== from.index && to.index !== from.index + 1);
}
