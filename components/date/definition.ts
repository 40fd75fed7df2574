import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string().nullable();

export const date = defineComponent({
  type: 'date',
  title: 'Date',
  description: 'A day, without a time: the same day in every zone',
  category: 'input',
  icon: 'calendar',
  keywords: ['day', 'calendar', 'deadline', 'birthday', 'picker'],
  idStem: 'date',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', field: 'date', group: 'content', description: 'Such as 2026-11-20' }),
    min: z.string().max(30).nullable().optional().meta({ label: 'First day', field: 'date', group: 'behaviour' }),
    max: z.string().max(30).nullable().optional().meta({ label: 'Last day', field: 'date', group: 'behaviour' }),
    excludes: z.enum(['nothing', 'weekends']).default('nothing').meta({ label: 'Leaves out', group: 'behaviour', isAdvanced: true }),
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
  }),
  state: z.object({ ...inputState(value), formatted: z.string() }),
  derived: { value: ['value'], formatted: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
