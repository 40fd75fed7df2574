import { z } from 'zod';

const Files = z.record(z.string().max(400), z.string().max(2_000_000)).describe('Texts by their paths from the root of the tree').meta({ id: 'Files' });

/** `users` also writes the members: who they are, for the record. */
export const ExportQuery = z.object({ users: z.stringbool().default(false) });
export type ExportQuery = z.infer<typeof ExportQuery>;

/** A workspace as files. */
export const WorkspaceExport = z.object({ files: Files }).meta({ id: 'WorkspaceExport' });
export type WorkspaceExport = z.infer<typeof WorkspaceExport>;

/** A tree to import. What is not in it stays as it is. */
export const ImportFiles = z
  .object({ files: Files, message: z.string().max(1000).default('Imported') })
  .strict()
  .meta({ id: 'ImportFiles' });
export type ImportFiles = z.infer<typeof ImportFiles>;

/** What became of one object. */
export const ImportedItem = z
  .object({
    kind: z.string(),
    path: z.string(),
    outcome: z.enum(['created', 'updated', 'unchanged', 'failed']),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'ImportedItem' });
export type ImportedItem = z.infer<typeof ImportedItem>;

/** Everything that an import did, and what is left to do: files that were left out, secrets that must be typed. */
export const ImportResult = z
  .object({
    items: z.array(ImportedItem),
    notes: z.array(z.object({ file: z.string(), message: z.string() })),
    missing_secrets: z.array(z.string()).describe('Variables and fields of resources whose secret no file can hold'),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof ImportResult>;
