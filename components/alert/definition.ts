import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

export const alert = defineComponent({
  type: 'alert',
  title: 'Alert',
  description: 'Says something that should not be missed',
  category: 'display',
  icon: 'alert-triangle',
  keywords: ['notice', 'callout', 'warning', 'message', 'banner', 'info'],
  idStem: 'alert',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    title: z.string().max(300).default('').meta({ label: 'Title', group: 'content' }),
    body: z.string().max(20_000).default('').meta({ label: 'Text', field: 'markdown', group: 'content' }),
    tone: tone.default('info').meta({ label: 'Kind', group: 'look' }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'look', isAdvanced: true }),
    action_text: z.string().max(100).optional().meta({ label: 'Text of a button', group: 'content' }),
    is_closable: z.boolean().default(false).meta({ label: 'Can be closed', group: 'behaviour' }),
  }),
  state: z.object({ ...commonState, is_open: z.boolean() }),
  events: { action: { title: 'When its button is pressed' }, close: { title: 'When it is closed' } },
  methods: { open: { title: 'Show it again', args: [] }, close: { title: 'Close it', args: [] } },
  initial: { title: 'Good to know' },
});
