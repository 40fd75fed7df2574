import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const link = defineComponent({
  type: 'link',
  title: 'Link',
  description: 'Leads to an address, or does what its event says',
  category: 'action',
  icon: 'link',
  keywords: ['url', 'anchor', 'address', 'open', 'href'],
  idStem: 'link',
  size: { w: 2, h: 'auto' },
  props: z.object({
    ...commonProps,
    text: z.string().max(500).default('Link').meta({ label: 'Text', group: 'content' }),
    href: z
      .string()
      .max(4000)
      .nullable()
      .optional()
      .meta({ label: 'Address', group: 'content', description: 'https://, mailto:, tel: or a path of this server' }),
    is_new_tab: z.boolean().default(true).meta({ label: 'In a new tab', group: 'behaviour' }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'look' }),
  }),
  state: z.object({ ...commonState }),
  events: { click: { title: 'When it is followed' } },
});
