import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.object({ start: z.string(), end: z.string() }).nullable();

export const dateRange = defineComponent({
  type: 'date_range',
  title: 'Date range',
  description: 'From one day to another, with the usual ranges one click away',
  category: 'input',
  icon: 'calendar-stats',
  keywords: ['period', 'from', 'to', 'calendar', 'filter', 'between'],
  idStem: 'dateRange',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content', description: 'Such as {"start": "2026-11-01", "end": "2026-11-30"}' }),
    min: z.string().max(30).nullable().optional().meta({ label: 'First day', field: 'date', group: 'behaviour' }),
    max: z.string().max(30).nullable().optional().meta({ label: 'Last day', field: 'date', group: 'behaviour' }),
    longest_days: z.number().int().min(1).max(3660).optional().meta({ label: 'Days at most', group: 'behaviour', isAdvanced: true }),
    has_presets: z.boolean().default(true).meta({ label: 'Usual ranges', group: 'look' }),
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
  }),
  state: z.object({ ...inputState(value), start: z.string().nullable(), end: z.string().nullable(), days: z.number().int() }),
  derived: { value: ['value'], start: ['value'], end: ['value'], days: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
