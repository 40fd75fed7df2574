import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const tab = z.object({
  key: z.string().min(1).max(60),
  title: z.string().max(200),
  icon: z.string().max(60).optional(),
  badge: z.union([z.string(), z.number()]).nullable().optional(),
  hidden: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

export const tabs = defineComponent({
  type: 'tabs',
  title: 'Tabs',
  description: 'Several contents in one place, one of them in sight',
  category: 'layout',
  icon: 'layout-navbar',
  keywords: ['pages', 'sections', 'switch', 'panel'],
  idStem: 'tabs',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('Tabs').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    tabs: z.array(tab).default([]).meta({ label: 'Tabs', field: 'keyed_items', group: 'content' }),
    active: z.string().max(60).nullable().optional().meta({ label: 'Open at first', group: 'behaviour', description: 'The key of a tab' }),
    orientation: z.enum(['horizontal', 'vertical']).default('horizontal').meta({ label: 'Direction', group: 'look' }),
  }),
  state: z.object({ ...commonState, active: z.string().nullable() }),
  derived: { active: ['active', 'tabs'] },
  events: { change: { title: 'When another tab is opened', payload: z.object({ active: z.string() }) } },
  methods: { select: { title: 'Open a tab by its key', args: [{ name: 'key', shape: z.string() }] } },
  slotsOf: { prop: 'tabs', each: { title: 'Tab', flow: 'grid' } },
  initial: {
    tabs: [
      { key: 'first', title: 'First' },
      { key: 'second', title: 'Second' },
    ],
  },
});
