import { Injectable } from '@nestjs/common';
import type { Auth } from './core/auth.ts';
import { subjectOf } from './core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { Group, PutGroup } from './access.contract.ts';
import { GrantEntity } from './grant.entity.ts';
import { GroupEntity } from './group.entity.ts';
import { addPeople, listGroups, openApprovalsOf, removePeople, unknownNames, type GroupRow } from './groups.sql.ts';

/** What a PUT did: whether the object is new decides between 201 and 200. */
export type Put<Item> = { item: Item; isNew: boolean };

/** Named sets of members. Admins and the managers of a group change it; developers may make one and then manage it. */
@Injectable()
export class Groups {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(auth: Auth): Promise<{ items: Group[] }> {
    return { items: (await this.database.run<GroupRow>(listGroups(auth.workspaceId, null))).map(toContract) };
  }

  async get(auth: Auth, name: string): Promise<Group> {
    const [row] = await this.database.run<GroupRow>(listGroups(auth.workspaceId, name));
    if (!row) throw notFound(name);
    return toContract(row);
  }

  async put(auth: Auth, name: string, input: PutGroup): Promise<Put<Group>> {
    if (auth.role === 'operator') throw new AppError('access/forbidden', 'Operators run and look; they do not change groups.');
    return this.database.transaction(async (transaction) => {
      await this.lock(transaction, auth, name);
      const before = await this.read(transaction, auth, name);
      return before
        ? { item: await this.change(transaction, auth, before, input), isNew: false }
        : { item: await this.create(transaction, auth, name, input), isNew: true };
    });
  }

  async delete(auth: Auth, name: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.lock(transaction, auth, name);
      const group = await this.read(transaction, auth, name);
      if (!group) throw notFound(name);
      requireManager(auth, group);
      // Otherwise a later group of that name would decide them.
      const [waiting] = (await transaction.query(openApprovalsOf, [auth.workspaceId, `g/${name}`])) as { count: number }[];
      if (waiting && waiting.count > 0)
        throw new AppError('group/in_use', `${waiting.count} open approvals wait for this group. Decide them, or give them to others, then delete it.`, { approvals: waiting.count });
      // Otherwise a later group of that name would hold what this one was given.
      await transaction.delete(GrantEntity, { workspaceId: auth.workspaceId, subject: `g/${name}` });
      await transaction.delete(GroupEntity, { workspaceId: auth.workspaceId, name });
      await this.record(transaction, auth, 'group.deleted', name, { members: group.members });
    });
  }

  private async create(transaction: Transaction, auth: Auth, name: string, input: PutGroup): Promise<Group> {
    if (input.if_version !== undefined && input.if_version !== 0)
      throw new AppError('item/version_conflict', 'This group is not there any more.', { current_version: 0 });
    const isOwnGroup = auth.role !== 'admin' && (input.managers ?? []).length === 0;
    const managers = isOwnGroup ? [auth.username] : (input.managers ?? []);
    await transaction.insert(GroupEntity, { workspaceId: auth.workspaceId, name, summary: input.summary, createdBy: subjectOf(auth) });
    await this.setPeople(transaction, auth, name, input.members ?? [], managers);
    const group = await this.require(transaction, auth, name);
    await this.record(transaction, auth, 'group.created', name, { summary: group.summary, members: group.members, managers: group.managers });
    return group;
  }

  private async change(transaction: Transaction, auth: Auth, before: Group, input: PutGroup): Promise<Group> {
    requireManager(auth, before);
    if (input.if_version !== undefined && input.if_version !== before.version)
      throw new AppError('item/version_conflict', 'Somebody else changed this group meanwhile. Look at their change, then save again.', {
        current_version: before.version,
      });
    const managers = input.managers ?? before.managers;
    const members = [...new Set([...(input.members ?? before.members), ...managers])].sort();
    const isEqual = input.summary === before.summary && isSame(members, before.members) && isSame(managers, before.managers);
    if (isEqual) return before;
    await transaction.update(GroupEntity, { workspaceId: auth.workspaceId, name: before.name }, { summary: input.summary, version: before.version + 1 });
    await this.setPeople(transaction, auth, before.name, members, managers);
    const group = await this.require(transaction, auth, before.name);
    await this.record(transaction, auth, 'group.updated', before.name, {
      summary: group.summary,
      ...difference('members', before.members, group.members),
      ...difference('managers', before.managers, group.managers),
    });
    return group;
  }

  private async setPeople(transaction: Transaction, auth: Auth, name: string, members: readonly string[], managers: readonly string[]): Promise<void> {
    const everyone = [...new Set([...members, ...managers])];
    const unknown = (await transaction.query(unknownNames, [auth.workspaceId, everyone])) as { name: string }[];
    if (unknown[0]) throw new AppError('member/not_found', `Nobody in this workspace is named "${unknown[0].name}".`, { username: unknown[0].name });
    await transaction.query(removePeople, [auth.workspaceId, name, everyone]);
    await transaction.query(addPeople, [auth.workspaceId, name, everyone, [...managers]]);
  }

  /** Two who put the same group at once take turns, also when it is not there yet. */
  private lock(transaction: Transaction, auth: Auth, name: string): Promise<unknown> {
    return transaction.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`group:${auth.workspaceId}:${name}`]);
  }

  private async read(transaction: Transaction, auth: Auth, name: string): Promise<Group | null> {
    const { text, values } = listGroups(auth.workspaceId, name);
    const [row] = (await transaction.query(text, values)) as GroupRow[];
    return row ? toContract(row) : null;
  }

  private async require(transaction: Transaction, auth: Auth, name: string): Promise<Group> {
    const group = await this.read(transaction, auth, name);
    if (!group) throw notFound(name);
    return group;
  }

  private record(transaction: Transaction, auth: Auth, action: string, name: string, details: Record<string, unknown>): Promise<void> {
    return this.events.record(transaction, auth, { action, objectKind: 'group', objectPath: name, details });
  }
}

function requireManager(auth: Auth, group: Group): void {
  const isManager = auth.role === 'admin' || (auth.role !== 'operator' && group.managers.includes(auth.username));
  if (!isManager) throw new AppError('access/forbidden', 'Only admins and the managers of this group may change it.', { managers: group.managers });
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && [...left].sort().join('\n') === [...right].sort().join('\n');

function difference(of: string, before: readonly string[], after: readonly string[]): Record<string, string[]> {
  return { [`${of}_added`]: after.filter((name) => !before.includes(name)), [`${of}_removed`]: before.filter((name) => !after.includes(name)) };
}

function notFound(name: string): AppError {
  return new AppError('group/not_found', `There is no group "${name.slice(0, 60)}".`, { name });
}

function toContract(row: GroupRow): Group {
  return { ...row, created_at: row.created_at.toISOString() };
}
