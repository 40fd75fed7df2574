import type { ComponentExample } from '../view.ts';
import type { menu } from './definition.ts';

export const examples: ComponentExample<typeof menu>[] = [
  {
    title: 'Usual',
    props: {
      text: 'Actions',
      items: [
        { id: 'edit', label: 'Edit', icon: 'edit' },
        { id: 'copy', label: 'Copy', icon: 'copy' },
        { id: 'delete', label: 'Delete', icon: 'trash', is_danger: true, has_line_above: true },
      ],
    },
  },
  { title: 'Icon only', props: { text: 'More', is_icon_only: true, icon: 'list', items: [{ id: 'print', label: 'Print' }] } },
  { title: 'Primary, without items', props: { text: 'New', variant: 'primary' } },
  { title: 'Disabled', props: { text: 'Actions', disabled: true } },
  { title: 'Loading', props: { text: 'Actions', loading: true } },
];
