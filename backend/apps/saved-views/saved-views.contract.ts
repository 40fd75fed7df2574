import { z } from 'zod';
import { JsonObject, Timestamp } from '../../common/json.ts';

/** How a person keeps a table: its columns, sort, filters and search, as the component wrote them. */
export const SavedView = z
  .object({ id: z.uuid(), name: z.string(), value: JsonObject, is_default: z.boolean(), updated_at: Timestamp })
  .meta({ id: 'AppSavedView' });
export type SavedView = z.infer<typeof SavedView>;

/** Keeps a view under a name; a view of the same name is replaced. */
export const PutSavedView = z
  .object({
    name: z.string().trim().min(1).max(80),
    value: JsonObject,
    is_default: z.boolean().default(false).describe('The table opens with it'),
  })
  .strict()
  .meta({ id: 'PutAppSavedView' });
export type PutSavedView = z.infer<typeof PutSavedView>;

export const SavedViewName = z.object({ name: z.string().min(1).max(80) });
export type SavedViewName = z.infer<typeof SavedViewName>;
