import { z } from 'zod';
import { JsonObject, Timestamp } from '../../common/json.ts';
import { ItemPath } from '../../common/item-path.ts';
import { TableQuery } from '../../schema/table-query.contract.ts';
import { AppId } from '../app.contract.ts';

/** Asks for all rows that match as a file. `action` gives the rows page by page; its other open arguments are `args`. */
export const BeginExport = z
  .object({
    version: z.number().int().min(1).describe('Release that the viewer has open'),
    args: JsonObject.default({}),
    query: TableQuery.pick({ sort: true, filter: true, search: true }).prefault({}),
    row_key: z.string().max(200).default('id').describe('Sorts what is equal, so that no row comes twice and none is left out'),
    columns: z
      .array(z.object({ field: z.string().max(200), title: z.string().max(200) }))
      .min(1)
      .max(300),
    name: z.string().max(120).default('rows'),
    format: z.enum(['csv', 'xlsx', 'jsonl']).default('csv').describe('`jsonl`: one row as JSON in each line, with the fields as they are named'),
  })
  .strict()
  .meta({ id: 'BeginAppExport' });
export type BeginExport = z.infer<typeof BeginExport>;

/** What of a kept request the file itself depends on; those of before had no format. */
export const ExportForm = BeginExport.pick({ columns: true, format: true }).strip();
export type ExportForm = z.infer<typeof ExportForm>;

/** A file of rows that is made, or was made, for one person. */
export const AppExport = z
  .object({
    id: z.uuid(),
    path: ItemPath,
    action: AppId,
    name: z.string(),
    format: BeginExport.shape.format,
    status: z.enum(['running', 'done', 'failed', 'cancelled']),
    row_count: z.number().int().describe('Rows that are in the file'),
    total: z.number().int().nullable().describe('Rows that there will be, where the action tells'),
    byte_count: z.number().int(),
    job_id: z.uuid().nullable().describe('The run that brings the next page, or the one that failed'),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    created_at: Timestamp,
    ended_at: Timestamp.nullable(),
  })
  .meta({ id: 'AppExport' });
export type AppExport = z.infer<typeof AppExport>;

export const ExportQuery = z.object({ wait_s: z.coerce.number().min(0).max(30).optional().describe('Waits so long for the next page') });
export type ExportQuery = z.infer<typeof ExportQuery>;
