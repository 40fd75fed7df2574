import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const item = z.object({
  id: z.string().max(60),
  label: z.string().max(200),
  icon: z.string().max(60).optional(),
  page: z.string().max(60).optional(),
  href: z.string().max(4000).optional(),
  badge: z
    .union([z.string().max(20), z.number()])
    .nullable()
    .optional(),
  hidden: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

export const navbar = defineComponent({
  type: 'navbar',
  title: 'Navbar',
  description: 'Leads to the pages of the app and to other places',
  category: 'layout',
  icon: 'layout-navbar-expand',
  keywords: ['navigation', 'sidebar', 'header', 'pages', 'menu', 'links'],
  idStem: 'navbar',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('Navigation').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    title: z.string().max(200).default('').meta({ label: 'Title', group: 'content' }),
    items: z.array(item).max(100).default([]).meta({
      label: 'Items',
      field: 'keyed_items',
      group: 'content',
      description: 'Each leads to a `page` or an `href`, or does what the event says. Without any: all pages',
    }),
    active: z
      .string()
      .max(60)
      .nullable()
      .default(null)
      .meta({ label: 'Where one is', group: 'content', isAdvanced: true, description: 'The id of an item; that of the open page if nothing is said' }),
    orientation: z.enum(['horizontal', 'vertical']).default('horizontal').meta({ label: 'Direction', group: 'look' }),
  }),
  state: z.object({ ...commonState, active: z.string().nullable() }),
  derived: { active: ['active', 'items'] },
  events: { select: { title: 'When an item is chosen', payload: z.object({ id: z.string(), label: z.string() }) } },
  methods: { go: { title: 'Choose an item', args: [{ name: 'id', shape: z.string() }] } },
});
