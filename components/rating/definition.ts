import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.number().nullable();
const { placeholder: _none, ...ownProps } = inputProps;

export const rating = defineComponent({
  type: 'rating',
  title: 'Rating',
  description: 'How good something is, in stars',
  category: 'input',
  icon: 'star',
  keywords: ['stars', 'score', 'review', 'feedback'],
  idStem: 'rating',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default(null).meta({ label: 'Default', group: 'content' }),
    max: z.number().int().min(2).max(10).default(5).meta({ label: 'Stars', group: 'content' }),
    has_halves: z.boolean().default(false).meta({ label: 'Halves', group: 'behaviour' }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
