import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.number().nullable();

export const number = defineComponent({
  type: 'number',
  title: 'Number',
  description: 'A number, an amount of money or a percentage',
  category: 'input',
  icon: 'number-123',
  keywords: ['currency', 'money', 'amount', 'price', 'percent', 'integer', 'quantity'],
  idStem: 'number',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content' }),
    format: z
      .enum(['decimal', 'currency', 'percent'])
      .default('decimal')
      .meta({ label: 'Format', group: 'content', description: 'A percentage is a share: 25 % is the value 0.25' }),
    currency: z.string().max(20).default('EUR').meta({ label: 'Currency', group: 'content' }),
    decimals: z.number().int().min(0).max(10).optional().meta({ label: 'Decimals', group: 'content' }),
    min: z.number().optional().meta({ label: 'Smallest', group: 'behaviour' }),
    max: z.number().optional().meta({ label: 'Largest', group: 'behaviour' }),
    step: z.number().positive().optional().meta({ label: 'Step', group: 'behaviour', isAdvanced: true }),
    unit: z.string().max(30).optional().meta({ label: 'Unit behind it', group: 'look', isAdvanced: true }),
    has_steppers: z.boolean().default(true).meta({ label: 'Shows + and −', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), formatted: z.string() }),
  derived: { value: ['value'], formatted: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
