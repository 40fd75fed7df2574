import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { parsePath } from '../common/item-path.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { Draft, PutDraft } from '../scripts/scripts.contract.ts';
import { DraftEntity } from './draft.entity.ts';
import type { DraftKind, DraftList } from './drafts.contract.ts';

/** Drafts that a list gives at most. */
const listed = 200;

/**
 * Unreleased edits. A draft belongs to one person, who may keep one at any path, also where they may not deploy: it is theirs
 * alone, so it is no mutation of the workspace and writes no event.
 */
@Injectable()
export class DraftsService {
  constructor(private readonly database: Database) {}

  async list(auth: Auth): Promise<DraftList> {
    const drafts = await this.database.manager.find(DraftEntity, { where: { workspaceId: auth.workspaceId, userId: auth.userId }, order: { updatedAt: 'DESC', path: 'ASC' }, take: listed });
    return { items: drafts.map(toDraft) };
  }

  async get(auth: Auth, kind: DraftKind, path: string): Promise<Draft> {
    const draft = await this.database.manager.findOneBy(DraftEntity, keyOf(auth, kind, path));
    if (!draft) throw new AppError('draft/not_found', `You have no draft of the ${kind} "${path}".`, { kind, path });
    return toDraft(draft);
  }

  /** The last one wins: a draft has one author, maybe in two windows. */
  async put(auth: Auth, kind: DraftKind, path: string, { value, based_on: basedOn }: PutDraft): Promise<Draft> {
    parsePath(path);
    await this.database.manager.upsert(DraftEntity, { ...keyOf(auth, kind, path), value, basedOn, updatedAt: () => 'now()' }, ['workspaceId', 'userId', 'kind', 'path']);
    return this.get(auth, kind, path);
  }

  async delete(auth: Auth, kind: DraftKind, path: string): Promise<void> {
    await this.database.manager.delete(DraftEntity, keyOf(auth, kind, path));
  }
}

const keyOf = (auth: Auth, kind: DraftKind, path: string) => ({ workspaceId: auth.workspaceId, userId: auth.userId, kind, path });

function toDraft(draft: DraftEntity): Draft {
  return { kind: draft.kind, path: draft.path, value: draft.value as JsonObject, based_on: draft.basedOn, updated_at: draft.updatedAt.toISOString() };
}
