import { Injectable } from '@nestjs/common';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database } from '../../database/database.ts';
import { AppViewingService } from '../app-viewing.service.ts';
import { SavedViewEntity } from './saved-view.entity.ts';
import type { PutSavedView, SavedView } from './saved-views.contract.ts';

/** Views of one table that a person may keep. */
const mostViews = 30;
const longestViewKb = 32;

/** Views of tables, each of one person: nobody else sees them, and they change nothing of the app. */
@Injectable()
export class SavedViewsService {
  constructor(
    private readonly database: Database,
    private readonly viewing: AppViewingService,
  ) {}

  async list(auth: Auth, path: string, component: string): Promise<{ items: SavedView[] }> {
    await this.viewing.open(auth, path);
    const rows = await this.database.manager.find(SavedViewEntity, { where: keyOf(auth, path, component), order: { name: 'ASC' } });
    return { items: rows.map(toView) };
  }

  async put(auth: Auth, path: string, component: string, { name, value, is_default: isDefault }: PutSavedView): Promise<SavedView> {
    await this.viewing.open(auth, path);
    if (JSON.stringify(value).length > longestViewKb * 1024)
      throw new AppError('request/too_large', `A view has at most ${longestViewKb} KB. Take some of its filters away.`, { limit: longestViewKb * 1024 });
    const key = keyOf(auth, path, component);
    return this.database.transaction(async (transaction) => {
      // Puts of one person wait for each other, so that there is one default and no view too many.
      await transaction.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`saved views ${Object.values(key).join(' ')}`]);
      const all = await transaction.findBy(SavedViewEntity, key);
      const there = all.find((view) => view.name === name);
      if (!there && all.length >= mostViews)
        throw new AppError('app/saved_view_too_many', `You keep ${mostViews} views of this table already. Delete one of them first.`, { limit: mostViews });
      if (isDefault) await transaction.update(SavedViewEntity, { ...key, isDefault: true }, { isDefault: false });
      const saved = { id: there?.id ?? newId(), ...key, name, value, isDefault, updatedAt: new Date() };
      await transaction.save(SavedViewEntity, saved);
      return toView(saved);
    });
  }

  async delete(auth: Auth, path: string, component: string, name: string): Promise<void> {
    await this.viewing.open(auth, path);
    const { affected } = await this.database.manager.delete(SavedViewEntity, { ...keyOf(auth, path, component), name });
    if (!affected) throw new AppError('app/saved_view_not_found', 'You have no view of this name; it may have been deleted in another window.', { name });
  }
}

const keyOf = ({ workspaceId, userId }: Auth, path: string, component: string) => ({ workspaceId, path, component, userId });

const toView = ({ id, name, value, isDefault, updatedAt }: SavedViewEntity): SavedView => ({
  id,
  name,
  value: value as JsonObject,
  is_default: isDefault,
  updated_at: updatedAt.toISOString(),
});
