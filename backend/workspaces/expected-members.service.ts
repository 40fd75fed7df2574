import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Role } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import type { UserEntity } from '../users/user.entity.ts';
import { UsersRepository } from '../users/users.repository.ts';
import { Members } from './members.service.ts';
import { MembershipEntity } from './membership.entity.ts';
import { Memberships } from './memberships.ts';

/** A person as a file tells of them. */
export type WrittenMember = { email: string; username: string; name: string; role: Role; isDisabled: boolean };

/**
 * Makes the members of a workspace those of a file. It changes what members are, and writes down who is not there yet; it lets nobody
 * in: an account of an address may belong to anyone until its owner has followed a link of this workspace.
 */
@Injectable()
export class ExpectedMembers {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly members: Members,
    private readonly memberships: Memberships,
  ) {}

  async put(auth: Auth, written: WrittenMember): Promise<{ isNew: boolean; isChanged: boolean }> {
    requireAccess(auth, 'members:manage');
    const before = await this.membershipOf(auth, written.email);
    if (!before) return this.database.transaction((transaction) => this.writeDown(transaction, auth, written));
    if (before.username !== written.username)
      throw new AppError('member/exists', `${written.email} is a member of this workspace already, as "${before.username}". Names do not change.`, {
        username: before.username,
      });
    const isDisabled = before.arrival === 'joined' ? before.disabledAt !== null : before.arrival === 'barred';
    const isChanged = before.role !== written.role || isDisabled !== written.isDisabled;
    if (isChanged && before.userId === auth.userId)
      throw new AppError('access/forbidden', 'This file would change what you are here yourself. Another admin can import it, or change your role by hand.');
    if (isChanged) await this.members.update(auth, before.username, { role: written.role, disabled: written.isDisabled });
    return { isNew: false, isChanged };
  }

  private async writeDown(transaction: Transaction, auth: Auth, written: WrittenMember): Promise<{ isNew: boolean; isChanged: boolean }> {
    const { id: userId } = (await this.users.findByEmail(written.email, transaction)) ?? (await this.newAccount(transaction, written));
    const { workspaceId } = auth;
    await this.memberships.expect(transaction, { workspaceId, userId, username: written.username, role: written.role }, written.isDisabled, auth);
    return { isNew: true, isChanged: true };
  }

  /** An account without a password: nobody can sign in to it before they followed a link. */
  private newAccount(transaction: Transaction, { email, name }: WrittenMember): Promise<UserEntity> {
    return this.users.create(transaction, { email: email.toLowerCase(), name, passwordHash: null, isSuperadmin: false });
  }

  private async membershipOf(auth: Auth, email: string): Promise<MembershipEntity | null> {
    const user = await this.users.findByEmail(email);
    return user && this.database.manager.findOneBy(MembershipEntity, { workspaceId: auth.workspaceId, userId: user.id });
  }
}
