type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Share of the first part, in percent, when the handle is at a point. Where text runs to the left the first part is the right one. */
export function shareAt(
  { left, top, width, height }: Area,
  { x, y }: { readonly x: number; readonly y: number },
  isVertical: boolean,
  isRightToLeft: boolean,
): number {
  if (isVertical) return height === 0 ? 50 : ((y - top) / height) * 100;
  if (width === 0) return 50;
  const share = ((x - left) / width) * 100;
  return isRightToLeft ? 100 - share : share;
}
