import type { Level } from '../access/core/actions.ts';
import type { Auth, ItemKind } from '../access/core/auth.ts';
import { levelOn } from '../access/core/can.ts';

/** The level that `auth` holds on something that it may at least read. */
export const myLevel = (auth: Auth, kind: ItemKind, path: string): Level => levelOn(auth, { kind, path }).level ?? 'read';
