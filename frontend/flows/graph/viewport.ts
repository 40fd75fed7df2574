import type { FlowLayout } from './layout-types.ts';

/** Which part of the graph is seen, and how large. */
export type GraphViewport = { readonly x: number; readonly y: number; readonly zoom: number };

const margin = 24;
const readable = 0.7;
const reading = 0.9;

/** Shows the whole flow where that stays readable; otherwise its whole width, and of its height the beginning. */
export function fitViewport(
  { left, width, height }: Pick<FlowLayout, 'left' | 'width' | 'height'>,
  room: { readonly width: number; readonly height: number },
): GraphViewport {
  const byWidth = (room.width - 2 * margin) / Math.max(1, width);
  const byHeight = (room.height - 2 * margin) / Math.max(1, height);
  const whole = Math.min(1, byWidth, byHeight);
  const zoom = whole >= readable ? whole : Math.max(0.1, Math.min(reading, byWidth));
  const y = height * zoom + 2 * margin <= room.height ? Math.max(margin, (room.height - height * zoom) / 3) : margin;
  return { x: (room.width - width * zoom) / 2 - left * zoom, y, zoom };
}
