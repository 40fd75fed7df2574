import { Injectable } from '@nestjs/common';
import { ItemName, ItemPath, parsePath } from '../common/item-path.ts';
import { AppError } from '../common/app-error.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { AccessRow, Grant, SetGrant } from './access.contract.ts';
import { notFound, requireAccess } from './access.guard.ts';
import { subjectOf, type Auth } from './core/auth.ts';
import { levelOn, type Target } from './core/can.ts';
import { explain } from './core/explain.ts';
import { GrantEntity } from './grant.entity.ts';
import { listDecidingGrants, listGrants, listHolders, lockObject, type GrantRow, type HolderRow } from './grants.sql.ts';
import { requireSubject } from './subjects.ts';

/** Who may do what with a folder or an item, why, and changing it. Only owners change it. */
@Injectable()
export class Grants {
  constructor(private readonly database: Database, private readonly events: Events) {}

  async list(auth: Auth, target: Target): Promise<{ items: Grant[] }> {
    await this.requireReadable(auth, target);
    const rows = await this.database.run<GrantRow>(listGrants(auth.workspaceId, target));
    return { items: rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() })) };
  }

  async set(auth: Auth, input: SetGrant): Promise<void> {
    const target = { kind: input.object_kind, path: input.object_path };
    requirePathOf(target);
    await this.database.transaction(async (transaction) => {
      requireAccess(auth, 'grants:write', target);
      await this.requireObject(transaction, auth, target);
      const key = { workspaceId: auth.workspaceId, objectKind: target.kind, objectPath: target.path, subject: input.subject };
      const before = await transaction.findOne(GrantEntity, { where: key, lock: { mode: 'pessimistic_write' } });
      if ((before?.level ?? null) === input.level) return;
      if (input.level === null) await transaction.delete(GrantEntity, key);
      else await this.write(transaction, auth, { ...key, level: input.level });
      await this.events.record(transaction, auth, {
        action: input.level === null ? 'grant.removed' : 'grant.set', objectKind: target.kind, objectPath: target.path,
        details: { subject: input.subject, level: input.level, level_before: before?.level ?? null },
      });
    });
  }

  /** Every member with the level that they hold on the target and all the ways in which they hold it: three statements in all. */
  async explain(auth: Auth, target: Target): Promise<{ items: AccessRow[] }> {
    await this.requireReadable(auth, target);
    const [grants, holders] = await Promise.all([
      this.database.run<GrantRow>(listDecidingGrants(auth.workspaceId, target, folderOf(target))),
      this.database.run<HolderRow>(listHolders(auth.workspaceId)),
    ]);
    return { items: holders.map((holder) => ({ username: holder.username, name: holder.name, role: holder.role, ...explain(holder, grants, target) })) };
  }

  private async write(transaction: Transaction, auth: Auth, grant: Pick<GrantEntity, 'workspaceId' | 'objectKind' | 'objectPath' | 'subject' | 'level'>): Promise<void> {
    await requireSubject(transaction, auth.workspaceId, grant.subject);
    await transaction.upsert(GrantEntity, { ...grant, createdBy: subjectOf(auth), createdAt: new Date() }, ['workspaceId', 'objectKind', 'objectPath', 'subject']);
  }

  /** Who may not read an object is not told who may. Of a folder every member sees that it is there, but not who is in it. */
  private async requireReadable(auth: Auth, target: Target): Promise<void> {
    requirePathOf(target);
    const isReader = levelOn(auth, target).level !== undefined;
    if (!isReader && target.kind !== 'folder') throw notFound(target);
    await this.requireObject(this.database.manager, auth, target);
    if (!isReader) throw new AppError('access/forbidden', `You hold nothing on folder ${target.path}. Ask an admin of the workspace.`);
  }

  private async requireObject(manager: Transaction, auth: Auth, target: Target): Promise<void> {
    const statement = lockObject(auth.workspaceId, target);
    const rows = statement ? await runIn(manager, statement) : [];
    if (rows.length === 0) throw notFound(target);
  }
}

function requirePathOf({ kind, path }: Target): void {
  const isPath = kind === 'folder' ? ItemName.safeParse(path).success : ItemPath.safeParse(path).success;
  if (!isPath) throw new AppError('path/invalid', `"${path.slice(0, 80)}" is not the ${kind === 'folder' ? 'name of a folder' : 'path of an item'}.`);
}

function folderOf(target: Target): string | null {
  if (target.kind === 'folder') return null;
  const { space, owner } = parsePath(target.path);
  return space === 'folder' ? owner : null;
}
