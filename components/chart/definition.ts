import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

const row = z.record(z.string(), z.unknown());
const series = z.object({
  field: z.string().max(200),
  title: z.string().max(200).optional(),
  type: z.enum(['bar', 'line', 'area']).optional(),
  tone: tone.optional(),
});

export const chart = defineComponent({
  type: 'chart',
  title: 'Chart',
  description: 'Bars, lines, areas, slices, points or a heat map over rows of data',
  category: 'data',
  icon: 'chart-bar',
  keywords: ['graph', 'plot', 'bar', 'line', 'pie', 'scatter', 'area', 'heatmap', 'diagram'],
  idStem: 'chart',
  size: { w: 6, h: 36 },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Title', group: 'content' }),
    data: z.array(row).nullable().default([]).meta({ label: 'Rows', group: 'content' }),
    kind: z.enum(['bar', 'line', 'area', 'pie', 'scatter', 'heat']).default('bar').meta({ label: 'Kind', group: 'content' }),
    x: z
      .string()
      .max(200)
      .default('')
      .meta({ label: 'Along', group: 'content', description: 'A field with categories, dates or numbers; the first one if nothing is said' }),
    y: z
      .array(z.union([z.string().max(200), series]))
      .default([])
      .meta({ label: 'Values', group: 'content', description: 'Fields with numbers; the first one if nothing is said' }),
    series: z.string().max(200).optional().meta({ label: 'Split by', group: 'content', isAdvanced: true, description: 'A field whose values become series' }),
    aggregate: z.enum(['none', 'sum', 'average', 'min', 'max', 'count']).default('none').meta({ label: 'Of several rows', group: 'content' }),
    format: z.enum(['number', 'currency', 'percent', 'duration']).default('number').meta({ label: 'Format', group: 'look' }),
    currency: z.string().length(3).default('EUR').meta({ label: 'Currency', group: 'look', isAdvanced: true }),
    is_stacked: z.boolean().default(false).meta({ label: 'Stacked', group: 'look' }),
    has_legend: z.boolean().default(true).meta({ label: 'Legend', group: 'look', isAdvanced: true }),
    can_brush: z.boolean().default(false).meta({ label: 'A part can be marked', group: 'behaviour', isAdvanced: true }),
    can_export: z.boolean().default(true).meta({ label: 'Can be exported as a picture', group: 'behaviour', isAdvanced: true }),
    empty_text: z.string().max(300).default('No data').meta({ label: 'Text without data', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    selected_point: z.object({ x: z.unknown(), series: z.string(), value: z.number() }).nullable(),
    brush_range: z.object({ from: z.unknown(), to: z.unknown() }).nullable(),
  }),
  events: {
    click: { title: 'When a point is pressed', payload: z.object({ x: z.unknown(), series: z.string(), value: z.number(), rows: z.array(row) }) },
    brush: { title: 'When a part was marked, or no longer is', payload: z.object({ from: z.unknown(), to: z.unknown(), rows: z.array(row) }) },
  },
  methods: {
    export_picture: { title: 'Save it as a picture', args: [] },
    clear_brush: { title: 'Mark no part', args: [] },
  },
});
