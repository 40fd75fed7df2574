import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const button = defineComponent({
  type: 'button',
  title: 'Button',
  description: 'Runs an action, opens something or goes somewhere',
  category: 'action',
  icon: 'hand-click',
  keywords: ['submit', 'run', 'action', 'click'],
  idStem: 'button',
  size: { w: 2, h: 5 },
  props: z.object({
    ...commonProps,
    text: z.string().max(200).default('Button').meta({ label: 'Text', group: 'content' }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'content' }),
    variant: z.enum(['primary', 'default', 'subtle', 'danger']).default('default').meta({ label: 'Kind', group: 'look' }),
    size: z.enum(['small', 'medium']).default('medium').meta({ label: 'Size', group: 'look' }),
    is_full_width: z.boolean().default(false).meta({ label: 'As wide as its place', group: 'look' }),
    shows_progress_of: z.string().max(60).optional().meta({
      label: 'Shows the progress of',
      field: 'action',
      group: 'behaviour',
      description: 'An action; while it runs, the button turns and cannot be pressed',
    }),
  }),
  state: z.object({ ...commonState, is_busy: z.boolean() }),
  events: { click: { title: 'When it is pressed' } },
  methods: { click: { title: 'Press it', args: [] }, focus: { title: 'Put the focus on it', args: [] } },
});
