import { z } from 'zod';
import { JsonObject, Timestamp } from '../../common/json.ts';
import { AppUpload, FileId } from '../app-files.contract.ts';
import { AppView } from '../apps.contract.ts';

/** Asks for a token with which a page of another site shows the app to one person. `user` is what that site says of them. */
export const CreateEmbedToken = z
  .object({
    user: z
      .object({
        id: z.string().min(1).max(200).describe('What the site calls them; stands in the runs that they start'),
        name: z.string().max(200).default(''),
        email: z.union([z.email(), z.literal('')]).default(''),
        groups: z.array(z.string().max(120)).max(50).default([]).describe('Pages with `visible_to` are shown to these groups'),
      })
      .strict(),
    expires_in_s: z.number().int().min(30).max(3600).default(600),
  })
  .strict()
  .meta({ id: 'CreateAppEmbedToken' });
export type CreateEmbedToken = z.infer<typeof CreateEmbedToken>;

/** The token, which is shown once, and the address that the frame opens. */
export const EmbedToken = z.object({ token: z.string(), url: z.string(), expires_at: Timestamp }).meta({ id: 'AppEmbedToken' });
export type EmbedToken = z.infer<typeof EmbedToken>;

/** An app as somebody without an account gets it. */
export const GuestAppView = AppView.extend({
  embed_origins: z.array(z.string()).describe('Sites whose frame may hand over a new token'),
}).meta({ id: 'GuestAppView' });
export type GuestAppView = z.infer<typeof GuestAppView>;

/** Runs an action of the live release. */
export const RunGuestAction = z
  .object({
    version: z.number().int().min(1),
    args: JsonObject.default({}),
    files: z.record(FileId, z.string().max(100)).default({}).describe('The key of each file that the arguments name'),
  })
  .strict()
  .meta({ id: 'RunGuestAction' });
export type RunGuestAction = z.infer<typeof RunGuestAction>;

/** What the result of a run is asked for with: nothing else tells who may have it. */
export const GuestRun = z.object({ ticket: z.string() }).meta({ id: 'GuestRun' });
export type GuestRun = z.infer<typeof GuestRun>;

export const GuestResultQuery = z.object({ wait_s: z.coerce.number().min(0).max(30).default(0) });
export type GuestResultQuery = z.infer<typeof GuestResultQuery>;

/** An upload of somebody without an account. */
export const GuestUpload = AppUpload.extend({
  key: z.string().describe('Shows that the file is theirs: sends its parts, takes it back, and hands it to a run'),
}).meta({ id: 'GuestUpload' });
export type GuestUpload = z.infer<typeof GuestUpload>;

export const GuestFileQuery = z.object({ key: z.string().max(100) });
export type GuestFileQuery = z.infer<typeof GuestFileQuery>;

export const GuestPartQuery = GuestFileQuery.extend({ at: z.coerce.number().int().min(0) });
export type GuestPartQuery = z.infer<typeof GuestPartQuery>;
