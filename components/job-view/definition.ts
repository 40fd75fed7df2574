import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const jobView = defineComponent({
  type: 'job_view',
  title: 'Job',
  description: 'A run as it goes: state, steps, log, result, cancel and run again',
  category: 'work',
  icon: 'activity',
  keywords: ['run', 'log', 'status', 'progress', 'result', 'flow'],
  idStem: 'job',
  size: { w: 8, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    action: z.string().max(60).optional().meta({ label: 'Follows the runs of', field: 'action', group: 'content' }),
    job_id: z.string().max(60).nullable().optional().meta({ label: 'Id of a run', group: 'content', description: 'In place of the runs of an action' }),
    has_log: z.boolean().default(true).meta({ label: 'Shows the log', group: 'look' }),
    has_graph: z
      .boolean()
      .default(true)
      .meta({ label: 'Shows the steps of a flow', group: 'look', description: 'In place of the log: what its steps write stands with each of them' }),
    has_result: z.boolean().default(true).meta({ label: 'Shows the result', group: 'look' }),
    can_retry: z.boolean().default(false).meta({ label: 'Can be run again', group: 'behaviour', description: 'By those who may run it themselves' }),
    empty_text: z.string().max(300).default('Nothing was run yet').meta({ label: 'Text before the first run', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    job_id: z.string().nullable(),
    status: z.string().nullable(),
    result: z.unknown(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    progress: z.number().nullable(),
  }),
  events: {
    success: { title: 'When it succeeded', payload: z.object({ result: z.unknown(), job_id: z.string() }) },
    error: { title: 'When it failed', payload: z.object({ error: z.object({ code: z.string(), message: z.string() }).nullable(), job_id: z.string() }) },
  },
  methods: {
    attach: { title: 'Follow this run', args: [{ name: 'job_id', shape: z.string() }] },
    retry: { title: 'Run it again', args: [] },
    clear: { title: 'Follow none', args: [] },
  },
});
