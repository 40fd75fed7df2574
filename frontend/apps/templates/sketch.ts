import type { AppNode, Slot } from '../../../backend/apps/app.contract.ts';
import { boxOf, rowPixels, withHeights } from '../../../backend/apps/core/layout.ts';
import { catalog } from '../../../components/definitions.ts';

/** A piece of a sketch; the style sheet says what each kind looks like. */
export type Piece = {
  readonly kind: 'frame' | 'line' | 'strong' | 'field' | 'band' | 'accent' | 'bar' | 'soft';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

type Area = { readonly x: number; readonly y: number; readonly width: number };
type Box = Area & { readonly height: number };

/** Width of a page in a sketch, in its pixels. */
export const sketchWidth = 1200;
const gap = 16;
const padding = 20;

/** Draws the body of a page as plain pieces: where what stands, and roughly what it is. From the document alone, so it is never out of date. */
export const sketchOf = (body: Slot): Piece[] => slotPieces(body, { x: 32, y: 28, width: sketchWidth - 64 }).pieces;

type Drawn = { readonly pieces: Piece[]; readonly height: number };

function slotPieces(slot: Slot, area: Area): Drawn {
  const children = slot.children.filter(isSeen);
  if (children.length === 0) return { pieces: [], height: 40 };
  if (slot.flow === 'row') return rowPieces(children, area);
  if (slot.flow === 'column') return columnPieces(children, area);
  return gridPieces(children, area);
}

/** What stands above the page, or is no more than a clock, is not part of the picture. */
function isSeen(node: AppNode): boolean {
  const isGone = node.props['hidden'] === true || (node.type === 'alert' && typeof node.props['hidden'] === 'object');
  return !isGone && node.type !== 'timer' && catalog.get(node.type)?.isOverlay !== true;
}

function gridPieces(children: readonly AppNode[], area: Area): Drawn {
  const column = area.width / 12;
  const cellOf = (node: AppNode, index: number) => node.layout.base ?? { x: 0, y: index * 8, w: 12, h: 'auto' as const };
  const boxes = children.map((node, index) => boxOf(node.id, cellOf(node, index)));
  const heights = new Map(
    children.map((node, index) => {
      const { w, h } = cellOf(node, index);
      return [node.id, h === 'auto' ? Math.ceil((heightOf(node, w * column - gap) + gap) / rowPixels) : h];
    }),
  );
  const placed = withHeights(boxes, heights);
  const pieces = placed.flatMap((box) => {
    const node = children.find(({ id }) => id === box.id);
    const at = { x: area.x + box.x * column, y: area.y + box.y * rowPixels, width: box.w * column - gap, height: box.h * rowPixels - gap };
    return node ? nodePieces(node, at) : [];
  });
  return { pieces, height: Math.max(...placed.map(({ y, h }) => y + h)) * rowPixels - gap };
}

function columnPieces(children: readonly AppNode[], area: Area): Drawn {
  let { y } = area;
  const pieces = children.flatMap((node) => {
    const height = heightOf(node, area.width);
    const drawn = nodePieces(node, { ...area, y, height });
    y += height + gap;
    return drawn;
  });
  return { pieces, height: y - area.y - gap };
}

function rowPieces(children: readonly AppNode[], area: Area): Drawn {
  const shares = children.map(({ type, layout }) => layout.grow ?? (type === 'button' || type === 'icon' || type === 'status' ? 1 : 3));
  const sum = shares.reduce((total, share) => total + Math.max(share, 0.6), 0);
  let { x } = area;
  const heights = children.map((node, index) => heightOf(node, (area.width * Math.max(shares[index] ?? 1, 0.6)) / sum));
  const height = Math.max(...heights);
  const pieces = children.flatMap((node, index) => {
    const width = (area.width * Math.max(shares[index] ?? 1, 0.6)) / sum;
    const own = heights[index] ?? height;
    const drawn = nodePieces(node, { x, y: area.y + height - own, width: width - gap, height: own });
    x += width;
    return drawn;
  });
  return { pieces, height };
}

const fixedHeights: Readonly<Record<string, number>> = {
  text: 34,
  statistic: 104,
  button: 40,
  divider: 12,
  chart: 288,
  table: 400,
  kanban: 520,
  calendar: 560,
  map: 380,
  approval_list: 400,
  chat: 560,
  job_view: 300,
  key_value: 180,
  form: 320,
  list: 320,
  image: 160,
  html: 190,
  status: 28,
  icon: 28,
  json_view: 200,
  textarea: 120,
  rich_text: 200,
  radio: 110,
  checkbox_group: 110,
};

/** How high something is that decides so itself: those with places by what is in them. */
function heightOf(node: AppNode, width: number): number {
  const slots = slotsOf(node);
  if (slots.length === 0 || isRepeated(node)) return fixedHeights[node.type] ?? 68;
  const seen = isOneAtATime(node) ? slots.slice(0, 1) : slots;
  const inner = seen.map((slot) => slotPieces(slot, { x: 0, y: 0, width: width - 2 * padding }).height);
  return headOf(node) + Math.max(...inner) + 2 * padding;
}

/** What is in a component, in its order: the first of it is in sight where only one is. */
function slotsOf({ type, props, slots = {} }: AppNode): Slot[] {
  const items = props[catalog.get(type)?.slotsOf?.prop ?? ''];
  const keys = Array.isArray(items) ? items.map((item) => String((item as { key?: unknown } | null)?.key)) : Object.keys(slots);
  return keys.flatMap((key) => slots[key] ?? []).filter(({ children }) => children.length > 0);
}

const isOneAtATime = ({ type }: AppNode): boolean => catalog.get(type)?.slotsOf !== undefined;

/** Boards and lists draw what is in them once for each row. */
const isRepeated = ({ type }: AppNode): boolean => type === 'kanban' || type === 'list' || type === 'calendar';

const headOf = ({ type, props }: AppNode): number => (type === 'tabs' || type === 'stepper' ? 52 : typeof props['title'] === 'string' ? 34 : 0);

function nodePieces(node: AppNode, box: Box): Piece[] {
  const [first, ...others] = slotsOf(node);
  if (first && !isRepeated(node)) return containerPieces(node, box, first, others);
  return (draw[node.type] ?? field)(box);
}

function containerPieces(node: AppNode, box: Box, first: Slot, others: readonly Slot[]): Piece[] {
  const head = headOf(node);
  const area = { x: box.x + padding, y: box.y + padding + head, width: box.width - 2 * padding };
  const title: Piece[] = head > 0 ? [piece('strong', { x: area.x, y: box.y + padding, width: Math.min(180, area.width / 2), height: 14 })] : [];
  if (node.type === 'split' && others[0]) {
    const half = (area.width - gap) / 2;
    return [...slotPieces(first, { ...area, width: half }).pieces, ...slotPieces(others[0], { ...area, x: area.x + half + gap, width: half }).pieces];
  }
  return [piece('frame', box), ...title, ...slotPieces(first, area).pieces];
}

const piece = (kind: Piece['kind'], { x, y, width, height }: Box): Piece => ({ kind, x, y, width: Math.max(4, width), height: Math.max(2, height) });

/** A label above a box to type into. */
const field = ({ x, y, width, height }: Box): Piece[] => [
  piece('line', { x, y: y + 2, width: Math.min(90, width * 0.5), height: 10 }),
  piece('field', { x, y: y + 22, width, height: Math.max(26, height - 26) }),
];

const times = <Made>(count: number, make: (index: number) => Made): Made[] => Array.from({ length: Math.max(0, Math.floor(count)) }, (_, index) => make(index));

function tablePieces({ x, y, width, height }: Box): Piece[] {
  const columns = [0.04, 0.24, 0.5, 0.7, 0.86];
  const rows = times((height - 56) / 40, (row) =>
    columns.map((share, column) =>
      piece(column === 2 ? 'soft' : 'line', { x: x + share * width, y: y + 68 + row * 40, width: width * (column === 1 ? 0.18 : 0.1), height: 10 }),
    ),
  );
  return [piece('frame', { x, y, width, height }), piece('band', { x, y, width, height: 44 }), ...rows.flat()];
}

function chartPieces({ x, y, width, height }: Box): Piece[] {
  const shares = [0.4, 0.55, 0.35, 0.7, 0.5, 0.85, 0.62, 0.78];
  const step = (width - 40) / shares.length;
  return [
    piece('frame', { x, y, width, height }),
    piece('strong', { x: x + 20, y: y + 18, width: Math.min(140, width / 3), height: 12 }),
    ...shares.map((share, index) =>
      piece('bar', { x: x + 20 + index * step, y: y + height - 20 - share * (height - 76), width: step * 0.6, height: share * (height - 76) }),
    ),
  ];
}

function boardPieces({ x, y, width, height }: Box): Piece[] {
  const column = (width - 3 * gap) / 4;
  return times(4, (index) => {
    const left = x + index * (column + gap);
    const cards = times(Math.min([4, 3, 2, 3][index] ?? 2, (height - 60) / 96), (card) => [
      piece('field', { x: left + 10, y: y + 48 + card * 96, width: column - 20, height: 82 }),
      piece('strong', { x: left + 24, y: y + 62 + card * 96, width: column * 0.5, height: 10 }),
      piece('line', { x: left + 24, y: y + 84 + card * 96, width: column * 0.65, height: 8 }),
      piece('soft', { x: left + 24, y: y + 106 + card * 96, width: 54, height: 12 }),
    ]);
    return [piece('band', { x: left, y, width: column, height }), piece('strong', { x: left + 12, y: y + 18, width: 90, height: 12 }), ...cards.flat()];
  }).flat();
}

function rowsOf({ x, y, width, height }: Box): Piece[] {
  const rows = times((height - 20) / 76, (row) => [
    piece('accent', { x: x + 18, y: y + 26 + row * 76, width: 8, height: 36 }),
    piece('strong', { x: x + 42, y: y + 28 + row * 76, width: width * 0.42, height: 11 }),
    piece('line', { x: x + 42, y: y + 50 + row * 76, width: width * 0.6, height: 9 }),
  ]);
  return [piece('frame', { x, y, width, height }), ...rows.flat()];
}

function chatPieces({ x, y, width, height }: Box): Piece[] {
  const said = [0.5, 0.72, 0.36, 0.66];
  const bubbles = said.map((share, index) => {
    const isOwn = index % 2 === 0;
    const own = width * share;
    return piece(isOwn ? 'soft' : 'band', { x: isOwn ? x + width - own - 20 : x + 20, y: y + 24 + index * 98, width: own, height: isOwn ? 44 : 84 });
  });
  return [piece('frame', { x, y, width, height }), ...bubbles, piece('field', { x: x + 20, y: y + height - 66, width: width - 40, height: 46 })];
}

const pairs = ({ x, y, width, height }: Box): Piece[] =>
  times(height / 34, (row) => [
    piece('line', { x, y: y + 8 + row * 34, width: width * 0.24, height: 9 }),
    piece('strong', { x: x + width * 0.36, y: y + 8 + row * 34, width: width * (row % 2 ? 0.3 : 0.44), height: 9 }),
  ]).flat();

const lines = ({ x, y, width, height }: Box): Piece[] => [
  piece('frame', { x, y, width, height }),
  ...times((height - 30) / 26, (row) => piece('line', { x: x + 20, y: y + 20 + row * 26, width: width * ([0.6, 0.45, 0.7, 0.3][row % 4] ?? 0.5), height: 9 })),
];

const draw: Readonly<Record<string, (box: Box) => Piece[]>> = {
  text: ({ x, y, width, height }) => [piece('strong', { x, y: y + height / 2 - 8, width: Math.min(width * 0.6, 300), height: 16 })],
  statistic: (box) => [
    piece('frame', box),
    piece('line', { x: box.x + 18, y: box.y + 20, width: box.width * 0.45, height: 9 }),
    piece('strong', { x: box.x + 18, y: box.y + 44, width: box.width * 0.36, height: 22 }),
    piece('soft', { x: box.x + 18, y: box.y + 82, width: box.width * 0.28, height: 9 }),
  ],
  button: ({ x, y, width, height }) => [piece('accent', { x, y, width: Math.min(width, 150), height: Math.min(height, 36) })],
  download: ({ x, y, width }) => [piece('field', { x, y, width: Math.min(width, 150), height: 36 })],
  menu: ({ x, y, width }) => [piece('field', { x, y, width: Math.min(width, 150), height: 36 })],
  divider: ({ x, y, width }) => [piece('line', { x, y: y + 5, width, height: 2 })],
  status: ({ x, y }) => [piece('soft', { x, y: y + 4, width: 70, height: 18 })],
  icon: ({ x, y }) => [piece('soft', { x, y, width: 24, height: 24 })],
  switch: ({ x, y }) => [piece('accent', { x, y: y + 8, width: 40, height: 20 }), piece('line', { x: x + 54, y: y + 13, width: 100, height: 10 })],
  table: tablePieces,
  chart: chartPieces,
  map: chartPieces,
  kanban: boardPieces,
  calendar: tablePieces,
  approval_list: rowsOf,
  list: rowsOf,
  chat: chatPieces,
  key_value: pairs,
  job_view: lines,
  json_view: lines,
  html: lines,
};
