import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.boolean();
const { placeholder: _none, label_position: _side, ...ownProps } = inputProps;

export const switchInput = defineComponent({
  type: 'switch',
  title: 'Switch',
  description: 'On or off, at once',
  category: 'input',
  icon: 'toggle-right',
  keywords: ['boolean', 'yes', 'no', 'on', 'off', 'toggle'],
  idStem: 'switch',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default(false).meta({ label: 'Default', group: 'content' }),
    on_text: z.string().max(60).optional().meta({ label: 'Text when on', group: 'content', isAdvanced: true }),
    off_text: z.string().max(60).optional().meta({ label: 'Text when off', group: 'content', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: { ...inputMethods(value), toggle: { title: 'Turn it', args: [] } },
});
