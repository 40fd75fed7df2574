import type { ComponentExample } from '../view.ts';
import type { alert } from './definition.ts';

export const examples: ComponentExample<typeof alert>[] = [
  { title: 'Usual', props: { title: 'Good to know', body: 'Refunds above **€500** need an approval.' } },
  { title: 'Success, can be closed', props: { title: 'Saved', tone: 'success', is_closable: true } },
  { title: 'Warning with a button', props: { title: 'The stock is low', body: 'Three items are left.', tone: 'warning', action_text: 'Order more' } },
  { title: 'Danger', props: { title: 'The payment failed', body: 'The bank refused it: the card has expired. Ask for another one.', tone: 'danger' } },
  { title: 'Disabled, neutral and long', props: { body: 'A text without a title. '.repeat(12), tone: 'neutral', action_text: 'Do it', disabled: true } },
  { title: 'Accent, loading', props: { title: 'New', tone: 'accent', loading: true } },
];
