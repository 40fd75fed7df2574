import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

/** What an item of any kind with versions shows of the version that it stands for. */
const versionFields = {
  version: z.number().int(),
  hash: z.string(),
  message: z.string(),
  created_by: z.string(),
  created_at: Timestamp,
  is_current: z.boolean(),
};

/** What the caller has with an item. */
const mine = { my_level: z.enum(['read', 'write', 'owner']), is_favourite: z.boolean() };

/** Fields of every item with versions, deployed or released. */
export const VersionedItem = z.object({ path: ItemPath, summary: z.string(), description: z.string(), ...versionFields, ...mine });

/** Fields of every item with versions that has an input schema and can be run. */
export const RunnableItem = VersionedItem.extend({ schema: JsonObject });

/** One version in the list of versions. */
export const VersionRow = z.object(versionFields).meta({ id: 'VersionRow' });
export type VersionRow = z.infer<typeof VersionRow>;

/** Fields of every item with versions in the list of its kind. */
export const VersionedItemRow = z.object({
  path: ItemPath,
  summary: z.string(),
  version: z.number().int(),
  updated_by: z.string(),
  updated_at: Timestamp,
  ...mine,
  has_draft: z.boolean(),
});

/** One of the last runs, for the bars in lists. */
export const RunBar = z.object({ id: z.uuid(), status: z.string(), duration_ms: z.number().nullable() }).meta({ id: 'RunBar' });
export type RunBar = z.infer<typeof RunBar>;

/** Fields of every item that can be run, in the list of its kind. */
export const RunnableItemRow = VersionedItemRow.extend({
  runs: z.array(RunBar).describe('Last 20, newest last'),
  last_run_at: Timestamp.nullable(),
});

/** What a list of items with versions is narrowed to. */
export const VersionedItemQuery = PageQuery.extend({
  folder: z.string().max(80).optional().describe('`f/support` or `u/ada`'),
  search: z.string().max(200).optional(),
  archived: z.stringbool().optional(),
});
export type VersionedItemQuery = z.infer<typeof VersionedItemQuery>;
