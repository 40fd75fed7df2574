import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const list = defineComponent({
  type: 'list',
  title: 'List',
  description: 'The same components for each item: as a list or as cards',
  category: 'data',
  icon: 'list',
  keywords: ['repeater', 'repeat', 'cards', 'gallery', 'loop', 'items'],
  idStem: 'list',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('List').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    items: z.array(z.unknown()).nullable().default([]).meta({ label: 'Items', group: 'content' }),
    item_key: z.string().max(200).default('id').meta({ label: 'Key of an item', group: 'content', description: 'The field that tells items apart' }),
    layout: z.enum(['rows', 'cards']).default('rows').meta({ label: 'Layout', group: 'look' }),
    card_width: z.number().int().min(120).max(1200).default(260).meta({ label: 'Width of a card at least (px)', group: 'look', isAdvanced: true }),
    frame: z.enum(['none', 'lines', 'border']).default('lines').meta({ label: 'Frame', group: 'look' }),
    page_size: z.number().int().min(1).max(500).default(50).meta({ label: 'Items at a time', group: 'behaviour' }),
    is_selectable: z.boolean().default(false).meta({ label: 'Items can be chosen', group: 'behaviour' }),
    empty_text: z.string().max(300).default('No items').meta({ label: 'Text without items', group: 'content' }),
  }),
  state: z.object({
    ...commonState,
    items: z.array(z.unknown()),
    count: z.number().int(),
    selected_item: z.unknown().nullable(),
    selected_key: z.union([z.string(), z.number()]).nullable(),
  }),
  derived: { items: ['items'], count: ['items'] },
  events: { select: { title: 'When an item is chosen', payload: z.object({ item: z.unknown(), index: z.number().int() }) } },
  methods: {
    select: { title: 'Choose an item by its key', args: [{ name: 'key', shape: z.union([z.string(), z.number()]) }] },
    clear_selection: { title: 'Choose none', args: [] },
  },
  slots: { item: { title: 'Each item', flow: 'grid', names: ['item', 'index'] } },
});
