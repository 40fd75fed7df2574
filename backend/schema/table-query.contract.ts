import { z } from 'zod';

/** What can be asked of a value. */
export const filterOps = ['contains', 'not_contains', 'eq', 'neq', 'starts_with', 'lt', 'lte', 'gt', 'gte', 'in', 'is_empty', 'is_not_empty'] as const;

const field = z.string().max(200);
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** One condition of a filter. */
export const FilterCondition = z.object({ field, op: z.enum(filterOps), value: z.union([scalar, z.array(scalar).max(500)]).optional() }).strict();
export type FilterCondition = z.infer<typeof FilterCondition>;

/** Conditions, and lists of them that hold together (`and`) or one by one (`or`). */
export const FilterTree = z
  .union([
    FilterCondition,
    z
      .object({
        get and() {
          return z.array(FilterTree).max(100);
        },
      })
      .strict(),
    z
      .object({
        get or() {
          return z.array(FilterTree).max(100);
        },
      })
      .strict(),
  ])
  .meta({ id: 'FilterTree' });
export type FilterTree = z.infer<typeof FilterTree>;

/**
 * What a table asks of a runnable that gives its rows: which of them, in which order, and what is to be counted over all that match. A runnable
 * opts in by an argument of this type (`TableQuery` in TypeScript and Python, the comment `-- table_query` in SQL) and answers `{rows, total}`; it may
 * add `aggregates`, `groups`, and `next`, by which the page behind is asked for without passing over the rows before it.
 */
export const TableQuery = z
  .object({
    page: z
      .object({
        kind: z.enum(['offset', 'cursor']).default('offset'),
        offset: z.number().int().min(0).default(0).describe('Rows before the page; with a cursor only told'),
        after: z.string().max(20_000).nullable().default(null).describe('Of a cursor: `next` of the answer for the page before'),
        limit: z.number().int().min(1).max(10_000).default(100),
      })
      .default({ kind: 'offset', offset: 0, after: null, limit: 100 }),
    sort: z
      .array(z.object({ field, dir: z.enum(['asc', 'desc']).default('asc') }))
      .max(20)
      .default([]),
    filter: FilterTree.nullable().default(null),
    search: z.string().max(1000).default(''),
    fields: z.array(field).max(300).default([]).describe('What the rows are to hold; empty: everything'),
    key: field.nullable().default(null).describe('The field that tells rows apart: with it and a sort, an answer may name the next page by `next`'),
    group_by: field.nullable().default(null).describe('Asks for `groups`: how many rows match in each group of the page, and their aggregates'),
    aggregates: z
      .array(z.object({ field, kind: z.enum(['count', 'sum', 'average', 'min', 'max']) }))
      .max(60)
      .default([])
      .describe('Over all rows that match, not only those of the page'),
  })
  .meta({ id: 'TableQuery' });
export type TableQuery = z.infer<typeof TableQuery>;
