import { z } from 'zod';
import { AppId } from './app.contract.ts';

/** Bytes of one part of an upload: what is held in memory at once. */
export const partBytes = 2 * 1024 * 1024;

/** How the id of a file looks, in what scripts and components get. */
export const FileId = z
  .string()
  .regex(/^file_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'is no id of a file')
  .meta({ id: 'FileId' });

/** Announces a file. What may come decides the component of the release; nothing is sent before it was agreed to. */
export const BeginUpload = z
  .object({
    version: z.number().int().min(0).describe('Release that the person has open; 0: the working copy, for who may edit the app'),
    component: AppId,
    name: z.string().min(1).max(255),
    size: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  })
  .strict()
  .meta({ id: 'BeginUpload' });
export type BeginUpload = z.infer<typeof BeginUpload>;

/** A file that was given to an app. */
export const AppFile = z.object({ id: FileId, name: z.string(), size: z.number().int(), type: z.string() }).meta({ id: 'AppFileFacts' });
export type AppFile = z.infer<typeof AppFile>;

/** How far an upload is; `file` is there once all of it is. */
export const AppUpload = z.object({ id: FileId, received: z.number().int(), part_bytes: z.number().int(), file: AppFile.nullable() }).meta({ id: 'AppUpload' });
export type AppUpload = z.infer<typeof AppUpload>;

export const PartQuery = z.object({ at: z.coerce.number().int().min(0) });
export type PartQuery = z.infer<typeof PartQuery>;

export const FileQuery = z.object({ inline: z.enum(['true', 'false']).default('false').describe('Shown by the browser where that is harmless: pictures') });
export type FileQuery = z.infer<typeof FileQuery>;

/** Asks for an address by which anybody gets the file for a while. */
export const CreateFileLink = z
  .object({
    expires_in_s: z
      .number()
      .int()
      .min(1)
      .max(7 * 86_400)
      .default(900),
  })
  .strict()
  .meta({ id: 'CreateFileLink' });
export type CreateFileLink = z.infer<typeof CreateFileLink>;

export const FileLink = z.object({ url: z.string(), expires_at: z.string() }).meta({ id: 'FileLink' });
export type FileLink = z.infer<typeof FileLink>;
