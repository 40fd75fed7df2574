import type { FlowLayout } from './layout-types.ts';

/** Which part of the graph is seen, and how large. */
export type GraphViewport = { readonly x: number; readonly y: number; readonly zoom: number };

const margin = 24;
const readable = 0.7;
const reading = 0.9;

type Extent = Pick<FlowLayout, 'left' | 'width' | 'height'>;
type Room = { readonly width: number; readonly height: number };

/** Shows the whole flow where that stays readable; otherwise its whole width, and of its height the beginning. */
export function fitViewport(extent: Extent, room: Room): GraphViewport {
  const { byWidth, byHeight } = scales(extent, room);
  const whole = Math.min(1, byWidth, byHeight);
  return at(extent, room, whole >= readable ? whole : Math.min(reading, byWidth));
}

/** Shows the whole flow, however small it gets. */
export function wholeViewport(extent: Extent, room: Room): GraphViewport {
  const { byWidth, byHeight } = scales(extent, room);
  return at(extent, room, Math.min(1, byWidth, byHeight));
}

/** The smallest scale: below it nothing could be told apart. */
export const leastZoom = 0.08;

function scales({ width, height }: Extent, room: Room): { byWidth: number; byHeight: number } {
  return { byWidth: (room.width - 2 * margin) / Math.max(1, width), byHeight: (room.height - 2 * margin) / Math.max(1, height) };
}

function at({ left, width, height }: Extent, room: Room, wanted: number): GraphViewport {
  const zoom = Math.max(leastZoom, wanted);
  const y = height * zoom + 2 * margin <= room.height ? Math.max(margin, (room.height - height * zoom) / 3) : margin;
  return { x: (room.width - width * zoom) / 2 - left * zoom, y, zoom };
}
