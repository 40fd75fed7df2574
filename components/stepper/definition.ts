import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const step = z.object({
  key: z.string().min(1).max(60),
  title: z.string().max(200),
  description: z.string().max(300).optional(),
  hidden: z.boolean().optional(),
});

export const stepper = defineComponent({
  type: 'stepper',
  title: 'Steps',
  description: 'A wizard: one step after the other, each checked before the next',
  category: 'layout',
  icon: 'timeline-event',
  keywords: ['wizard', 'stepper', 'progress', 'form', 'onboarding'],
  idStem: 'steps',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('Steps').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    steps: z.array(step).default([]).meta({ label: 'Steps', field: 'keyed_items', group: 'content' }),
    validates: z
      .boolean()
      .default(true)
      .meta({ label: 'Checks each step', group: 'behaviour', description: 'What is wrong in a step keeps people from the next' }),
    can_jump: z.boolean().default(true).meta({ label: 'Steps that are done can be opened', group: 'behaviour' }),
    has_buttons: z.boolean().default(true).meta({ label: 'Buttons below', group: 'look' }),
    back_text: z.string().max(100).default('Back').meta({ label: 'Text of back', group: 'content', isAdvanced: true }),
    next_text: z.string().max(100).default('Next').meta({ label: 'Text of next', group: 'content', isAdvanced: true }),
    finish_text: z.string().max(100).default('Finish').meta({ label: 'Text of the last button', group: 'content' }),
  }),
  state: z.object({
    ...commonState,
    active: z.string().nullable(),
    index: z.number().int(),
    count: z.number().int(),
    is_first: z.boolean(),
    is_last: z.boolean(),
    is_done: z.boolean(),
  }),
  derived: { count: ['steps'] },
  events: {
    change: { title: 'When another step is opened', payload: z.object({ from: z.string(), to: z.string() }) },
    finish: { title: 'When the last step is done' },
  },
  methods: {
    next: { title: 'Check and go on', args: [] },
    back: { title: 'Go back', args: [] },
    go: { title: 'Open a step by its key', args: [{ name: 'key', shape: z.string() }] },
    reset: { title: 'Begin anew', args: [] },
  },
  slotsOf: { prop: 'steps', each: { title: 'Step', flow: 'grid' } },
  initial: {
    steps: [
      { key: 'first', title: 'First' },
      { key: 'second', title: 'Second' },
    ],
  },
});
