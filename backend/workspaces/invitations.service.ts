import { Inject, Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { GroupEntity, GroupMemberEntity } from '../access/group.entity.ts';
import type { AcceptInvitation, InvitationInfo } from '../auth/auth.contract.ts';
import { AuthService, type FreshSession } from '../auth/auth.service.ts';
import type { Client } from '../auth/client.ts';
import { hashSecret } from '../auth/credentials.ts';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { hashPassword, requireStrongPassword } from '../users/passwords.ts';
import type { UserEntity } from '../users/user.entity.ts';
import { UsersRepository } from '../users/users.repository.ts';
import { InvitationEntity } from './invitation.entity.ts';
import { MembershipEntity } from './membership.entity.ts';
import { Memberships } from './memberships.ts';
import { WorkspaceEntity } from './workspace.entity.ts';
import type { CreatedInvitation, CreateInvitation, Invitation } from './workspaces.contract.ts';

const validDays = 7;

/** Invitations by link. Who holds the link joins, once, with an account of the address that was invited. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly memberships: Memberships,
    private readonly auth: AuthService,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(auth: Auth): Promise<{ items: Invitation[] }> {
    const open = await this.database.manager.find(InvitationEntity, { where: { workspaceId: auth.workspaceId, ...isOpen() }, order: { id: 'DESC' } });
    return { items: open.map(toContract) };
  }

  async create(auth: Auth, input: CreateInvitation): Promise<CreatedInvitation> {
    const secret = newSecret('mri');
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + validDays * 86_400_000);
    const invitation = {
      id: newId(),
      workspaceId: auth.workspaceId,
      email: input.email.toLowerCase(),
      role: input.role,
      groups: [...new Set(input.groups)],
      tokenHash: hashSecret(secret),
      createdBy: `u/${auth.username}`,
      createdAt,
      expiresAt,
    };
    await this.database.transaction(async (transaction) => {
      await this.requireNoMember(transaction, auth.workspaceId, input.email);
      await requireGroups(transaction, auth.workspaceId, invitation.groups);
      // The newest link is the only one that works.
      await transaction.update(InvitationEntity, { workspaceId: auth.workspaceId, email: invitation.email, ...isOpen() }, { revokedAt: createdAt });
      await transaction.insert(InvitationEntity, invitation);
      await this.events.record(transaction, auth, {
        action: 'invitation.created',
        objectKind: 'invitation',
        objectPath: invitation.id,
        details: { email: invitation.email, role: invitation.role, groups: invitation.groups },
      });
    });
    return { ...toContract(invitation), link: `${baseUrl(this.config)}/invitation/${secret}` };
  }

  async revoke(auth: Auth, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const { affected } = await transaction.update(InvitationEntity, { id, workspaceId: auth.workspaceId, ...isOpen() }, { revokedAt: new Date() });
      if (!affected) throw new AppError('auth/invitation_invalid', 'There is no such open invitation.');
      await this.events.record(transaction, auth, { action: 'invitation.revoked', objectKind: 'invitation', objectPath: id });
    });
  }

  /** What the page behind the link shows. Whoever has the link may know as much. */
  async info(secret: string): Promise<InvitationInfo> {
    const { invitation, workspace } = await this.findOpen(this.database.manager, secret);
    const user = await this.users.findByEmail(invitation.email);
    const before = user && (await this.database.manager.findOneBy(MembershipEntity, { workspaceId: workspace.id, userId: user.id }));
    return {
      workspace: workspace.id,
      workspace_name: workspace.name,
      email: invitation.email,
      has_account: user !== null && !isUnclaimed(user),
      username: before?.username ?? null,
      name: user && isUnclaimed(user) ? user.name : '',
    };
  }

  /** Joins with the account of that address, after its password; or makes the account, or claims the one that waits, with the password that was given. */
  async accept(secret: string, input: AcceptInvitation, client: Client): Promise<FreshSession> {
    const { invitation } = await this.findOpen(this.database.manager, secret);
    const known = await this.users.findByEmail(invitation.email);
    const user = known && !isUnclaimed(known) ? await this.auth.checkPassword(invitation.email, input.password, client) : null;
    if (!user) requireStrongPassword(input.password, invitation.email);
    const passwordHash = user ? null : await hashPassword(input.password);
    return this.database.transaction(async (transaction) => {
      const locked = await this.findOpen(transaction, secret);
      const member = user ?? (await this.newAccount(transaction, locked.invitation.email, input.name, passwordHash));
      await this.join(transaction, locked.invitation, member, input.username);
      await transaction.update(InvitationEntity, { id: locked.invitation.id }, { acceptedAt: new Date() });
      return this.auth.startSession(transaction, member, client);
    });
  }

  private async join(transaction: Transaction, { workspaceId, role, groups }: InvitationEntity, user: UserEntity, username: string): Promise<void> {
    const before = await transaction.findOneBy(MembershipEntity, { workspaceId, userId: user.id });
    if (before && before.disabledAt === null)
      throw new AppError('member/exists', `You are a member of this workspace already, as "${before.username}".`, { username: before.username });
    const joining = { workspaceId, userId: user.id, username: before?.username ?? username, role };
    await (before ? this.memberships.rejoin(transaction, joining) : this.memberships.join(transaction, joining));
    const existing = await transaction.find(GroupEntity, { where: groups.map((name) => ({ workspaceId, name })), select: { name: true } });
    const rows = groups.length === 0 ? [] : existing.map(({ name }) => ({ workspaceId, groupName: name, userId: user.id }));
    if (rows.length > 0) await transaction.createQueryBuilder().insert().into(GroupMemberEntity).values(rows).orIgnore().execute();
  }

  /** The account that waits for its person since an import, now with a password; or one that is made. */
  private async newAccount(transaction: Transaction, email: string, name: string, passwordHash: string | null): Promise<UserEntity> {
    const waiting = await this.users.findByEmail(email, transaction);
    if (!waiting) return this.createAccount(transaction, email, name, passwordHash);
    const claimed = { passwordHash, name: name || waiting.name };
    // Two links of two workspaces may be followed at once: the second finds a password and must give it.
    if (!(await this.users.claim(transaction, waiting.id, claimed))) throw accountTaken();
    return { ...waiting, ...claimed };
  }

  private async createAccount(transaction: Transaction, email: string, name: string, passwordHash: string | null): Promise<UserEntity> {
    return this.users.create(transaction, { email, name, passwordHash, isSuperadmin: false }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? accountTaken() : error;
    });
  }

  /** In a transaction the row is locked, so that two who hold the same link do not both get in. */
  private async findOpen(manager: Transaction, secret: string): Promise<{ invitation: InvitationEntity; workspace: WorkspaceEntity }> {
    const isInTransaction = manager.queryRunner?.isTransactionActive === true;
    const invitation = await manager.findOne(InvitationEntity, {
      where: { tokenHash: hashSecret(secret), ...isOpen() },
      ...(isInTransaction ? { lock: { mode: 'pessimistic_write' } } : {}),
    });
    const workspace = invitation && (await manager.findOneBy(WorkspaceEntity, { id: invitation.workspaceId, archivedAt: IsNull() }));
    if (!invitation || !workspace)
      throw new AppError('auth/invitation_invalid', 'This invitation does not exist, was used, was taken back, or is older than a week. Ask for a new one.');
    return { invitation, workspace };
  }

  private async requireNoMember(transaction: Transaction, workspaceId: string, email: string): Promise<void> {
    const user = await this.users.findByEmail(email, transaction);
    const membership = user && (await transaction.findOneBy(MembershipEntity, { workspaceId, userId: user.id }));
    if (membership && membership.disabledAt === null)
      throw new AppError('member/exists', `${email} is a member of this workspace already, as "${membership.username}".`, { username: membership.username });
  }
}

const accountTaken = (): AppError =>
  new AppError('auth/invalid_credentials', 'An account with this address was made a moment ago. Open the link again and give its password.');

/** An account that an import made and that nobody has come to yet. */
const isUnclaimed = ({ passwordHash, isSuperadmin, disabledAt }: UserEntity): boolean => passwordHash === null && !isSuperadmin && disabledAt === null;

const isOpen = () => ({ acceptedAt: IsNull(), revokedAt: IsNull(), expiresAt: MoreThan(new Date()) });

async function requireGroups(transaction: Transaction, workspaceId: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!(await transaction.existsBy(GroupEntity, { workspaceId, name }))) throw new AppError('group/not_found', `There is no group "${name}".`, { name });
  }
}

function toContract(invitation: Pick<InvitationEntity, 'id' | 'email' | 'role' | 'groups' | 'createdBy' | 'createdAt' | 'expiresAt'>): Invitation {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    groups: invitation.groups,
    created_by: invitation.createdBy,
    created_at: invitation.createdAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
  };
}
