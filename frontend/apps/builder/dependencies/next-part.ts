import type { Dependency, Part } from './dependency-graph.ts';
import type { PlacedPart } from './place-parts.ts';

/**
 * Where an arrow key leads: to the right to the nearest part that follows, to the left to the nearest that this one follows from, up and down to the part
 * above or below it. `null` for other keys and where there is none.
 */
export function nextPart(placed: readonly PlacedPart[], dependencies: readonly Dependency[], from: string, key: string): Part | null {
  const current = placed.find(({ part }) => part.key === from);
  if (!current) return null;
  const nearest = (candidates: readonly PlacedPart[]): Part | null =>
    candidates.toSorted((left, right) => distance(left, current) - distance(right, current))[0]?.part ?? null;
  const named = (keys: readonly string[]): PlacedPart[] => placed.filter(({ part }) => keys.includes(part.key) && part.key !== from);
  switch (key) {
    case 'ArrowRight':
      return nearest(named(dependencies.filter((one) => one.from === from).map(({ to }) => to)));
    case 'ArrowLeft':
      return nearest(named(dependencies.filter(({ to }) => to === from).map((one) => one.from)));
    case 'ArrowUp':
      return nearest(placed.filter(({ y }) => y < current.y));
    case 'ArrowDown':
      return nearest(placed.filter(({ y }) => y > current.y));
    default:
      return null;
  }
}

/** Sideways counts more: up and down stay in their column as long as there is something. */
const distance = (left: PlacedPart, right: PlacedPart): number => Math.abs(left.x - right.x) * 4 + Math.abs(left.y - right.y);
