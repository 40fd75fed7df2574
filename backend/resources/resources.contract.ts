import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

/** A kind of connection, with the JSON Schema of its value; `x-ui: {secret: true}` marks fields that are stored encrypted. */
export const ResourceType = z
  .object({ name: z.string(), title: z.string(), description: z.string(), schema: JsonObject, is_builtin: z.boolean(), can_test: z.boolean() })
  .meta({ id: 'ResourceType' });
export type ResourceType = z.infer<typeof ResourceType>;
export const PutResourceType = z
  .object({ schema: JsonObject, description: z.string().max(2000).default('') })
  .strict()
  .meta({ id: 'PutResourceType' });
export type PutResourceType = z.infer<typeof PutResourceType>;

/** A secret field that is sent back as `{"$secret": true}` keeps its stored value. */
export const PutResource = z
  .object({ resource_type: z.string().max(60), value: JsonObject, description: z.string().max(2000).default(''), if_version: z.number().int().optional() })
  .strict()
  .meta({ id: 'PutResource' });
export type PutResource = z.infer<typeof PutResource>;
export const Resource = z
  .object({
    path: ItemPath,
    resource_type: z.string(),
    value: JsonObject.describe('Secret fields are `{"$secret": true}`'),
    description: z.string(),
    version: z.number().int(),
    created_by: z.string(),
    updated_at: Timestamp,
    my_level: z.enum(['read', 'write', 'owner']),
  })
  .meta({ id: 'Resource' });
export type Resource = z.infer<typeof Resource>;
export const ResourceRow = Resource.omit({ value: true }).meta({ id: 'ResourceRow' });
export type ResourceRow = z.infer<typeof ResourceRow>;
export const ResourceQuery = PageQuery.extend({
  folder: z.string().max(80).optional(),
  search: z.string().max(200).optional(),
  resource_type: z.string().max(60).optional(),
});
export type ResourceQuery = z.infer<typeof ResourceQuery>;

export const TestConnection = z
  .object({
    resource_type: z.string().max(60),
    value: JsonObject,
    path: ItemPath.optional().describe('Stored resource whose secret fields fill `{"$secret": true}`'),
  })
  .strict()
  .meta({ id: 'TestConnection' });
export type TestConnection = z.infer<typeof TestConnection>;
export const TestResult = z.object({ ok: z.boolean(), message: z.string(), duration_ms: z.number() }).meta({ id: 'TestResult' });
export type TestResult = z.infer<typeof TestResult>;
