import { z } from 'zod';

const TableColumn = z.object({
  name: z.string(),
  type: z.string(),
  is_required: z.boolean(),
  /** The expression that fills it in, in SQL; null where nothing does. */
  default: z.string().nullable(),
  /** The database makes its value, always: nobody writes it. */
  is_generated: z.boolean(),
  choices: z.array(z.string()).nullable(),
});

/** A table of a database, as an app over its rows has to know it. */
export const TableFacts = z.object({
  schema: z.string(),
  name: z.string(),
  /** The columns of the primary key. */
  key: z.array(z.string()),
  columns: z.array(TableColumn),
});
export type TableFacts = z.infer<typeof TableFacts>;
export type TableColumnFacts = TableFacts['columns'][number];

/** Asks a database for its tables; what belongs to PostgreSQL itself, or may not be read, is left out. */
export const tablesSql = (resource: string): string => `-- The tables of the database.
-- database ${resource}
select
  n.nspname as schema,
  c.relname as name,
  coalesce((
    select jsonb_agg(k.attname order by p.place)
    from pg_index i
    cross join lateral unnest(i.indkey) with ordinality as p (number, place)
    join pg_attribute k on k.attrelid = c.oid and k.attnum = p.number
    where i.indrelid = c.oid and i.indisprimary
  ), '[]') as key,
  (
    select jsonb_agg(
      jsonb_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'is_required', a.attnotnull,
        'default', case when a.attgenerated = '' and a.attidentity = '' then pg_get_expr(d.adbin, d.adrelid) end,
        'is_generated', a.attgenerated <> '' or a.attidentity <> '',
        'choices', (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = a.atttypid)
      ) order by a.attnum
    )
    from pg_attribute a
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ) as columns
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition
  and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
  and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
order by n.nspname, c.relname
limit 1000
`;
