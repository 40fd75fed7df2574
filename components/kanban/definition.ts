import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

const row = z.record(z.string(), z.unknown());
const key = z.union([z.string(), z.number()]);
const column = z.object({
  value: z.string().max(200),
  label: z.string().max(200).optional(),
  tone: tone.optional(),
  limit: z.number().int().min(1).optional(),
});

export const kanban = defineComponent({
  type: 'kanban',
  title: 'Kanban',
  description: 'Cards in columns by one of their fields, moved by mouse or keys',
  category: 'data',
  icon: 'layout-kanban',
  keywords: ['board', 'cards', 'columns', 'status', 'tickets', 'drag'],
  idStem: 'board',
  size: { w: 12, h: 56 },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('Board').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    items: z.array(row).nullable().default([]).meta({ label: 'Rows', group: 'content' }),
    item_key: z.string().max(200).default('id').meta({ label: 'Key of a row', group: 'content', description: 'The field that tells rows apart' }),
    column_field: z.string().max(200).default('status').meta({ label: 'Field of the column', group: 'content' }),
    columns: z
      .array(z.union([z.string().max(200), column]))
      .max(50)
      .default([])
      .meta({ label: 'Columns', field: 'options', group: 'content', description: 'Those of the rows if nothing is said; others come last' }),
    title_field: z.string().max(200).default('title').meta({ label: 'Title of a card', group: 'content' }),
    text_field: z.string().max(200).optional().meta({ label: 'Text of a card', group: 'content' }),
    fields: z.array(z.string().max(200)).max(10).default([]).meta({ label: 'Further fields', group: 'content', isAdvanced: true }),
    is_movable: z.boolean().default(true).meta({ label: 'Cards can be moved', group: 'behaviour' }),
    move_action: z.string().max(60).optional().meta({
      label: 'Action that moves',
      field: 'action',
      group: 'behaviour',
      description: 'Gets key, from and to. If it fails, the card goes back',
    }),
    empty_text: z.string().max(300).default('Nothing here').meta({ label: 'Text of an empty column', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    selected_item: row.nullable(),
    selected_key: key.nullable(),
    counts: z.record(z.string(), z.number().int()),
  }),
  derived: { counts: ['items', 'columns', 'column_field'] },
  hands: { move_action: ['key', 'from', 'to'] },
  events: {
    move: { title: 'When a card was moved', payload: z.object({ key, item: row, from: z.string(), to: z.string(), before_key: key.nullable() }) },
    select: { title: 'When a card is chosen', payload: z.object({ key, item: row }) },
  },
  methods: {
    select: { title: 'Choose a card by its key', args: [{ name: 'key', shape: key }] },
    clear_selection: { title: 'Choose none', args: [] },
    undo_move: { title: 'Put the card that was moved last back', args: [] },
  },
  initial: {
    columns: [
      { value: 'new', label: 'New', tone: 'info' },
      { value: 'doing', label: 'In work', tone: 'accent' },
      { value: 'done', label: 'Done', tone: 'success' },
    ],
  },
  slots: { card: { title: 'Each card', flow: 'column', names: ['item', 'index'] } },
});
