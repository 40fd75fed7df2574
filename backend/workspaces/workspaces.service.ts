import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Auth, Identity } from '../access/core/auth.ts';
import type { Level } from '../access/core/actions.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { AppError } from '../common/app-error.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { Memberships } from './memberships.ts';
import { requireSettings, settingsAfter, shownSettings } from './workspace-settings.ts';
import { WorkspaceEntity } from './workspace.entity.ts';
import type { CreateWorkspace, UpdateWorkspace, Workspace, WorkspaceMe } from './workspaces.contract.ts';

/** Who founds a workspace; the founder is its first admin. */
export type Founding = CreateWorkspace & { userId: string };

/** The tenants. */
@Injectable()
export class Workspaces {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly memberships: Memberships, private readonly events: Events) {}

  create(identity: Identity, input: CreateWorkspace): Promise<Workspace> {
    return this.database.transaction((transaction) => this.found(transaction, { ...input, userId: identity.userId }));
  }

  /** Makes the workspace with a data key of its own, and its founder an admin. */
  async found(transaction: Transaction, { id, name, username, userId }: Founding): Promise<Workspace> {
    const workspace = { id, name, dataKey: this.secrets.newDataKey(id), settings: {}, createdAt: new Date() };
    await transaction.insert(WorkspaceEntity, workspace).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new AppError('workspace/exists', `There is a workspace "${id}" already, or there was one. Choose another id.`, { id }) : error;
    });
    const actor = { workspaceId: id, actor: `u/${username}` };
    await this.events.record(transaction, actor, { action: 'workspace.created', objectKind: 'workspace', objectPath: id, details: { name } });
    await this.memberships.join(transaction, { workspaceId: id, userId, username, role: 'admin' }, actor);
    return toContract(workspace, { role: 'admin' });
  }

  async get(auth: Auth): Promise<Workspace> {
    return toContract(await this.find(auth, this.database.manager), auth);
  }

  async update(auth: Auth, input: UpdateWorkspace): Promise<Workspace> {
    if (input.settings) await requireSettings(this.database.manager, auth, input.settings);
    return this.database.transaction(async (transaction) => {
      const before = await this.find(auth, transaction);
      const after = { ...before, name: input.name ?? before.name, settings: settingsAfter(auth, before.settings, input.settings) };
      if (canonicalJson([before.name, before.settings]) === canonicalJson([after.name, after.settings])) return toContract(before, auth);
      await transaction.update(WorkspaceEntity, { id: before.id }, { name: after.name, settings: after.settings });
      const details = { name: after.name, name_before: before.name, ...(input.settings ? { settings: Object.keys(input.settings) } : {}) };
      await this.events.record(transaction, auth, { action: 'workspace.updated', objectKind: 'workspace', objectPath: before.id, details });
      return toContract(after, auth);
    });
  }

  /** What the caller is and holds here. Admins own every folder, also without a grant. */
  me(auth: Auth): WorkspaceMe {
    const capped = ([folder, level]: [string, Level]): [string, Level] => [folder, auth.role === 'admin' ? 'owner' : auth.role === 'operator' ? 'read' : level];
    return { username: auth.username, role: auth.role, groups: [...auth.groups], folders: Object.fromEntries([...auth.folders].map(capped)) };
  }

  private async find(auth: Auth, manager: Transaction): Promise<WorkspaceEntity> {
    const workspace = await manager.findOneBy(WorkspaceEntity, { id: auth.workspaceId, archivedAt: IsNull() });
    if (!workspace) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    return workspace;
  }
}

function toContract(workspace: Pick<WorkspaceEntity, 'id' | 'name' | 'createdAt' | 'settings'>, auth: Pick<Auth, 'role'>): Workspace {
  return { id: workspace.id, name: workspace.name, created_at: workspace.createdAt.toISOString(), settings: shownSettings(auth, workspace.settings) };
}
