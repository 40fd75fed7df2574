import { z } from 'zod';
import { JsonObject } from '../common/json.ts';

/** What is looked at: the working copy, or a release by its number. */
export const PreviewedRelease = z.union([z.literal('draft'), z.coerce.number().int().min(1)]).default('draft');

/** As whom an app is looked at; absent: as oneself. Only what is shown is theirs: nobody runs anything in the name of somebody else. */
export const PreviewedAs = z
  .string()
  .max(140)
  .regex(/^(u\/.+|g\/.+|anonymous)$/, 'u/<username>, g/<group> or anonymous');

export const AppPreviewQuery = z.object({ release: PreviewedRelease, as: PreviewedAs.optional() });
export type AppPreviewQuery = z.infer<typeof AppPreviewQuery>;

/** Tries an action of what is looked at. */
export const TryAppAction = z
  .object({ release: PreviewedRelease, args: JsonObject.default({}) })
  .strict()
  .meta({ id: 'TryAppAction' });
export type TryAppAction = z.infer<typeof TryAppAction>;
