import { describe, expect, it } from '@jest/globals';
import { AppDocument, type AppRun } from '../../../backend/apps/app.contract.ts';
import { checkApp } from '../../../backend/apps/core/check.ts';
import { inferSignature } from '../../../backend/languages/postgresql/signature.ts';
import { catalog } from '../../../components/definitions.ts';
import { appFromTable } from './app-from-table.ts';
import type { TableFacts } from './table-facts.ts';
import { rowsScript, saveScript } from './table-scripts.ts';

const column = (name: string, type: string, change: Partial<TableFacts['columns'][number]> = {}): TableFacts['columns'][number] => ({
  name,
  type,
  is_required: false,
  default: null,
  is_generated: false,
  choices: null,
  ...change,
});

const customers: TableFacts = {
  schema: 'public',
  name: 'customers',
  key: ['id'],
  columns: [
    column('id', 'bigint', { is_required: true, is_generated: true }),
    column('name', 'text', { is_required: true }),
    column('odd "name"', 'numeric(10,2)'),
    column('state', 'customer_state', { is_required: true, default: "'new'::customer_state", choices: ['new', 'old'] }),
    column('born', 'date'),
  ],
};

const paths = { rows: 'f/shop/customers_rows', save: 'f/shop/customers_save' };
const pathOf = (run: AppRun): string => (run.kind === 'inline' ? '' : run.path);
const problems = (document: AppDocument) =>
  checkApp(document, {
    catalog,
    runnable: (run) => ({
      version: 1,
      schema: { type: 'object', properties: { [pathOf(run) === paths.save ? 'changes' : 'query']: {} } },
      output: {},
      isReadOnly: pathOf(run) === paths.rows,
    }),
  });

describe('an app made of a table of a database', () => {
  it('is a whole document in which nothing is wrong', () => {
    const document = appFromTable(customers, paths);
    expect(AppDocument.safeParse(document).error).toBeUndefined();
    expect(problems(document)).toEqual([]);
  });

  it('lets columns be edited that the database does not make itself, and asks for what it needs', () => {
    const columns = appFromTable(customers, paths).pages[0]?.body.children[1]?.props['columns'] as Record<string, unknown>[];
    expect(columns.map(({ decimals }) => decimals)).toEqual([undefined, undefined, 2, undefined, undefined]);
    expect(columns.map(({ field, is_editable: isEditable, is_required: isRequired, type }) => [field, isEditable, isRequired, type])).toEqual([
      ['id', undefined, undefined, 'id'],
      ['name', true, true, 'text'],
      ['odd "name"', true, undefined, 'number'],
      ['state', true, undefined, 'tag'],
      ['born', true, undefined, 'date'],
    ]);
  });

  it('only shows rows that cannot be told apart', () => {
    const pairs = { ...customers, key: ['id', 'name'] };
    expect(saveScript('f/shop/db', pairs)).toBeNull();
    const document = appFromTable(pairs, { ...paths, save: null });
    expect(document.actions.map(({ id }) => id)).toEqual(['listRows']);
    expect(problems(document)).toEqual([]);
  });
});

describe('the scripts of such an app', () => {
  it('quote names, and keep what the database makes out of what is written', () => {
    expect(rowsScript('f/shop/db', customers)).toContain('t."odd ""name"""::float8 as "odd ""name"""');
    const save = saveScript('f/shop/db', customers) ?? '';
    expect(save).toContain('insert into "public"."customers" ("name", "odd ""name""", "state", "born")');
    expect(save).toContain('where t."id" = edit.key::bigint');
    expect(save).toContain(`coalesce(n."state", 'new'::customer_state)`);
  });

  it('declare the arguments that tables of apps give', () => {
    const properties = (text: string | null): string[] => Object.keys((inferSignature(text ?? '').schema as { properties: object }).properties);
    expect(properties(rowsScript('f/shop/db', customers))).toContain('query');
    expect(properties(saveScript('f/shop/db', customers))).toContain('changes');
  });
});
