import type { FilterCondition, FilterTree, TableQuery } from '../../schema/table-query.contract.ts';
import { ScriptFailure } from '../language.ts';

/** A column of the rows that a script gives, with the number of its type in `pg_type`. */
export type QueriedColumn = { readonly name: string; readonly type: number };

/** A statement around that of the script. `values` are bound behind the arguments of the script; nothing of a question is ever part of the text. */
export type WrappedStatement = { readonly text: string; readonly values: readonly unknown[] };

/** What stands before the statement of the script, so that places of errors in it can be told. */
export const headOf = (text: string): number => text.indexOf('(\n') + 2;

/** Gives the columns of the statement and no row. */
export const columnsStatement = (base: string): string => `select * from (\n${base}\n) as t limit 0`;

const moments: ReadonlySet<number> = new Set([1114, 1184]);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Compiles the question of a table: one statement for its page, one for what is counted over all rows that match. Throws for columns that are not there. */
export function tableStatements(
  base: string,
  query: TableQuery,
  columns: readonly QueriedColumn[],
  bound: number,
): { page: WrappedStatement; summary: WrappedStatement } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${bound + values.push(value)}`;
  const known = new Map(columns.map((column) => [column.name, column]));
  const columnOf = (name: string): QueriedColumn => {
    const found = known.get(name);
    if (found) return found;
    throw new ScriptFailure({
      name: 'ArgumentError',
      code: 'job/args_invalid',
      message: `The rows have no column "${name.slice(0, 100)}". They have ${columns.map((column) => column.name).join(', ')}.`,
    });
  };
  const conditions = [...(query.filter ? [treeSql(query.filter, columnOf, bind)] : []), ...searchSql(query.search, columns, bind)];
  const from = `from (\n${base}\n) as t${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
  const summaryValues = [...values];
  const fields = query.fields.filter((name) => known.has(name));
  const order = query.sort.map(({ field, dir }) => `t.${quoted(columnOf(field).name)} ${dir} nulls last`);
  const counted = query.aggregates.map(({ field, kind }, index) => `, ${aggregateSql(kind, quoted(columnOf(field).name))} as ${quoted(`a${index}`)}`);
  const page = [
    `select ${fields.length > 0 ? fields.map((name) => `t.${quoted(name)}`).join(', ') : '*'} ${from}`,
    order.length > 0 ? ` order by ${order.join(', ')}` : '',
    ` limit ${bind(query.page.limit)}::bigint offset ${bind(query.page.offset)}::bigint`,
  ].join('');
  return { page: { text: page, values }, summary: { text: `select count(*) as total${counted.join('')} ${from}`, values: summaryValues } };
}

type Bind = (value: unknown) => string;

function treeSql(tree: FilterTree, columnOf: (name: string) => QueriedColumn, bind: Bind): string {
  if ('and' in tree) return tree.and.length === 0 ? 'true' : `(${tree.and.map((part) => treeSql(part, columnOf, bind)).join(' and ')})`;
  if ('or' in tree) return tree.or.length === 0 ? 'true' : `(${tree.or.map((part) => treeSql(part, columnOf, bind)).join(' or ')})`;
  return conditionSql(tree, columnOf(tree.field), bind);
}

const comparisons = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** Texts are compared without case; a moment is compared by its day where the question names a day. */
function conditionSql({ op, value }: FilterCondition, { name, type }: QueriedColumn, bind: Bind): string {
  const column = `t.${quoted(name)}`;
  const text = `lower(${column}::text)`;
  const wanted = (one: unknown): string => `lower(${bind(one === null ? '' : String(one))}::text)`;
  const single = Array.isArray(value) ? value[0] : (value ?? null);
  const isDay = moments.has(type) && typeof single === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(single);
  switch (op) {
    case 'is_empty':
      return `(${column} is null or ${column}::text = '')`;
    case 'is_not_empty':
      return `(${column} is not null and ${column}::text <> '')`;
    case 'contains':
      return `position(${wanted(single)} in ${text}) > 0`;
    case 'not_contains':
      return `position(${wanted(single)} in coalesce(${text}, '')) = 0`;
    case 'starts_with':
      return `starts_with(${text}, ${wanted(single)})`;
    case 'in':
      return sameSql(column, type, Array.isArray(value) ? value : [single], bind);
    case 'eq':
      return sameSql(column, type, [single], bind);
    case 'neq':
      return `not coalesce(${sameSql(column, type, [single], bind)}, false)`;
    default:
      return isDay ? `${column}::date ${comparisons[op]} ${bind(single)}::date` : `${column} ${comparisons[op]} ${bind(single)}`;
  }
}

const texts: ReadonlySet<number> = new Set([18, 19, 25, 1042, 1043]);

function sameSql(column: string, type: number, values: readonly unknown[], bind: Bind): string {
  const filled = values.filter((value) => value !== null && value !== '');
  if (filled.length === 0) return 'false';
  const isText = texts.has(type);
  const isDay = moments.has(type) && filled.every((value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));
  const left = isText ? `lower(${column}::text)` : isDay ? `${column}::date` : column;
  return `${left} in (${filled.map((value) => (isText ? `lower(${bind(String(value))}::text)` : isDay ? `${bind(value)}::date` : bind(value))).join(', ')})`;
}

/** Every word of the search stands somewhere in the row. */
function searchSql(search: string, columns: readonly QueriedColumn[], bind: Bind): string[] {
  const words = search.split(/\s+/).filter((word) => word !== '');
  const all = `lower(concat_ws(E'\\n', ${columns.map(({ name }) => `t.${quoted(name)}::text`).join(', ')}))`;
  return columns.length === 0 ? [] : words.slice(0, 20).map((word) => `position(lower(${bind(word)}::text) in ${all}) > 0`);
}

function aggregateSql(kind: TableQuery['aggregates'][number]['kind'], name: string): string {
  const column = `t.${name}`;
  return kind === 'average' ? `avg(${column})::float8` : `${kind}(${column})`;
}
