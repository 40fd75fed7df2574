import { z } from 'zod';
import { ItemName } from '../common/item-path.ts';
import { Timestamp } from '../common/json.ts';
import { levels } from './core/actions.ts';

export const LevelName = z.enum(levels).meta({ id: 'LevelName' });

/** Whom a grant is for: `u/<username>` or `g/<group>`. */
export const Subject = z
  .string()
  .max(70)
  .regex(/^[ug]\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'u/<username> or g/<group>')
  .meta({ id: 'Subject' });

export const ObjectKind = z.enum(['folder', 'script', 'flow', 'agent', 'app', 'resource', 'variable', 'schedule']).meta({ id: 'ObjectKind' });
export type ObjectKind = z.infer<typeof ObjectKind>;

export const Grant = z
  .object({ object_kind: ObjectKind, object_path: z.string(), subject: Subject, level: LevelName, created_by: z.string(), created_at: Timestamp })
  .meta({ id: 'Grant' });
export type Grant = z.infer<typeof Grant>;

/** `level: null` takes the grant away. */
export const SetGrant = z
  .object({ object_kind: ObjectKind, object_path: z.string().max(255), subject: Subject, level: LevelName.nullable() })
  .strict()
  .meta({ id: 'SetGrant' });
export type SetGrant = z.infer<typeof SetGrant>;

/** Which object is asked about: a folder by its name, everything else by its path. */
export const ObjectQuery = z.object({ object_kind: ObjectKind, object_path: z.string().min(1).max(255) });
export type ObjectQuery = z.infer<typeof ObjectQuery>;

/** One row of "who can do what here, and why". */
export const AccessRow = z
  .object({
    username: z.string(),
    name: z.string(),
    role: z.string(),
    level: LevelName.nullable(),
    because: z.array(z.string()).describe('Every way in which access is held, the strongest first'),
  })
  .meta({ id: 'AccessRow' });
export type AccessRow = z.infer<typeof AccessRow>;

export const PutFolder = z
  .object({ summary: z.string().max(300).default(''), if_version: z.number().int().optional() })
  .strict()
  .meta({ id: 'PutFolder' });
export type PutFolder = z.infer<typeof PutFolder>;

export const Folder = z
  .object({
    name: ItemName,
    summary: z.string(),
    version: z.number().int(),
    created_by: z.string(),
    created_at: Timestamp,
    my_level: LevelName.nullable(),
    counts: z.record(z.string(), z.number()).describe('How many items of each kind it holds'),
  })
  .meta({ id: 'Folder' });
export type Folder = z.infer<typeof Folder>;

export const PutGroup = z
  .object({
    summary: z.string().max(300).default(''),
    members: z.array(ItemName).max(5000).optional(),
    managers: z.array(ItemName).max(100).optional(),
    if_version: z.number().int().optional(),
  })
  .strict()
  .meta({ id: 'PutGroup' });
export type PutGroup = z.infer<typeof PutGroup>;

export const Group = z
  .object({
    name: ItemName,
    summary: z.string(),
    version: z.number().int(),
    members: z.array(z.string()),
    managers: z.array(z.string()),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;
