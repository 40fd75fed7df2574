import type { TableColumnFacts, TableFacts } from './table-facts.ts';

/** A name in SQL. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const tableOf = ({ schema, name }: TableFacts): string => `${quoted(schema)}.${quoted(name)}`;
/** A name in a comment of one line. */
const inLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

/** Numbers of any precision come as text unless they are made plain numbers. */
const shown = ({ name, type }: TableColumnFacts): string => (type.startsWith('numeric') ? `t.${quoted(name)}::float8 as ${quoted(name)}` : `t.${quoted(name)}`);

/** The one column that tells rows apart; null where there is none, so that rows can only be looked at. */
export const keyOf = ({ key }: TableFacts): string | null => (key.length === 1 ? (key[0] ?? null) : null);

/** A script that gives the rows of a table page by page: the database sorts, filters and searches. */
export function rowsScript(resource: string, table: TableFacts): string {
  const order = table.key.length > 0 ? `\norder by ${table.key.map((name) => `t.${quoted(name)}`).join(', ')}` : '';
  return `-- Rows of ${inLine(`${table.schema}.${table.name}`)}, page by page: sorted, filtered and searched by the database.
-- database ${resource}
-- table_query
select
  ${table.columns.map(shown).join(',\n  ')}
from ${tableOf(table)} t${order}
`;
}

/** A script that saves what was edited in a table: all of it or, if the database refuses one row, nothing. Null where rows cannot be told apart. */
export function saveScript(resource: string, table: TableFacts): string | null {
  const key = keyOf(table);
  const written = table.columns.filter((column) => !column.is_generated);
  if (key === null || written.length === 0) return null;
  const names = written.map(({ name }) => quoted(name)).join(', ');
  const target = tableOf(table);
  const fresh = written.map(({ name, default: made }) => (made === null ? `n.${quoted(name)}` : `coalesce(n.${quoted(name)}, ${made})`)).join(', ');
  return `-- Saves what was edited in ${inLine(`${table.schema}.${table.name}`)}: all of it, or nothing.
-- database ${resource}
-- $1 changes (jsonb) = {"inserted": [], "updated": {}, "deleted": []} -- What the table of the app gives
-- result_collection = last_statement_first_row
with given as (
  select $1::jsonb as changes
),
removed as (
  delete from ${target} t
  where t.${quoted(key)}::text in (select jsonb_array_elements_text(changes -> 'deleted') from given)
  returning 1
),
edited as (
  select e.key, (select jsonb_object_agg(f.key, f.value -> 'to') from jsonb_each(e.value) f) as fields
  from given cross join lateral jsonb_each(changes -> 'updated') e
),
changed as (
  update ${target} t
  set (${names}) = (select ${written.map(({ name }) => `n.${quoted(name)}`).join(', ')} from jsonb_populate_record(t, e.fields) n)
  from edited e
  where t.${quoted(key)}::text = e.key and e.fields is not null
  returning 1
),
added as (
  insert into ${target} (${names})
  select ${fresh}
  from given cross join lateral jsonb_array_elements(changes -> 'inserted') i (fields)
  cross join lateral jsonb_populate_record(null::${target}, i.fields) n
  returning 1
)
select
  (select count(*) from added)::integer as inserted,
  (select count(*) from changed)::integer as updated,
  (select count(*) from removed)::integer as deleted
`;
}
