import type { Rect } from './geometry.ts';

/** The rectangle between two corners, however it was drawn. */
export function rectBetween(from: { readonly x: number; readonly y: number }, to: { readonly x: number; readonly y: number }): Rect {
  return { left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

/**
 * The components that a rectangle means: those that it touches, but a container only when it lies within as a whole; one that is meant stands for all
 * that is in it.
 */
export function idsWithin(
  area: Rect,
  frames: readonly { readonly id: string; readonly rect: Rect; readonly ancestors: readonly string[]; readonly isContainer: boolean }[],
): string[] {
  const touched = frames.filter(({ rect, isContainer }) => (isContainer ? contains(area, rect) : touches(area, rect)));
  const ids = new Set(touched.map(({ id }) => id));
  return touched.filter(({ ancestors }) => !ancestors.some((ancestor) => ids.has(ancestor))).map(({ id }) => id);
}

const touches = (left: Rect, right: Rect): boolean =>
  left.left < right.left + right.width && right.left < left.left + left.width && left.top < right.top + right.height && right.top < left.top + left.height;

const contains = (outer: Rect, inner: Rect): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.left + outer.width >= inner.left + inner.width &&
  outer.top + outer.height >= inner.top + inner.height;
