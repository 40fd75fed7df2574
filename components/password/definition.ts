import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string();

export const password = defineComponent({
  type: 'password',
  title: 'Password',
  description: 'A secret that is not shown while it is typed',
  category: 'input',
  icon: 'password',
  keywords: ['secret', 'token', 'key', 'hidden'],
  idStem: 'password',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    min_length: z.number().int().min(0).optional().meta({ label: 'Shortest', group: 'behaviour', isAdvanced: true }),
    can_show: z.boolean().default(true).meta({ label: 'Can be shown', group: 'behaviour' }),
    fills: z
      .enum(['nothing', 'current_password', 'new_password'])
      .default('nothing')
      .meta({ label: 'Browser fills in', group: 'behaviour', isAdvanced: true, description: 'What a password manager offers here' }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
