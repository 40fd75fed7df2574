import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string().nullable();

export const datetime = defineComponent({
  type: 'datetime',
  title: 'Date and time',
  description: 'A moment, shown in a zone and kept in UTC',
  category: 'input',
  icon: 'calendar-clock',
  keywords: ['timestamp', 'moment', 'appointment', 'schedule', 'picker'],
  idStem: 'datetime',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content', description: 'A moment such as 2026-11-20T09:00:00Z' }),
    zone: z.string().max(60).optional().meta({ label: 'Zone', group: 'content', description: 'Such as Europe/Berlin; otherwise that of the viewer' }),
    min: z.string().max(40).nullable().optional().meta({ label: 'Earliest', group: 'behaviour' }),
    max: z.string().max(40).nullable().optional().meta({ label: 'Latest', group: 'behaviour' }),
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
  }),
  state: z.object({ ...inputState(value), zone: z.string(), formatted: z.string() }),
  derived: { value: ['value'], zone: ['zone'], formatted: ['value', 'zone'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
