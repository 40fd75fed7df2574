import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

/** How the values of a column are shown and edited. `id` is a number or a code that names something, such as an order: it is written as it is. */
export const columnTypes = [
  'text',
  'id',
  'number',
  'currency',
  'percent',
  'boolean',
  'date',
  'datetime',
  'duration',
  'tag',
  'link',
  'image',
  'json',
  'markdown',
  'progress',
  'avatar',
] as const;

const tag = z.object({ value: z.union([z.string(), z.number(), z.boolean()]), label: z.string().optional(), tone: tone.optional() });

/** A column. Without any, the columns are those of the first rows. */
export const column = z.object({
  field: z.string().max(200),
  title: z.string().max(200).optional(),
  type: z.enum(columnTypes).optional(),
  width: z.number().int().min(40).max(1200).optional(),
  align: z.enum(['start', 'center', 'end']).optional(),
  pin: z.enum(['start', 'end']).optional(),
  hidden: z.boolean().optional(),
  is_editable: z.boolean().optional(),
  is_sortable: z.boolean().optional(),
  is_required: z.boolean().optional(),
  currency: z.string().length(3).optional(),
  decimals: z.number().int().min(0).max(10).optional(),
  tags: z.array(tag).optional(),
  href: z.string().max(2000).optional(),
  value: z.unknown().optional(),
  aggregate: z.enum(['count', 'sum', 'average', 'min', 'max']).optional(),
});

/** A button in each row. What it does stands in the event `row_action` with its `id`. */
export const rowAction = z.object({
  id: z.string().max(60),
  title: z.string().max(100),
  icon: z.string().max(60).optional(),
  tone: tone.optional(),
  hidden: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

const row = z.record(z.string(), z.unknown());
const key = z.union([z.string(), z.number()]);
const changes = z.object({
  inserted: z.array(row),
  updated: z.record(z.string(), z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }))),
  deleted: z.array(key),
});

export const table = defineComponent({
  type: 'table',
  title: 'Table',
  description: 'Rows with sort, filter, search, edit and export, from a list or page by page from the server',
  category: 'data',
  icon: 'table',
  keywords: ['grid', 'rows', 'list', 'data', 'crud', 'spreadsheet'],
  idStem: 'table',
  size: { w: 12, h: 50 },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    rows: z.array(row).nullable().optional().meta({ label: 'Rows', group: 'content' }),
    source: z.string().max(60).optional().meta({
      label: 'Rows from the server',
      field: 'action',
      group: 'content',
      description: 'An action whose runnable has a parameter of type TableQuery: it gets page, sort, filter and search, and gives {rows, total}',
    }),
    row_key: z.string().max(200).default('id').meta({ label: 'Key of a row', group: 'content', description: 'The field that tells rows apart' }),
    columns: z.array(column).default([]).meta({ label: 'Columns', field: 'columns', group: 'content' }),
    row_actions: z.array(rowAction).default([]).meta({ label: 'Buttons in each row', field: 'keyed_items', group: 'content' }),
    selection: z.enum(['none', 'one', 'many']).default('one').meta({ label: 'Selection', group: 'behaviour' }),
    save_action: z.string().max(60).optional().meta({
      label: 'Saves changes',
      field: 'action',
      group: 'behaviour',
      description:
        'An action that gets `changes`: {inserted, updated, deleted}. It may give {errors: {key: message}} for rows that it refuses, and is_saved: false where it kept none of the others either',
    }),
    paging: z.enum(['auto', 'pages', 'scroll']).default('auto').meta({
      label: 'Paging',
      group: 'behaviour',
      isAdvanced: true,
      description: 'Rows of the page scroll and rows of the server come in pages, unless said otherwise',
    }),
    page_size: z.number().int().min(5).max(500).default(50).meta({ label: 'Rows of a page', group: 'behaviour' }),
    is_searchable: z.boolean().default(true).meta({ label: 'Search', group: 'behaviour' }),
    is_filterable: z.boolean().default(true).meta({ label: 'Filters', group: 'behaviour' }),
    can_add: z.boolean().default(false).meta({ label: 'Rows can be added', group: 'behaviour' }),
    can_delete: z.boolean().default(false).meta({ label: 'Rows can be deleted', group: 'behaviour' }),
    has_views: z
      .boolean()
      .default(true)
      .meta({ label: 'Views can be kept', group: 'behaviour', description: 'Each person keeps their own: columns, sort, filters and search' }),
    can_export: z.boolean().default(true).meta({ label: 'Can be exported', group: 'behaviour' }),
    group_by: z.string().max(200).optional().meta({ label: 'Group by', group: 'behaviour', isAdvanced: true }),
    is_expandable: z
      .boolean()
      .default(false)
      .meta({ label: 'Rows open', group: 'behaviour', isAdvanced: true, description: 'What is in the slot "detail" stands below the row' }),
    row_tone: tone.optional().meta({ label: 'Colour of a row', group: 'look', isAdvanced: true }),
    density: z.enum(['comfortable', 'compact']).default('compact').meta({ label: 'Density', group: 'look' }),
    empty_text: z.string().max(300).default('No rows').meta({ label: 'Text without rows', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    selected_row: row.nullable(),
    selected_rows: z.array(row),
    selected_key: key.nullable(),
    selected_keys: z.array(key),
    rows: z.array(row),
    total: z.number().nullable(),
    search: z.string(),
    sort: z.array(z.object({ field: z.string(), dir: z.enum(['asc', 'desc']) })),
    filter: z.unknown(),
    page: z.number(),
    changes,
    has_changes: z.boolean(),
  }),
  derived: { rows: ['rows'], total: ['rows'] },
  hands: { source: ['query'], save_action: ['changes'] },
  events: {
    select: { title: 'When a row is chosen', payload: z.object({ row, key }) },
    open: { title: 'When a row is opened (double click, Enter)', payload: z.object({ row, key }) },
    row_action: { title: 'When a button of a row is pressed', payload: z.object({ action: z.string(), row, key }) },
    save: { title: 'When changes are saved', payload: z.object({ changes }) },
    change: { title: 'When a cell is edited', payload: z.object({ row, key, field: z.string(), value: z.unknown() }) },
  },
  methods: {
    reload: { title: 'Load the rows again', args: [] },
    select: { title: 'Choose a row by its key', args: [{ name: 'key', shape: key }] },
    clear_selection: { title: 'Choose none', args: [] },
    accept_changes: { title: 'Changes are saved', args: [] },
    show_errors: { title: 'Show why rows were not saved', args: [{ name: 'errors', shape: z.record(z.string(), z.string()) }] },
    discard_changes: { title: 'Throw changes away', args: [] },
    set_search: { title: 'Search', args: [{ name: 'text', shape: z.string() }] },
  },
  slots: { detail: { title: 'Below an open row', flow: 'grid', names: ['row'] }, toolbar: { title: 'Above the rows', flow: 'row' } },
});
