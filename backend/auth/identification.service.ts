import { Inject, Injectable } from '@nestjs/common';
import type { Identifier } from '../access/access.guard.ts';
import { levels, type Level } from '../access/core/actions.ts';
import type { Auth, Identity } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { ItemPath } from '../common/item-path.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database, type Statement } from '../database/database.ts';
import { credentialsOf, hashSecret, requireOwnPage, type CredentialCarrier } from './credentials.ts';
import {
  enterWorkspace,
  identifyJob,
  identifySession,
  identifyToken,
  touchSession,
  touchToken,
  type AccessColumns,
  type IdentifiedRow,
  type JobRow,
  type SessionRow,
  type TokenRow,
} from './identify.sql.ts';
import { JobTokens } from './job-tokens.ts';
import { sessionDays } from './sessions.service.ts';
import { stillValid } from './still-valid.sql.ts';

/** What was found out about a workspace together with the caller: `null` access means "not a member". */
type Entered = { workspaceId: string; access: AccessColumns | null };

/**
 * Tells who calls and what they hold. One statement per request: it finds the credentials, the person, the membership, the
 * groups and the grants together, and nothing is cached, so that revoking works at once.
 */
@Injectable()
export class Identification implements Identifier {
  private readonly entered = new WeakMap<Identity, Entered>();

  constructor(
    private readonly database: Database,
    private readonly jobTokens: JobTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async identify(carrier: CredentialCarrier, isChange = false): Promise<Identity | null> {
    const credentials = credentialsOf(carrier);
    switch (credentials.kind) {
      case 'none':
        return null;
      case 'session':
        return this.bySession(credentials.secret, carrier, isChange);
      case 'token':
        return this.byToken(credentials.secret, credentials.isInUrl);
      case 'job':
        return this.byJob(credentials.token);
    }
  }

  async enter(identity: Identity, workspaceId: string): Promise<Auth | null> {
    const known = this.entered.get(identity);
    // Answers once, for the request that it was read with: a socket that enters again later gets what holds by then.
    this.entered.delete(identity);
    if (known?.workspaceId === workspaceId) return toAuth(identity, known.access);
    const [row] = await this.database.run<AccessColumns>(enterWorkspace(identity.userId, workspaceId));
    return toAuth(identity, row ?? null);
  }

  async validityOf(identity: Identity): Promise<{ endsInMs: number | null } | null> {
    const [row] = await this.database.run<{ ends_in_ms: number | null }>(stillValid(identity));
    return row ? { endsInMs: row.ends_in_ms } : null;
  }

  /** The CSRF token of the session that a request comes with; `null` for tokens and jobs. */
  async csrfTokenOf(carrier: CredentialCarrier): Promise<string | null> {
    const credentials = credentialsOf(carrier);
    if (credentials.kind !== 'session') return null;
    const [row] = await this.database.run<SessionRow>(identifySession(hashSecret(credentials.secret), null));
    return row?.csrf_token ?? null;
  }

  private async bySession(secret: string, carrier: CredentialCarrier, isChange: boolean): Promise<Identity> {
    const wish = carrier.params?.['workspace'];
    const workspace = typeof wish === 'string' ? wish : null;
    const [row] = await this.database.run<SessionRow>(identifySession(hashSecret(secret), workspace));
    if (!row) throw new AppError('access/not_signed_in', 'Your session has ended. Sign in again.');
    requireOwnPage(carrier, row.csrf_token, this.config, isChange);
    await this.touch(row, touchSession(row.via_id, sessionDays));
    return this.remember(
      row,
      { via: { kind: 'session', sessionId: row.via_id }, scopes: null, boundWorkspace: null, isSuperadmin: row.is_superadmin },
      workspace,
    );
  }

  private async byToken(secret: string, isInUrl: boolean): Promise<Identity> {
    const [row] = await this.database.run<TokenRow>(identifyToken(hashSecret(secret)));
    if (!row) throw new AppError('access/not_signed_in', 'This token is unknown, expired or revoked.');
    // URLs end up in logs and histories: only a token that can do nothing but run one thing may stand there.
    if (isInUrl && !isWebhookToken(row.scopes))
      throw new AppError(
        'access/not_signed_in',
        'Only a token with the single scope jobs:run:<path> may stand in a URL. Send this one as "Authorization: Bearer …".',
      );
    await this.touch(row, touchToken(row.via_id));
    const scopes = row.scopes.length === 0 ? null : row.scopes;
    return this.remember(
      row,
      { via: { kind: 'token', tokenId: row.via_id }, scopes, boundWorkspace: row.bound_workspace, isSuperadmin: row.is_superadmin },
      row.bound_workspace,
    );
  }

  private async byJob(token: string): Promise<Identity> {
    const claim = this.jobTokens.read(token);
    const [row] = claim ? await this.database.run<JobRow>(identifyJob(claim.jobId, claim.attempt)) : [];
    if (!row) throw new AppError('access/not_signed_in', 'This token belongs to a job that does not run any more.');
    // A job never runs the installation: its code may be somebody else's.
    return this.remember(
      row,
      { via: { kind: 'job', jobId: row.via_id }, scopes: null, boundWorkspace: row.bound_workspace, isSuperadmin: false },
      row.bound_workspace,
    );
  }

  private remember(row: IdentifiedRow, means: Pick<Identity, 'via' | 'scopes' | 'boundWorkspace' | 'isSuperadmin'>, workspace: string | null): Identity {
    const identity: Identity = { userId: row.user_id, email: row.email, name: row.name, ...means };
    if (workspace !== null) this.entered.set(identity, { workspaceId: workspace, access: row.username === null ? null : row });
    return identity;
  }

  private async touch(row: IdentifiedRow, statement: Statement): Promise<void> {
    if (row.is_stale) await this.database.run(statement);
  }
}

/** Exactly one scope, for running exactly one path. */
export function isWebhookToken(scopes: readonly string[]): boolean {
  const path = scopes.length === 1 ? /^jobs:run:(.+)$/.exec(scopes[0] ?? '')?.[1] : undefined;
  return path !== undefined && ItemPath.safeParse(path).success;
}

/** The subject of access questions, of what one statement read; `null` for who is not a member. */
export function toAuth(identity: Identity, access: AccessColumns | null): Auth | null {
  if (access === null || access.workspace_id === null || access.username === null || access.role === null) return null;
  const folders = new Map<string, Level>();
  const items = new Map<string, Level>();
  for (const [kind, path, level] of access.grants ?? []) keepBest(kind === 'folder' ? folders : items, kind === 'folder' ? path : `${kind}:${path}`, level);
  return { ...identity, workspaceId: access.workspace_id, username: access.username, role: access.role, groups: access.groups ?? [], folders, items };
}

function keepBest(held: Map<string, Level>, key: string, level: Level): void {
  const before = held.get(key);
  if (before === undefined || levels.indexOf(level) > levels.indexOf(before)) held.set(key, level);
}
