/** How large the page can be looked at; beside these it fits into the room. */
const steps = [0.25, 0.5, 0.67, 0.75, 0.9, 1, 1.25, 1.5, 2];

/** The next size in a direction; at the end the same again. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const further = steps.filter((step) => (direction > 0 ? step > zoom + 0.005 : step < zoom - 0.005));
  return (direction > 0 ? further[0] : further.at(-1)) ?? zoom;
}

/** "75 %" */
export const zoomWords = (zoom: number): string => `${Math.round(zoom * 100)} %`;
