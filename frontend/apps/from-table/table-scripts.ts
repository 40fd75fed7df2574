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

/**
 * A script that saves what was edited in a table: all of it or, if the database refuses one row, nothing. It says of each row why it was refused,
 * so that the table shows it there. Null where rows cannot be told apart. A block of PL/pgSQL needs no right but those on the table, and takes no
 * arguments: what it reads and says goes through settings of its transaction.
 */
export function saveScript(resource: string, table: TableFacts): string | null {
  const key = table.columns.find(({ name }) => name === keyOf(table));
  const written = table.columns.filter((column) => !column.is_generated);
  if (!key || written.length === 0) return null;
  const names = written.map(({ name }) => quoted(name)).join(', ');
  const target = tableOf(table);
  const fresh = written.map(({ name, default: made }) => (made === null ? `n.${quoted(name)}` : `coalesce(n.${quoted(name)}, ${made})`)).join(', ');
  const isIt = `t.${quoted(key.name)} = edit.key::${key.type}`;
  const tag = tagFor(`${names}${fresh}${target}${key.type}`);
  return `-- Saves what was edited in ${inLine(`${table.schema}.${table.name}`)}: all of it, or nothing, with the reason at each row that the database refuses.
-- database ${resource}
-- $1 changes (jsonb) = {"inserted": [], "updated": {}, "deleted": []} -- What the table of the app gives
-- result_collection = last_statement_first_row
select set_config('save.changes', $1::jsonb::text, true);

do ${tag}
declare
  changes constant jsonb := current_setting('save.changes');
  done jsonb := '{"inserted": 0, "updated": 0, "deleted": 0}';
  errors jsonb := '{}';
  edit record;
  field record;
  code text;
  words text;
  detail text;
  rule text;
  empty text;
begin
  begin
    for edit in
      select 'deleted' as kind, key, null::jsonb as fields from jsonb_array_elements_text(changes -> 'deleted') key
      union all
      select 'updated', e.key, (select jsonb_object_agg(f.key, f.value -> 'to') from jsonb_each(e.value) f) from jsonb_each(changes -> 'updated') e
      union all
      -- New rows have no key yet: the table calls them new:0, new:1 and so on.
      select 'inserted', 'new:' || i.place - 1, i.fields from jsonb_array_elements(changes -> 'inserted') with ordinality i (fields, place)
    loop
      begin
        if edit.kind = 'deleted' then
          delete from ${target} t where ${isIt};
        elsif edit.kind = 'updated' then
          update ${target} t
          set (${names}) = (select ${written.map(({ name }) => `n.${quoted(name)}`).join(', ')} from jsonb_populate_record(t, edit.fields) n)
          where ${isIt};
          if not found then
            errors := errors || jsonb_build_object(edit.key, 'This row is not there any more.');
          end if;
        else
          insert into ${target} (${names})
          select ${fresh}
          from jsonb_populate_record(null::${target}, edit.fields) n;
        end if;
        if found then
          done := jsonb_set(done, array[edit.kind], to_jsonb((done ->> edit.kind)::integer + 1));
        end if;
      exception when others then
        get stacked diagnostics
          code = returned_sqlstate, words = message_text, detail = pg_exception_detail, rule = constraint_name, empty = column_name;
        if code = '23502' then
          words := format('"%s" must not be empty.', empty);
        elsif detail like 'Key %' then
          words := format('%s (%s)', detail, rule);
        elsif rule <> '' then
          words := format('The rule "%s" of the table does not allow this.', rule);
        elsif code like '22%' then
          -- The database does not say which value it cannot take: each is tried alone.
          for field in select f.key, f.value from jsonb_each(edit.fields) f loop
            begin
              perform jsonb_populate_record(null::${target}, jsonb_build_object(field.key, field.value));
            exception when others then
              words := format('"%s": %s', field.key, sqlerrm);
            end;
          end loop;
        end if;
        errors := errors || jsonb_build_object(edit.key, words);
      end;
    end loop;
    if errors <> '{}' then
      raise exception using errcode = 'SAVE0';
    end if;
  exception when sqlstate 'SAVE0' then
    -- What was written since the beginning of this block is undone by now.
    done := '{"inserted": 0, "updated": 0, "deleted": 0}';
  end;
  perform set_config('save.answer', (done || jsonb_build_object('errors', errors))::text, true);
end
${tag};

select
  (answer ->> 'inserted')::integer as inserted,
  (answer ->> 'updated')::integer as updated,
  (answer ->> 'deleted')::integer as deleted,
  answer -> 'errors' = '{}' as is_saved,
  answer -> 'errors' as errors
from (select current_setting('save.answer')::jsonb as answer) saved
`;
}

/** Quotes around a block that holds these texts: such as none of them holds. */
function tagFor(text: string): string {
  let tag = '$save$';
  for (let number = 2; text.includes(tag); number += 1) tag = `$save${number}$`;
  return tag;
}
