import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const iframe = defineComponent({
  type: 'iframe',
  title: 'Embedded page',
  description: 'A page from the web in a frame of its own',
  category: 'display',
  icon: 'world-www',
  keywords: ['iframe', 'embed', 'website', 'dashboard', 'video'],
  idStem: 'frame',
  size: { w: 8, h: 48 },
  props: z.object({
    ...commonProps,
    src: z.string().max(4000).nullable().optional().meta({ label: 'Address', group: 'content', description: 'Begins with https://' }),
    label: z.string().min(1).max(200).default('Embedded page').meta({ label: 'What it shows', group: 'content', description: 'Read by screen readers' }),
    can_run_scripts: z.boolean().default(true).meta({ label: 'May run scripts', group: 'behaviour' }),
    keeps_sign_in: z.boolean().default(false).meta({
      label: 'Keeps its own sign-in',
      group: 'behaviour',
      description: 'Lets the page read cookies and storage of its own site; never those of this one',
    }),
  }),
  state: z.object({ ...commonState, is_loaded: z.boolean() }),
  events: { load: { title: 'When it is loaded' } },
  methods: { reload: { title: 'Load it again', args: [] } },
});
