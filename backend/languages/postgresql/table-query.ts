import type { FilterCondition, FilterTree, TableQuery } from '../../schema/table-query.contract.ts';
import { ScriptFailure } from '../language.ts';
import { seekSql, valuesOfCursor, type OrderKey } from './table-cursor.ts';

/** A column of the rows that a script gives, with the number of its type in `pg_type`, and for cursors its name there as SQL has it. */
export type QueriedColumn = { readonly name: string; readonly type: number; readonly typeName?: string };

/** A statement around that of the script. `values` are bound behind the arguments of the script; nothing of a question is ever part of the text. */
export type WrappedStatement = { readonly text: string; readonly values: readonly unknown[] };

/** What stands before the statement of the script, so that places of errors in it can be told. */
export const headOf = (text: string): number => text.indexOf('(\n') + 2;

/** Names of types as SQL has them, by their numbers. */
export const typeNamesStatement = 'select format_type(t.oid, null) from unnest($1::oid[]) with ordinality as t (oid, place) order by t.place';

/** Gives the columns of the statement and no row. */
export const columnsStatement = (base: string): string => `select * from (\n${base}\n) as t limit 0`;

const moments: ReadonlySet<number> = new Set([1114, 1184]);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What the answer to a question is put together from. */
export type TableStatements = {
  readonly page: WrappedStatement;
  /** What is counted over all rows that match; `null` for pages behind a cursor, which are asked for after the first page told it. */
  readonly summary: WrappedStatement | null;
  /** The order of a page that can be gone on with by a cursor. Its values stand behind the columns of the page, as text. */
  readonly order: readonly OrderKey[];
  /** Whether the group of each row stands behind everything else, as text. */
  readonly hasGroup: boolean;
  /** Counts the groups with these names. */
  groups(names: readonly (string | null)[]): WrappedStatement;
};

/** Compiles the question of a table: one statement for its page, one for what is counted over all rows that match. Throws for columns that are not there. */
export function tableStatements(base: string, query: TableQuery, columns: readonly QueriedColumn[], bound: number): TableStatements {
  const { columnOf, known } = columnsBy(columns);
  const filtered = (bind: Bind): string[] => [...(query.filter ? [treeSql(query.filter, columnOf, bind)] : []), ...searchSql(query.search, columns, bind)];
  const from = (conditions: readonly string[]): string => `from (\n${base}\n) as t${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
  const counted = query.aggregates.map(({ field, kind }, index) => `, ${aggregateSql(kind, quoted(columnOf(field).name))} as ${quoted(`a${index}`)}`).join('');
  const order = orderOf(query, columnOf);
  const group = groupSql(query.group_by, columnOf);
  const isBehind = query.page.kind === 'cursor' && query.page.after !== null;
  if (isBehind && order.length === 0) valuesOfCursor(order, '');
  return {
    page: statement(bound, (bind) => {
      const sorted = query.sort.map(({ field, dir }) => ({ name: columnOf(field).name, dir }));
      const keys = (order.length > 0 ? order : sorted).map(({ name, dir }) => `t.${quoted(name)} ${dir} nulls last`);
      const seek = isBehind ? [seekOf(order, query.page.after ?? '', columnOf, bind)] : [];
      const fields = query.fields.filter((name) => known.has(name));
      const hidden = [...order.map(({ name }) => `t.${quoted(name)}`), ...(group === null ? [] : [group])].map(
        (sql, index) => `, ${sql}::text as ${quoted(` ${index}`)}`,
      );
      return [
        `select ${fields.length > 0 ? fields.map((name) => `t.${quoted(name)}`).join(', ') : 't.*'}${hidden.join('')} ${from([...filtered(bind), ...seek])}`,
        keys.length > 0 ? ` order by ${keys.join(', ')}` : '',
        // One more than is shown, which tells whether there is a page behind it.
        ` limit ${bind(query.page.limit + (order.length > 0 ? 1 : 0))}::bigint offset ${bind(isBehind ? 0 : query.page.offset)}::bigint`,
      ].join('');
    }),
    summary: isBehind ? null : statement(bound, (bind) => `select count(*) as total${counted} ${from(filtered(bind))}`),
    order,
    hasGroup: group !== null,
    groups: (names) =>
      statement(bound, (bind) => {
        const filled = names.filter((name) => name !== null);
        const ways = [
          ...(filled.length > 0 ? [`${group}::text in (${filled.map((name) => bind(name)).join(', ')})`] : []),
          ...(filled.length < names.length ? [`${group} is null`] : []),
        ];
        return `select ${group} as value, count(*) as count${counted} ${from([...filtered(bind), `(${ways.join(' or ')})`])} group by ${group}`;
      }),
  };
}

const incomparable: ReadonlySet<number> = new Set([114, 142, 600]);

/** The column by which rows are grouped, unless the database cannot tell its values apart. */
function groupSql(field: string | null, columnOf: (name: string) => QueriedColumn): string | null {
  if (field === null) return null;
  const { name, type } = columnOf(field);
  return incomparable.has(type) ? null : `t.${quoted(name)}`;
}

function statement(bound: number, write: (bind: Bind) => string): WrappedStatement {
  const values: unknown[] = [];
  return { text: write((value) => `$${bound + values.push(value)}`), values };
}

function columnsBy(columns: readonly QueriedColumn[]): { columnOf: (name: string) => QueriedColumn; known: ReadonlyMap<string, QueriedColumn> } {
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
  return { columnOf, known };
}

/** An order in which no two rows are equal; none where the script may have an order of its own, or nothing tells rows apart. */
function orderOf({ sort, key }: TableQuery, columnOf: (name: string) => QueriedColumn): readonly OrderKey[] {
  if (key === null || sort.length === 0) return [];
  const keys = sort.map(({ field, dir }): OrderKey => ({ name: columnOf(field).name, dir }));
  const place = keys.findIndex(({ name }) => name === key);
  return place < 0 ? [...keys, { name: columnOf(key).name, dir: 'asc' }] : keys.slice(0, place + 1);
}

function seekOf(order: readonly OrderKey[], cursor: string, columnOf: (name: string) => QueriedColumn, bind: Bind): string {
  return seekSql(
    order,
    valuesOfCursor(order, cursor),
    ({ name }) => `t.${quoted(name)}`,
    ({ name }, text) => `${bind(text)}::text::${columnOf(name).typeName ?? 'text'}`,
  );
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
