import { Injectable } from '@nestjs/common';
import type { Auth, ItemKind } from '../access/core/auth.ts';
import { requireAccess } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { parsePath } from '../common/item-path.ts';
import { Database } from '../database/database.ts';
import type { Action } from '../access/core/actions.ts';
import type { SetFavourite } from '../search/search.contract.ts';
import { FavouriteEntity } from './favourite.entity.ts';

/** Kinds of things that can be starred, with the right that seeing them takes. */
const kinds = new Map<string, { kind: ItemKind; action: Action }>([
  ['script', { kind: 'script', action: 'scripts:read' }],
  ['agent', { kind: 'agent', action: 'agents:read' }],
  ['app', { kind: 'app', action: 'apps:read' }],
  ['flow', { kind: 'flow', action: 'flows:read' }],
  ['resource', { kind: 'resource', action: 'resources:read' }],
  ['variable', { kind: 'variable', action: 'variables:read' }],
]);

/** What someone starred, and what they opened or ran last. Both belong to the person alone and write no events. */
@Injectable()
export class FavouritesService {
  constructor(private readonly database: Database) {}

  async set(auth: Auth, { kind, path, is_favourite: isFavourite }: SetFavourite): Promise<void> {
    const known = kinds.get(kind);
    if (!known) throw new AppError('request/invalid', `A ${kind} cannot be a favourite. These can: ${[...kinds.keys()].join(', ')}.`, { kind });
    parsePath(path);
    const key = { workspaceId: auth.workspaceId, userId: auth.userId, kind, path };
    if (!isFavourite) {
      await this.database.manager.delete(FavouriteEntity, key);
      return;
    }
    requireAccess(auth, known.action, { kind: known.kind, path });
    await this.database.manager.createQueryBuilder().insert().into(FavouriteEntity).values(key).orIgnore().execute();
  }

  isFavourite(auth: Auth, kind: string, path: string): Promise<boolean> {
    return this.database.manager.existsBy(FavouriteEntity, { workspaceId: auth.workspaceId, userId: auth.userId, kind, path });
  }

  /**
   * Remembers what a person ran, in passing: that it could not be noted must not keep it from running. What an app ran for them is not what they
   * would look for.
   */
  ran(auth: Auth, kind: 'script' | 'flow' | 'agent', path: string, triggerKind: string): void {
    if (triggerKind !== 'app') void this.touch(auth, kind, path).catch(() => undefined);
  }

  /** Remembers that a person opened or ran something; at most one write a minute, and none for tokens and jobs. */
  async touch(auth: Auth, kind: string, path: string): Promise<void> {
    if (auth.via.kind !== 'session') return;
    await this.database.run({
      name: 'touch_recent_item',
      text: `
insert into recent_item (workspace_id, user_id, kind, path) values ($1, $2, $3, $4)
on conflict (workspace_id, user_id, kind, path) do update set at = now() where recent_item.at < now() - interval '1 minute'`,
      values: [auth.workspaceId, auth.userId, kind, path],
    });
  }
}
