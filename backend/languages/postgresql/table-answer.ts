import type { TableQuery } from '../../schema/table-query.contract.ts';
import type { StatementResult } from './run-statement.ts';
import { cursorOf } from './table-cursor.ts';
import type { TableStatements, WrappedStatement } from './table-query.ts';

/** Groups of a page beyond which they are not counted one by one. */
const mostGroups = 500;

/** How many rows of a group match, and their aggregates by field. */
export type CountedGroup = { readonly value: unknown; readonly count: number; readonly aggregates: Record<string, unknown> };

/** The answer to the question of a table. `next` is there where the page behind can be asked for by it, `null` on the last one. */
export type TableAnswer = {
  readonly rows: Record<string, unknown>[];
  readonly total: number | null;
  readonly aggregates: Record<string, unknown>;
  readonly next?: string | null;
  readonly groups?: CountedGroup[] | null;
};

/** Asks for the page, for what is counted over all that matches, and for the groups of the page. */
export async function answerOf(
  query: TableQuery,
  statements: TableStatements,
  run: (statement: WrappedStatement) => Promise<StatementResult>,
): Promise<TableAnswer> {
  const { order, hasGroup } = statements;
  const page = await run(statements.page);
  const shown = page.rows.slice(0, query.page.limit);
  const width = page.names.length - order.length - (hasGroup ? 1 : 0);
  const names = page.names.slice(0, width);
  const last = shown.at(-1)?.slice(width, width + order.length) as (string | null)[] | undefined;
  const counted = statements.summary ? await run(statements.summary) : null;
  const [total, ...aggregates] = counted?.rows[0] ?? [];
  return {
    rows: shown.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))),
    total: counted ? Number(total ?? 0) : null,
    aggregates: counted ? byField(query, aggregates) : {},
    ...(order.length > 0 ? { next: page.rows.length > shown.length && last ? cursorOf(order, last) : null } : {}),
    ...(hasGroup ? { groups: await groupsOf(query, statements, shown, run) } : {}),
  };
}

async function groupsOf(
  query: TableQuery,
  statements: TableStatements,
  rows: readonly unknown[][],
  run: (statement: WrappedStatement) => Promise<StatementResult>,
): Promise<CountedGroup[] | null> {
  const names = [...new Set(rows.map((row) => (row.at(-1) ?? null) as string | null))];
  if (names.length === 0) return [];
  if (names.length > mostGroups) return null;
  const counted = await run(statements.groups(names));
  return counted.rows.map(([value, count, ...aggregates]) => ({ value: value ?? null, count: Number(count), aggregates: byField(query, aggregates) }));
}

const byField = (query: TableQuery, values: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(query.aggregates.map(({ field }, index) => [field, values[index] ?? null]));
