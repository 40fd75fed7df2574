import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

/** `value: null` keeps the stored secret. */
export const PutVariable = z
  .object({
    value: z.string().max(100_000).nullable(),
    is_secret: z.boolean().default(false),
    description: z.string().max(2000).default(''),
    expires_at: Timestamp.nullable().default(null),
    if_version: z.number().int().optional(),
  })
  .strict()
  .meta({ id: 'PutVariable' });
export type PutVariable = z.infer<typeof PutVariable>;
export const Variable = z
  .object({
    path: ItemPath,
    value: z.string().nullable().describe('null for a secret: read it by `GET /variables_value/<path>`, which is audited'),
    is_secret: z.boolean(),
    description: z.string(),
    expires_at: Timestamp.nullable(),
    version: z.number().int(),
    created_by: z.string(),
    updated_at: Timestamp,
    my_level: z.enum(['read', 'write', 'owner']),
  })
  .meta({ id: 'Variable' });
export type Variable = z.infer<typeof Variable>;
export const VariableQuery = PageQuery.extend({ folder: z.string().max(80).optional(), search: z.string().max(200).optional() });
export type VariableQuery = z.infer<typeof VariableQuery>;

/** The value in clear. */
export const VariableValue = z.object({ value: z.string() }).meta({ id: 'VariableValue' });
export type VariableValue = z.infer<typeof VariableValue>;
