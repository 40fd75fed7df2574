import type { ComponentExample } from '../view.ts';
import type { chart } from './definition.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June'];
const data = months.flatMap((month, index) => [
  { month, shop: 'Utrecht', revenue: 12_000 + ((index * 3571) % 9000), orders: 120 + index * 9 },
  { month, shop: 'Malmö', revenue: 8000 + ((index * 2153) % 7000), orders: 90 + ((index * 17) % 40) },
]);

/** States of a chart worth looking at. */
export const examples: readonly ComponentExample<typeof chart>[] = [
  { title: 'Bars', props: { label: 'Revenue', data, x: 'month', y: ['revenue'], aggregate: 'sum', format: 'currency' } },
  { title: 'Lines, split', props: { label: 'Revenue by shop', data, kind: 'line', x: 'month', y: ['revenue'], series: 'shop', format: 'currency' } },
  { title: 'Stacked areas', props: { label: 'Orders', data, kind: 'area', x: 'month', y: ['orders'], series: 'shop', is_stacked: true } },
  { title: 'Slices', props: { label: 'Revenue by shop', data, kind: 'pie', x: 'shop', y: ['revenue'], aggregate: 'sum', format: 'currency' } },
  { title: 'Points', props: { label: 'Orders and revenue', data, kind: 'scatter', x: 'orders', y: ['revenue'], series: 'shop' } },
  { title: 'Heat map', props: { label: 'Orders by shop', data, kind: 'heat', x: 'month', y: ['orders'], series: 'shop' } },
  { title: 'A part can be marked', props: { label: 'Revenue', data, x: 'month', y: ['revenue'], aggregate: 'sum', can_brush: true } },
  { title: 'Loading', props: { label: 'Revenue', data: [], loading: true } },
  { title: 'Disabled', props: { label: 'Revenue', data, x: 'month', y: ['revenue'], aggregate: 'sum', disabled: true } },
  { title: 'Without data', props: { label: 'Revenue', data: [] } },
];
