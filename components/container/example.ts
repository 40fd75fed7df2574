import type { ComponentExample } from '../view.ts';
import type { container } from './definition.ts';

export const examples: ComponentExample<typeof container>[] = [
  { title: 'Usual', props: { title: 'Customer' }, slots: { body: 'Ada Lovelace', header: 'VIP', footer: 'Since 2019' } },
  { title: 'Raised', props: { frame: 'raised', padding: 'small' }, slots: { body: 'A raised one' } },
  { title: 'Empty', props: { title: 'Customer' } },
  { title: 'Disabled', props: { title: 'Customer', disabled: true }, slots: { body: 'Not now' } },
  { title: 'Loading and scrolling', props: { title: 'Customer', loading: true, max_height: 80 }, slots: { body: 'A long text. '.repeat(60) } },
];
