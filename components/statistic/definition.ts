import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const statistic = defineComponent({
  type: 'statistic',
  title: 'Statistic',
  description: 'One number that matters, and how it has moved',
  category: 'display',
  icon: 'trending-up',
  keywords: ['kpi', 'number', 'metric', 'counter', 'delta', 'trend', 'sparkline'],
  idStem: 'statistic',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    value: z.union([z.number(), z.string()]).nullable().default(null).meta({ label: 'Value', group: 'content' }),
    format: z.enum(['number', 'currency', 'percent', 'compact', 'duration', 'text']).default('number').meta({ label: 'Format', group: 'content' }),
    currency: z.string().max(20).default('EUR').meta({ label: 'Currency', group: 'content', isAdvanced: true }),
    decimals: z.number().int().min(0).max(10).optional().meta({ label: 'Decimals', group: 'content', isAdvanced: true }),
    delta: z.number().nullable().optional().meta({ label: 'Change', group: 'content', description: 'A share: 0.05 is 5 % more' }),
    delta_format: z.enum(['percent', 'number', 'currency']).default('percent').meta({ label: 'Format of the change', group: 'content', isAdvanced: true }),
    good_when: z.enum(['up', 'down', 'neither']).default('up').meta({ label: 'Good when it goes', group: 'content' }),
    caption: z.string().max(300).optional().meta({ label: 'Beside the change', group: 'content', description: 'Such as "since last week"' }),
    trend: z.array(z.number()).nullable().optional().meta({ label: 'Trend', group: 'content', description: 'Numbers for a small line', isAdvanced: true }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'look' }),
    frame: z.enum(['none', 'border']).default('border').meta({ label: 'Frame', group: 'look' }),
  }),
  state: z.object({ ...commonState, formatted: z.string() }),
  derived: { formatted: ['value', 'format', 'currency', 'decimals'] },
  events: { click: { title: 'When it is clicked' } },
  initial: { label: 'Statistic', value: 0 },
});
