import type { GraphEdge } from './layout-types.ts';

const radius = 10;

/** The line of an edge as SVG path: straight, or with two rounded corners at the height where it turns. */
export function pathOfEdge({ from, to, bend, isSide }: Pick<GraphEdge, 'from' | 'to' | 'bend' | 'isSide'>): string {
  if (isSide) return `M ${from.x} ${from.y} L ${to.x} ${to.y}`;
  if (bend === null) return `M ${from.x} ${from.y} L ${from.x} ${to.y}`;
  const corner = Math.max(0, Math.min(radius, Math.abs(to.x - from.x) / 2, bend - from.y, to.y - bend));
  const side = Math.sign(to.x - from.x) * corner;
  return [
    `M ${from.x} ${from.y}`,
    `L ${from.x} ${bend - corner}`,
    `Q ${from.x} ${bend} ${from.x + side} ${bend}`,
    `L ${to.x - side} ${bend}`,
    `Q ${to.x} ${bend} ${to.x} ${bend + corner}`,
    `L ${to.x} ${to.y}`,
  ].join(' ');
}

/** Where the `+` of an edge stands: near its beginning, in the middle of the usual gap. */
export function actionPoint({ from, to, bend }: Pick<GraphEdge, 'from' | 'to' | 'bend'>): { x: number; y: number } {
  return { x: from.x, y: from.y + Math.min(44, (bend ?? to.y) - from.y) / 2 };
}
