import type { ComponentExample } from '../view.ts';
import type { table } from './definition.ts';

const names = ['Amelie Wagner', 'Bo Larsen', 'Chiara Conti', 'Daan de Vries', 'Emre Kaya', 'Freya Holm', 'Goran Petrov', 'Hana Novak'];
const statuses = ['paid', 'open', 'refunded', 'failed'] as const;
const order = (index: number): Record<string, unknown> => ({
  id: 1000 + index,
  customer: names[index % names.length],
  status: statuses[(index * 7) % statuses.length],
  total: ((index * 7919) % 50_000) / 100,
  share: ((index * 37) % 100) / 100,
  shipped: (index * 31) % 100,
  is_gift: index % 3 === 0,
  ordered_at: `2026-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 27) + 1).padStart(2, '0')}`,
  address: { city: 'Utrecht', zip: 3500 + (index % 90) },
  page: `https://shop.example/orders/${1000 + index}`,
});
const orders = (count: number): Record<string, unknown>[] => Array.from({ length: count }, (_none, index) => order(index));

const columns: NonNullable<ComponentExample<typeof table>['props']['columns']> = [
  { field: 'id', title: 'Order', type: 'id', width: 90, pin: 'start' },
  { field: 'customer', type: 'avatar', is_editable: true, is_required: true },
  {
    field: 'status',
    type: 'tag',
    is_editable: true,
    tags: [
      { value: 'paid', label: 'Paid', tone: 'success' },
      { value: 'open', label: 'Open', tone: 'info' },
      { value: 'refunded', label: 'Refunded', tone: 'warning' },
      { value: 'failed', label: 'Failed', tone: 'danger' },
    ],
  },
  { field: 'total', type: 'currency', currency: 'EUR', is_editable: true, aggregate: 'sum' },
  { field: 'share', type: 'percent' },
  { field: 'shipped', type: 'progress' },
  { field: 'is_gift', title: 'Gift', type: 'boolean', is_editable: true },
  { field: 'ordered_at', title: 'Ordered', type: 'date' },
  { field: 'address', type: 'json' },
  { field: 'page', type: 'link' },
];

/** States of a table worth looking at. */
export const examples: readonly ComponentExample<typeof table>[] = [
  {
    title: 'Orders with buttons',
    props: {
      label: 'Orders',
      rows: orders(24),
      columns,
      selection: 'many',
      can_add: true,
      can_delete: true,
      row_actions: [
        { id: 'refund', title: 'Refund', tone: 'danger' },
        { id: 'mail', title: 'Write', icon: 'mail' },
        { id: 'print', title: 'Print', icon: 'printer' },
        { id: 'archive', title: 'Archive', icon: 'box' },
      ],
    },
  },
  { title: 'Columns as the rows suggest', props: { rows: orders(5) } },
  { title: 'Ten thousand rows', props: { label: 'All orders', rows: orders(10_000), columns } },
  { title: 'In groups', props: { rows: orders(30), columns, group_by: 'status' } },
  { title: 'Without rows', props: { label: 'Refunds', rows: [], empty_text: 'Nobody asked for money back' } },
  { title: 'Loading', props: { rows: [], loading: true } },
  { title: 'Disabled', props: { rows: orders(3), columns, disabled: true } },
  { title: 'Rows that open', props: { rows: orders(6), columns, is_expandable: true, density: 'comfortable' }, slots: { detail: 'What is below an open row' } },
  { title: 'Keys that stand twice', props: { rows: [{ id: 1, name: 'One' }, { id: 1, name: 'One again' }, { name: 'No key' }] } },
];
