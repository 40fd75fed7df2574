import { Injectable } from '@nestjs/common';
import type { Identity } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { hashPassword, isPassword, requireStrongPassword } from '../users/passwords.ts';
import type { UserEntity } from '../users/user.entity.ts';
import { UsersRepository } from '../users/users.repository.ts';
import type { ChangePassword, Login, Me, SignedIn, UpdateMe } from './auth.contract.ts';
import type { Client } from './client.ts';
import { Devices } from './devices.ts';
import { membershipsOf, type MembershipRow } from './me.sql.ts';
import { Sessions, type NewSession } from './sessions.service.ts';
import { keysOf, SignInLimits } from './sign-in-limits.ts';

/** A sign-in that worked: the answer, and what goes into cookies. */
export type FreshSession = { answer: SignedIn; secret: string; device: string };

/** Signing in and out, and what people may change about themselves. */
@Injectable()
export class AuthService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly sessions: Sessions,
    private readonly limits: SignInLimits,
    private readonly devices: Devices,
    private readonly events: Events,
  ) {}

  async login(input: Login, client: Client): Promise<FreshSession> {
    const user = await this.checkPassword(input.email, input.password, client);
    return this.database.transaction((transaction) => this.startSession(transaction, user, client));
  }

  /**
   * The account of an address, if the password is its own. An unknown address, a wrong password and a disabled account give the
   * same answer after the same work.
   */
  async checkPassword(email: string, password: string, client: Client): Promise<UserEntity> {
    const user = await this.users.findByEmail(email);
    const keys = keysOf(email, client.ip, this.devices.read(client.deviceCookie, user?.id));
    await this.limits.begin(keys);
    const isRight = await isPassword(password, user?.passwordHash);
    if (!user || !isRight || user.disabledAt !== null) throw new AppError('auth/invalid_credentials', 'This address and password do not belong together.');
    await this.limits.succeeded(keys);
    return user;
  }

  /** Begins a session for someone who has just proved who they are. */
  async startSession(transaction: Transaction, user: UserEntity, client: Client): Promise<FreshSession> {
    const session: NewSession = await this.sessions.start(transaction, user.id, client);
    await this.record(transaction, user, 'session.started', session.id, { ip: client.ip });
    return {
      answer: { user: await this.toMe(user, null, transaction), csrf_token: session.csrfToken },
      secret: session.secret,
      device: this.devices.issue(user.id),
    };
  }

  async me(identity: Identity, csrfToken: string | null): Promise<SignedIn> {
    return { user: await this.toMe(await this.userOf(identity), identity.boundWorkspace), csrf_token: csrfToken ?? '' };
  }

  async updateMe(identity: Identity, { name, preferences }: UpdateMe): Promise<Me> {
    const user = await this.userOf(identity);
    const changes = {
      ...(name === undefined ? {} : { name }),
      ...(preferences === undefined ? {} : { preferences: mergePreferences(user.preferences, preferences) }),
    };
    if (Object.keys(changes).length > 0) {
      await this.database.transaction(async (transaction) => {
        await this.users.update(transaction, user.id, changes);
        if (name !== undefined && name !== user.name) await this.record(transaction, user, 'user.updated', user.id, { name });
      });
    }
    return this.toMe({ ...user, ...changes }, null);
  }

  async logout(identity: Identity): Promise<void> {
    await this.endSession(identity, sessionOf(identity));
  }

  async endSession(identity: Identity, sessionId: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.sessions.end(transaction, identity.userId, sessionId);
      await this.record(transaction, { id: identity.userId, email: identity.email }, 'session.ended', sessionId);
    });
  }

  async logoutEverywhere(identity: Identity): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.sessions.endAll(transaction, identity.userId);
      await this.record(transaction, { id: identity.userId, email: identity.email }, 'session.ended_everywhere', identity.userId);
    });
  }

  async changePassword(identity: Identity, input: ChangePassword, client: Client): Promise<void> {
    const user = await this.checkPassword(identity.email, input.current_password, client);
    requireStrongPassword(input.new_password, user.email);
    const passwordHash = await hashPassword(input.new_password);
    await this.database.transaction(async (transaction) => {
      await this.users.update(transaction, user.id, { passwordHash });
      await this.sessions.endAll(transaction, user.id, sessionOf(identity));
      await this.record(transaction, user, 'user.password_changed', user.id);
    });
  }

  private async userOf(identity: Identity): Promise<UserEntity> {
    const user = await this.users.findById(identity.userId);
    if (!user) throw new AppError('access/not_signed_in', 'This account does not exist any more.');
    return user;
  }

  /** With a token or a job, only the workspace in which it is valid is told. */
  private async toMe(user: UserEntity, onlyWorkspace: string | null, transaction?: Transaction): Promise<Me> {
    const statement = membershipsOf(user.id);
    const memberships = transaction
      ? ((await transaction.query(statement.text, statement.values)) as MembershipRow[])
      : await this.database.run<MembershipRow>(statement);
    return {
      id: user.id,
      email: user.email,
      name: user.name,
      is_superadmin: user.isSuperadmin,
      preferences: user.preferences as Record<string, unknown>,
      memberships: memberships.filter(({ workspace }) => onlyWorkspace === null || workspace === onlyWorkspace),
    };
  }

  private record(
    transaction: Transaction,
    user: Pick<UserEntity, 'id' | 'email'>,
    action: string,
    objectPath: string,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    return this.events.record(
      transaction,
      { workspaceId: null, actor: user.email, cause: { user: user.id } },
      { action, objectKind: action.split('.')[0] ?? '', objectPath, details },
    );
  }
}

function sessionOf({ via }: Identity): string {
  if (via.kind !== 'session') throw new AppError('access/forbidden', 'This needs a person who is signed in.');
  return via.sessionId;
}

const maximumPreferencesLength = 64_000;

/** Each page keeps its own keys: a change adds to what is there, `null` takes a key away. */
function mergePreferences(before: object, changes: Record<string, unknown>): object {
  const merged = Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));
  if (JSON.stringify(merged).length > maximumPreferencesLength)
    throw new AppError('request/invalid', 'These preferences are larger than Millrace keeps for one person.', {
      problems: [{ pointer: '/preferences', message: 'At most 64,000 characters' }],
    });
  return merged;
}
