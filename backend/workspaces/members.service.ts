import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { forgetMember, listMembers, otherAdmins, revokeInvitationsBy, revokeInvitationsTo, type MemberRow } from './members.sql.ts';
import { MembershipEntity } from './membership.entity.ts';
import type { Member, UpdateMember } from './workspaces.contract.ts';

/** Who is in a workspace, and as what. A workspace always keeps an admin. */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(auth: Auth): Promise<{ items: Member[] }> {
    return { items: (await this.database.run<MemberRow>(listMembers(auth.workspaceId, null))).map(toContract) };
  }

  async update(auth: Auth, username: string, changes: UpdateMember): Promise<Member> {
    return this.database.transaction(async (transaction) => {
      const member = await this.lock(transaction, auth, username);
      if (member.arrival !== 'joined') return this.updateExpected(transaction, auth, member, changes);
      const role = changes.role ?? member.role;
      const isDisabled = changes.disabled ?? member.disabledAt !== null;
      const disabledAt = isDisabled ? (member.disabledAt ?? new Date()) : null;
      const losesPower = member.role === 'admin' && member.disabledAt === null && (role !== 'admin' || isDisabled);
      if (losesPower) await this.requireOtherAdmin(transaction, member);
      if (losesPower || isDisabled) await this.revokeInvitationsOf(transaction, member);
      if (role !== member.role || isDisabled !== (member.disabledAt !== null)) {
        await transaction.update(MembershipEntity, { workspaceId: member.workspaceId, userId: member.userId }, { role, disabledAt });
        await this.record(transaction, auth, 'member.updated', member, {
          role,
          role_before: member.role,
          disabled: isDisabled,
          disabled_before: member.disabledAt !== null,
        });
      }
      return this.read(transaction, auth, username);
    });
  }

  /** Somebody who has not come in stays outside, whatever is changed: only their own link lets them in. Links of before are closed. */
  private async updateExpected(transaction: Transaction, auth: Auth, member: MembershipEntity, changes: UpdateMember): Promise<Member> {
    const role = changes.role ?? member.role;
    const arrival = changes.disabled === undefined ? member.arrival : changes.disabled ? 'barred' : 'awaited';
    if (role !== member.role || arrival !== member.arrival) {
      await transaction.query(revokeInvitationsTo, [member.workspaceId, member.userId]);
      await transaction.update(MembershipEntity, { workspaceId: member.workspaceId, userId: member.userId }, { role, arrival });
      await this.record(transaction, auth, 'member.updated', member, {
        role,
        role_before: member.role,
        disabled: arrival === 'barred',
        disabled_before: member.arrival === 'barred',
      });
    }
    return this.read(transaction, auth, member.username);
  }

  /** Takes someone out for good: with their grants, groups and tokens. Their name is not given to anyone else. */
  async remove(auth: Auth, username: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const member = await this.lock(transaction, auth, username);
      if (member.role === 'admin' && member.disabledAt === null) await this.requireOtherAdmin(transaction, member);
      await this.revokeInvitationsOf(transaction, member);
      if (member.arrival !== 'joined') await transaction.query(revokeInvitationsTo, [member.workspaceId, member.userId]);
      await transaction.query(forgetMember, [member.workspaceId, member.userId, `u/${username}`]);
      await transaction.delete(MembershipEntity, { workspaceId: member.workspaceId, userId: member.userId });
      await this.record(transaction, auth, 'member.removed', member, { role: member.role });
    });
  }

  private async lock(transaction: Transaction, auth: Auth, username: string): Promise<MembershipEntity> {
    const member = await transaction.findOne(MembershipEntity, { where: { workspaceId: auth.workspaceId, username }, lock: { mode: 'pessimistic_write' } });
    if (!member) throw notFound(username);
    return member;
  }

  private async requireOtherAdmin(transaction: Transaction, member: MembershipEntity): Promise<void> {
    const [row] = (await transaction.query(otherAdmins, [member.workspaceId, member.userId])) as { remain: boolean }[];
    if (!row?.remain)
      throw new AppError('member/last_admin', `${member.username} is the only admin of this workspace. Make somebody else an admin first.`, {
        username: member.username,
      });
  }

  /** Whoever may not invite any more must not let someone in by a link of before. */
  private revokeInvitationsOf(transaction: Transaction, member: MembershipEntity): Promise<unknown> {
    return transaction.query(revokeInvitationsBy, [member.workspaceId, `u/${member.username}`]);
  }

  private async read(transaction: Transaction, auth: Auth, username: string): Promise<Member> {
    const { text, values } = listMembers(auth.workspaceId, username);
    const [row] = (await transaction.query(text, values)) as MemberRow[];
    if (!row) throw notFound(username);
    return toContract(row);
  }

  private record(transaction: Transaction, auth: Auth, action: string, member: MembershipEntity, details: Record<string, unknown>): Promise<void> {
    return this.events.record(transaction, auth, {
      action,
      objectKind: 'member',
      objectPath: member.username,
      details: { user_id: member.userId, ...details },
    });
  }
}

function notFound(username: string): AppError {
  return new AppError('member/not_found', `Nobody in this workspace is named "${username.slice(0, 60)}".`, { username });
}

function toContract({ arrival, ...row }: MemberRow): Member {
  return {
    ...row,
    is_awaited: arrival === 'awaited',
    created_at: row.created_at.toISOString(),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
  };
}
