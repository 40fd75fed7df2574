import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string().nullable();

export const time = defineComponent({
  type: 'time',
  title: 'Time',
  description: 'A time of day, such as 09:30',
  category: 'input',
  icon: 'clock',
  keywords: ['hour', 'minute', 'clock'],
  idStem: 'time',
  size: { w: 2, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content', description: 'Such as 09:30' }),
    min: z.string().max(8).optional().meta({ label: 'Earliest', group: 'behaviour' }),
    max: z.string().max(8).optional().meta({ label: 'Latest', group: 'behaviour' }),
    has_seconds: z.boolean().default(false).meta({ label: 'With seconds', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
