import type { AppAction, AppDocument, AppNode, AppValue } from '../../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../../backend/apps/core/empty.ts';
import { namesSomething } from '../../../components/table/columns.ts';
import { titleOf } from '../builder/inspector/columns-of.ts';
import { keyOf } from './table-scripts.ts';
import type { TableColumnFacts, TableFacts } from './table-facts.ts';

/**
 * An app over the rows of a table: search, filters and pages by the database, edit in place, add and delete, and the row that is chosen beside
 * it. It is complete, so that it can be released as it is. Without a key of one column, or without a script that saves, rows are only looked at.
 */
export function appFromTable(table: TableFacts, scripts: { readonly rows: string; readonly save: string | null }): AppDocument {
  const key = keyOf(table);
  const title = titleOf(table.name);
  const canSave = scripts.save !== null && key !== null;
  const rows: AppAction = {
    id: 'listRows',
    title: `Rows of ${title}`,
    run: { kind: 'script', path: scripts.rows },
    args: {},
    trigger: 'manual',
    run_as: 'viewer',
  };
  const save: AppAction[] =
    scripts.save === null
      ? []
      : [
          {
            id: 'saveRows',
            title: `Save ${title}`,
            run: { kind: 'script', path: scripts.save },
            args: {},
            trigger: 'manual',
            run_as: 'viewer',
            // What the database refused is told at its rows.
            on_success: [{ do: 'if', when: { expr: 'result.is_saved' }, on_true: [{ do: 'toast', message: 'Saved', tone: 'success' }] }],
          },
        ];
  const grid: AppNode = {
    id: 'rowsTable',
    type: 'table',
    props: {
      label: title,
      source: 'listRows',
      ...(key === null ? { selection: 'none' } : { row_key: key }),
      columns: table.columns.map((column) => columnOf(column, { canSave, isKey: table.key.includes(column.name) })),
      page_size: 25,
      ...(canSave ? { save_action: 'saveRows', can_add: true, can_delete: true } : {}),
    },
    ...(key === null ? {} : { on: { open: [{ do: 'open', component: 'rowDrawer', params: { row: { expr: 'event.row' } } }] } }),
    layout: { base: { x: 0, y: 6, w: 12, h: 76 } },
  };
  const heading: AppNode = { id: 'heading', type: 'text', props: { content: title, size: 'heading' }, layout: { base: { x: 0, y: 0, w: 12, h: 'auto' } } };
  return {
    ...emptyDocument,
    actions: [rows, ...(canSave ? save : [])],
    pages: [{ id: 'home', title, params: [], is_in_navigation: true, body: { flow: 'grid', children: [heading, grid, ...(key === null ? [] : [drawer()])] } }],
  };
}

/** The whole row, also where the table has more columns than fit. */
function drawer(): AppNode {
  const fields: AppNode = {
    id: 'rowFields',
    type: 'key_value',
    props: { record: { expr: 'rowDrawer.params?.row ?? null' } },
    layout: { base: { x: 0, y: 0, w: 12, h: 'auto' } },
  };
  return { id: 'rowDrawer', type: 'drawer', props: { title: 'Row' }, layout: {}, slots: { body: { flow: 'grid', children: [fields] } } };
}

type Use = { readonly canSave: boolean; readonly isKey: boolean };

function columnOf(
  { name, type, is_required: isRequired, default: made, is_generated: isGenerated, choices }: TableColumnFacts,
  { canSave, isKey }: Use,
): AppValue {
  return {
    field: name,
    title: titleOf(name),
    type: choices ? 'tag' : columnType(type, isKey || namesSomething(name)),
    ...decimalsOf(type),
    ...(choices ? { tags: choices.map((value) => ({ value, label: titleOf(value) })) } : {}),
    ...(canSave && !isGenerated ? { is_editable: true, ...(isRequired && made === null ? { is_required: true } : {}) } : {}),
  };
}

/** A column of `numeric(10,2)` has two decimals in every row, so that its numbers stand below each other. */
function decimalsOf(type: string): { decimals?: number } {
  const decimals = Number(/^numeric\(\d+,(\d+)\)/.exec(type)?.[1]);
  return decimals <= 10 ? { decimals } : {};
}

/** How the values of a type of PostgreSQL are shown. Numbers that tell rows apart are names, and not amounts. */
function columnType(type: string, isName: boolean): string {
  if (isName && /^(smallint|integer|bigint)/.test(type)) return 'id';
  if (/^(smallint|integer|real|double precision|numeric)/.test(type)) return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'date') return 'date';
  if (type.startsWith('timestamp')) return 'datetime';
  return /^jsonb?$|\[\]$/.test(type) ? 'json' : 'text';
}
