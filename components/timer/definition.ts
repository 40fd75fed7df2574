import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const timer = defineComponent({
  type: 'timer',
  title: 'Timer',
  description: 'Does something again and again, such as loading data anew',
  category: 'action',
  icon: 'clock-play',
  keywords: ['interval', 'refresh', 'poll', 'reload', 'countdown', 'repeat'],
  idStem: 'timer',
  size: { w: 2, h: 'auto' },
  props: z.object({
    ...commonProps,
    interval_s: z.number().min(1).max(86_400).default(30).meta({ label: 'Every (seconds)', group: 'content' }),
    starts_itself: z.boolean().default(true).meta({ label: 'Starts by itself', group: 'behaviour' }),
    max_ticks: z.number().int().min(1).optional().meta({ label: 'Ends after so many times', group: 'behaviour', isAdvanced: true }),
    runs_in_background: z.boolean().default(false).meta({ label: 'Also while the page is not in sight', group: 'behaviour', isAdvanced: true }),
    shows: z.enum(['nothing', 'countdown']).default('nothing').meta({ label: 'Shows', group: 'look' }),
  }),
  state: z.object({ ...commonState, is_running: z.boolean(), count: z.number().int(), remaining_s: z.number().int() }),
  events: { tick: { title: 'Each time', payload: z.object({ count: z.number().int() }) }, end: { title: 'When it has ended by itself' } },
  methods: { start: { title: 'Start it', args: [] }, stop: { title: 'Stop it', args: [] }, reset: { title: 'Begin anew', args: [] } },
});
