import type { ComponentExample } from '../view.ts';
import type { calendar } from './definition.ts';

const events = [
  { id: 1, title: 'Fair in Hamburg', start: '2026-11-17', end: '2026-11-19', kind: 'info' },
  { id: 2, title: 'Review of refunds', start: '2026-11-20T09:00:00', end: '2026-11-20T10:30:00', kind: 'accent' },
  {
    id: 3,
    title: 'Call with the warehouse about everything that was late this week',
    start: '2026-11-20T10:00:00',
    end: '2026-11-20T11:00:00',
    kind: 'warning',
  },
  { id: 4, title: 'Payday', start: '2026-11-27', kind: 'success' },
  { id: 5, title: 'Night shift', start: '2026-11-24T22:00:00', end: '2026-11-25T06:00:00', kind: 'danger' },
  { id: 6, title: 'Lunch', start: '2026-11-20T12:00:00', end: '2026-11-20T13:00:00', kind: 'neutral' },
  { id: 7, title: 'Tour', start: '2026-11-20T14:00:00', end: '2026-11-20T15:00:00', kind: 'neutral' },
];
const shown = { label: 'Plan', events, date: '2026-11-20', tone_field: 'kind', zone: 'Europe/Berlin' };

export const examples: ComponentExample<typeof calendar>[] = [
  { title: 'Usual', props: { ...shown, is_movable: true } },
  { title: 'A week', props: { ...shown, view: 'week', is_movable: true } },
  { title: 'A day', props: { ...shown, view: 'day' } },
  { title: 'A list', props: { ...shown, view: 'agenda' } },
  { title: 'Empty', props: { label: 'Plan', view: 'agenda', date: '2026-11-20' } },
  { title: 'Loading', props: { ...shown, view: 'agenda', loading: true } },
  { title: 'Disabled', props: { ...shown, view: 'agenda', disabled: true } },
];
