import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const row = z.record(z.string(), z.unknown());
const key = z.union([z.string(), z.number()]);
const span = z.object({ start: z.string(), end: z.string() });
const views = z.enum(['month', 'week', 'day', 'agenda']);

export const calendar = defineComponent({
  type: 'calendar',
  title: 'Calendar',
  description: 'Events by month, week, day or as a list',
  category: 'data',
  icon: 'calendar-month',
  keywords: ['events', 'schedule', 'appointments', 'month', 'week', 'agenda', 'planner'],
  idStem: 'calendar',
  size: { w: 12, h: 76 },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('Calendar').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    events: z
      .array(row)
      .nullable()
      .default([])
      .meta({ label: 'Events', group: 'content', description: 'Rows. A day such as 2026-11-20 lasts all day; a moment is shown by the clock of the zone' }),
    event_key: z.string().max(200).default('id').meta({ label: 'Key of an event', group: 'content', description: 'The field that tells events apart' }),
    title_field: z.string().max(200).default('title').meta({ label: 'Field of the title', group: 'content' }),
    start_field: z.string().max(200).default('start').meta({ label: 'Field of the begin', group: 'content' }),
    end_field: z
      .string()
      .max(200)
      .default('end')
      .meta({ label: 'Field of the end', group: 'content', description: 'The last day, or the moment at which it ends' }),
    tone_field: z.string().max(200).optional().meta({
      label: 'Field of the colour',
      group: 'look',
      isAdvanced: true,
      description: 'Its value is neutral, accent, success, warning, danger or info',
    }),
    view: views.default('month').meta({ label: 'View', group: 'content' }),
    date: z
      .string()
      .max(40)
      .nullable()
      .default(null)
      .meta({ label: 'Day that is shown', field: 'date', group: 'content', description: 'Today if nothing is said' }),
    zone: z.string().max(60).optional().meta({ label: 'Zone', group: 'content', description: 'Such as Europe/Berlin; otherwise that of the viewer' }),
    first_hour: z.number().int().min(0).max(23).default(7).meta({ label: 'First hour', group: 'look', isAdvanced: true }),
    last_hour: z.number().int().min(1).max(24).default(20).meta({ label: 'Last hour', group: 'look', isAdvanced: true }),
    is_movable: z.boolean().default(false).meta({ label: 'Events can be moved', group: 'behaviour' }),
    move_action: z.string().max(60).optional().meta({
      label: 'Action that moves',
      field: 'action',
      group: 'behaviour',
      description: 'Gets key, start and end. If it fails, the event goes back',
    }),
    empty_text: z.string().max(300).default('No events').meta({ label: 'Text without events', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    view: views,
    date: z.string(),
    from: z.string(),
    to: z.string(),
    selected_event: row.nullable(),
    selected_key: key.nullable(),
  }),
  derived: { view: ['view'], date: ['date'] },
  hands: { move_action: ['key', 'start', 'end'] },
  events: {
    select: { title: 'When an event is chosen', payload: z.object({ key, event: row }) },
    move: { title: 'When an event was moved', payload: z.object({ key, event: row, from: span, to: span }) },
    pick: { title: 'When a free place is pressed', payload: z.object({ start: z.string(), is_all_day: z.boolean() }) },
    range: { title: 'When other days are shown', payload: z.object({ from: z.string(), to: z.string(), view: views }) },
  },
  methods: {
    show: { title: 'Show a day', args: [{ name: 'date', shape: z.string() }] },
    set_view: { title: 'Change the view', args: [{ name: 'view', shape: views }] },
    today: { title: 'Show today', args: [] },
    next: { title: 'Go on', args: [] },
    previous: { title: 'Go back', args: [] },
    clear_selection: { title: 'Choose none', args: [] },
  },
});
