import { z } from 'zod';
import { valueFormats } from '../_shared/format-value.ts';
import { commonProps, commonState, defineComponent } from '../component.ts';

/** A line of it. Without any, all fields of the record are shown. */
const field = z.object({
  field: z.string().max(200),
  label: z.string().max(200).optional(),
  format: z.enum(valueFormats).optional(),
  currency: z.string().max(20).optional(),
  decimals: z.number().int().min(0).max(10).optional(),
  is_copyable: z.boolean().optional(),
});

export const keyValue = defineComponent({
  type: 'key_value',
  title: 'Key and value',
  description: 'The fields of one record, one under the other',
  category: 'display',
  icon: 'list-details',
  keywords: ['record', 'details', 'fields', 'description', 'object', 'facts'],
  idStem: 'details',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    record: z.record(z.string(), z.unknown()).nullable().default(null).meta({ label: 'Record', group: 'content' }),
    fields: z.array(field).default([]).meta({ label: 'Fields', field: 'keyed_items', group: 'content' }),
    columns: z.number().int().min(1).max(4).default(1).meta({ label: 'Columns', group: 'look' }),
    layout: z.enum(['beside', 'above']).default('beside').meta({ label: 'Names', group: 'look' }),
    hides_empty: z.boolean().default(false).meta({ label: 'Leaves out what is empty', group: 'behaviour' }),
    empty_text: z.string().max(300).default('Nothing to show').meta({ label: 'Text without a record', group: 'content', isAdvanced: true }),
  }),
  state: z.object({ ...commonState }),
  initial: { record: { name: 'Value' } },
});
