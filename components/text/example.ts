import type { ComponentExample } from '../view.ts';
import type { text } from './definition.ts';

export const examples: ComponentExample<typeof text>[] = [
  { title: 'Usual', props: { content: 'Orders of today' } },
  { title: 'Heading', props: { content: 'Orders', size: 'heading' } },
  { title: 'Title', props: { content: 'Customer', size: 'title', tone: 'accent' } },
  { title: 'Markdown', props: { format: 'markdown', content: 'Some **bold** text, a [link](https://acme.example) and\n\n- a list\n- of things' } },
  { title: 'Empty', props: { content: null } },
  { title: 'Long, in two lines at most', props: { content: 'A text that goes on and on. '.repeat(30), lines: 2 } },
  { title: 'Danger, caption, loading', props: { content: 'Overdue since Monday', size: 'caption', tone: 'danger', loading: true } },
];
