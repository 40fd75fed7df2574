import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const html = defineComponent({
  type: 'html',
  title: 'HTML',
  description: 'A piece of HTML and CSS, shut in: no scripts, nothing from elsewhere',
  category: 'display',
  icon: 'code',
  keywords: ['markup', 'css', 'report', 'mail', 'preview'],
  idStem: 'html',
  size: { w: 6, h: 24 },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('HTML').meta({ label: 'What it shows', group: 'content', description: 'Read by screen readers' }),
    content: z.string().max(1_000_000).default('').meta({ label: 'HTML', field: 'code', group: 'content' }),
    frame: z.enum(['none', 'border']).default('none').meta({ label: 'Frame', group: 'look' }),
    is_paper: z.boolean().default(false).meta({ label: 'On white', group: 'look', description: 'For what is made for paper or mail, also in the dark' }),
  }),
  state: z.object({ ...commonState }),
  initial: { content: '<p>Hello</p>' },
});
