import type { Language } from '../language.ts';
import { execute } from './execute.ts';
import { inferSignature } from './signature.ts';

const template = `-- Tables of a schema, the largest first. What is written here is shown above the form.
-- $1 schema (text) = public -- Name of the schema
-- $2 most (int) = 10 -- How many are shown

select relname as "table", pg_total_relation_size(pg_class.oid) as bytes, reltuples::bigint as estimated_rows
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
where relkind = 'r' and nspname = $1
order by bytes desc
limit $2;
`;

/** SQL on a PostgreSQL database. It runs in the worker, on a connection of the resource in the argument `database`. */
export const postgresql: Language = {
  name: 'postgresql',
  title: 'PostgreSQL',
  extension: '.pg.sql',
  template,
  inferSignature: async (content) => inferSignature(content),
  findImports: async () => ({ packages: [], scripts: [] }),
  probe: async () => ({ available: true, version: 'protocol 3' }),
  resolve: async () => '',
  execute,
};
