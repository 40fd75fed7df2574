import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const values = z.record(z.string(), z.unknown());

export const form = defineComponent({
  type: 'form',
  title: 'Form',
  description: 'All fields that an action asks for, or those of a schema',
  category: 'input',
  icon: 'forms',
  keywords: ['schema', 'fields', 'arguments', 'intake', 'submit', 'json schema'],
  idStem: 'form',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(300).default('').meta({ label: 'Label', group: 'content' }),
    action: z.string().max(60).optional().meta({
      label: 'Runs',
      field: 'action',
      group: 'content',
      description: 'The form asks for every argument that this action leaves open, and runs it with them',
    }),
    schema: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        label: 'Fields of its own',
        field: 'json_schema',
        group: 'content',
        isAdvanced: true,
        description: 'A JSON Schema of an object, in place of that of the action',
      }),
    values: values.default({}).meta({ label: 'Values to begin with', group: 'content' }),
    submit_text: z.string().max(100).default('Submit').meta({ label: 'Text of the button', group: 'content' }),
    has_reset: z.boolean().default(false).meta({ label: 'Can be reset', group: 'behaviour' }),
    is_cleared: z.boolean().default(false).meta({ label: 'Is empty again afterwards', group: 'behaviour' }),
  }),
  state: z.object({
    ...commonState,
    values,
    is_valid: z.boolean(),
    is_dirty: z.boolean(),
    is_busy: z.boolean(),
    result: z.unknown(),
    job_id: z.string().nullable(),
  }),
  hands: { action: 'rest' },
  events: {
    submit: { title: 'When it was sent', payload: z.object({ values, result: z.unknown() }) },
    change: { title: 'When a field changes', payload: z.object({ values }) },
    reset: { title: 'When it is reset' },
  },
  methods: {
    submit: { title: 'Send it', args: [] },
    reset: { title: 'Back to the values to begin with', args: [] },
    validate: { title: 'Check it, and show what is wrong', args: [] },
    set_values: { title: 'Set values', args: [{ name: 'values', shape: values }] },
  },
});
