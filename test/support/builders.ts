import { randomBytes } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Level, Role } from '../../backend/access/core/actions.ts';
import type { ObjectKind } from '../../backend/access/access.contract.ts';
import type { Auth, Identity } from '../../backend/access/core/auth.ts';
import { GrantEntity } from '../../backend/access/grant.entity.ts';
import { FolderEntity } from '../../backend/access/folder.entity.ts';
import { GroupEntity, GroupMemberEntity } from '../../backend/access/group.entity.ts';
import { Identification } from '../../backend/auth/identification.service.ts';
import { Sessions } from '../../backend/auth/sessions.service.ts';
import { Tokens } from '../../backend/auth/tokens.service.ts';
import { Database } from '../../backend/database/database.ts';
import { hashPassword } from '../../backend/users/passwords.ts';
import { UsersRepository } from '../../backend/users/users.repository.ts';
import { Memberships } from '../../backend/workspaces/memberships.ts';
import { Workspaces } from '../../backend/workspaces/workspaces.service.ts';
import { TestClient } from './client.ts';

/** The password of everyone in tests. */
export const testPassword = 'a long test password';
let testPasswordHash: Promise<string> | undefined;

/** A person with a session. `client` speaks with the cookie and the CSRF token of it. */
export type TestUser = {
  id: string;
  email: string;
  username: string;
  client: TestClient;
  identity: Identity;
  /** The first argument of services, as the guard would make it. Read anew, so grants of a moment ago are in it. */
  auth(): Promise<Auth>;
  /** A client with an API token; no scopes means everything. */
  withToken(scopes?: string[]): Promise<TestClient>;
};

/** A workspace with its admin. */
export type TestWorkspace = {
  id: string;
  /** `/api/w/<id>`. */
  api: string;
  admin: TestUser;
  /** A member; with groups that exist already. */
  aMember(role: Role, options?: { username?: string; groups?: string[] }): Promise<TestUser>;
  aFolder(name: string): Promise<void>;
  aGroup(name: string): Promise<void>;
  /** Gives a level to `u/<username>` or `g/<group>`. */
  grant(kind: ObjectKind, path: string, subject: string, level: Level): Promise<void>;
};

const unique = (): string => randomBytes(4).toString('hex');

/** Makes what a test begins with. */
export class TestBuilders {
  private readonly database: Database;

  constructor(private readonly application: NestExpressApplication, private readonly url: string) {
    this.database = application.get(Database);
  }

  /** Someone who is in no workspace yet. */
  async aUser(options: { email?: string; isSuperadmin?: boolean } = {}): Promise<Omit<TestUser, 'auth' | 'withToken' | 'username'>> {
    testPasswordHash ??= hashPassword(testPassword);
    const passwordHash = await testPasswordHash;
    const email = options.email ?? `user-${unique()}@example.com`;
    const { user, session } = await this.database.transaction(async (transaction) => {
      const made = await this.service(UsersRepository).create(transaction, { email, name: '', passwordHash, isSuperadmin: options.isSuperadmin ?? false });
      return { user: made, session: await this.service(Sessions).start(transaction, made.id, { ip: '127.0.0.1', userAgent: 'test', deviceCookie: undefined }) };
    });
    const identity: Identity = { userId: user.id, email, name: '', isSuperadmin: user.isSuperadmin, via: { kind: 'session', sessionId: session.id }, scopes: null, boundWorkspace: null };
    return { id: user.id, email, identity, client: new TestClient(this.url, { cookie: `millrace_session=${session.secret}`, 'x-csrf-token': session.csrfToken }) };
  }

  /** A workspace with an admin named `admin`. */
  async aWorkspace(id = `ws-${unique()}`): Promise<TestWorkspace> {
    const founder = await this.aUser();
    await this.database.transaction((transaction) => this.service(Workspaces).found(transaction, { id, name: id, username: 'admin', userId: founder.id }));
    const createdBy = 'u/admin';
    const insert = (entity: Parameters<typeof this.database.manager.insert>[0], row: object) => this.database.manager.insert(entity, row).then(() => undefined);
    return {
      id, api: `/api/w/${id}`,
      admin: this.inWorkspace(founder, id, 'admin'),
      aMember: (role, options = {}) => this.aMember(id, role, options),
      aFolder: (name) => insert(FolderEntity, { workspaceId: id, name, createdBy }),
      aGroup: (name) => insert(GroupEntity, { workspaceId: id, name, createdBy }),
      grant: (objectKind, objectPath, subject, level) => insert(GrantEntity, { workspaceId: id, objectKind, objectPath, subject, level, createdBy }),
    };
  }

  private async aMember(workspaceId: string, role: Role, { username = `${role}-${unique()}`, groups = [] }: { username?: string; groups?: string[] }): Promise<TestUser> {
    const user = await this.aUser();
    await this.database.transaction(async (transaction) => {
      await this.service(Memberships).join(transaction, { workspaceId, userId: user.id, username, role });
      for (const groupName of groups) await transaction.insert(GroupMemberEntity, { workspaceId, groupName, userId: user.id });
    });
    return this.inWorkspace(user, workspaceId, username);
  }

  private inWorkspace(user: Awaited<ReturnType<TestBuilders['aUser']>>, workspaceId: string, username: string): TestUser {
    return {
      ...user,
      username,
      auth: async () => {
        const auth = await this.service(Identification).enter({ ...user.identity }, workspaceId);
        if (!auth) throw new Error(`${username} is not a member of ${workspaceId}`);
        return auth;
      },
      withToken: async (scopes = []) => {
        const { token } = await this.service(Tokens).create(user.identity, { label: 'test', workspace: workspaceId, scopes, expires_at: null });
        return new TestClient(this.url, { authorization: `Bearer ${token}` });
      },
    };
  }

  private service<Service>(token: new (...dependencies: never[]) => Service): Service {
    return this.application.get<Service>(token, { strict: false });
  }
}
