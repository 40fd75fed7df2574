import type { ComponentExample } from '../view.ts';
import type { kanban } from './definition.ts';

const tickets = [
  { id: 1, title: 'Parcel did not arrive', customer: 'Ada Lovelace', status: 'new', priority: 'high' },
  {
    id: 2,
    title: 'Wrong size, wants to change it for a larger one, and asks whether the post is paid',
    customer: 'Grace Hopper',
    status: 'new',
    priority: 'low',
  },
  { id: 3, title: 'Invoice with another address', customer: 'Alan Turing', status: 'doing', priority: 'normal' },
  { id: 4, title: 'Refund of order 1042', customer: 'Edsger Dijkstra', status: 'waiting', priority: 'high' },
  { id: 5, title: 'Cannot sign in', customer: 'Barbara Liskov', status: 'done', priority: 'normal' },
];
const columns = [
  { value: 'new', label: 'New', tone: 'info' as const },
  { value: 'doing', label: 'In work', tone: 'accent' as const, limit: 3 },
  { value: 'waiting', label: 'Waiting', tone: 'warning' as const },
  { value: 'done', label: 'Done', tone: 'success' as const },
];

export const examples: ComponentExample<typeof kanban>[] = [
  { title: 'Usual', props: { label: 'Tickets', items: tickets, columns, text_field: 'customer', fields: ['priority'] } },
  {
    title: 'Columns by the data, too many in one',
    props: { label: 'By priority', items: tickets, column_field: 'priority', columns: [{ value: 'high', limit: 1, tone: 'danger' }] },
  },
  {
    title: 'Own cards, not movable',
    props: { label: 'Tickets', items: tickets.slice(0, 3), columns, is_movable: false },
    slots: { card: 'Whatever stands on the card' },
  },
  { title: 'Empty', props: { label: 'Tickets', columns } },
  { title: 'Loading', props: { label: 'Tickets', items: tickets.slice(0, 2), columns, loading: true } },
  { title: 'Disabled', props: { label: 'Tickets', items: tickets.slice(0, 2), columns, disabled: true } },
];
