import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Identity } from '../access/core/auth.ts';
import { hashSecret, isSameSecret } from '../auth/credentials.ts';
import { TokenEntity } from '../auth/token.entity.ts';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { workspaceOfAddress } from './core/mcp-address.ts';
import { grantOfToken, grantOfUsed, listGrants, lockLiveGrant, revokeGrant, takeCode, takeRefreshToken, type LiveGrantRow } from './grants.sql.ts';
import type { ConnectedClient, ConnectedClients } from './oauth.contract.ts';
import { OAuthError } from './oauth-error.ts';

const accessSeconds = 3600;
const refreshDays = 30;
const shownPrefixLength = 9;

const Field = z.string().max(4000);
const TokenRequest = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('authorization_code'),
    client_id: Field,
    code: Field,
    redirect_uri: Field,
    code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
    resource: Field.optional(),
  }),
  z.object({ grant_type: z.literal('refresh_token'), client_id: Field, refresh_token: Field, scope: Field.optional(), resource: Field.optional() }),
]);
type TokenRequest = z.infer<typeof TokenRequest>;

/** What a client is told that gets tokens (RFC 6749). */
export type IssuedTokens = { access_token: string; token_type: 'Bearer'; expires_in: number; refresh_token: string; scope: string };

type RevokedRow = { id: string; workspace_id: string; user_id: string; client_name: string; email: string };

const spent = 'This code or token is unknown, expired, used or revoked. Begin again.';

/**
 * Tokens of clients that were let in. An access token is one of the person in that workspace, limited to MCP, and lives an hour; a refresh token is
 * good for one use. When one is used twice, somebody has a copy: then the grant ends, and the client has to ask the person again.
 */
@Injectable()
export class OAuthGrants {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async token(body: unknown): Promise<IssuedTokens> {
    const request = readTokenRequest(body);
    return request.grant_type === 'authorization_code' ? this.exchange(request) : this.refresh(request);
  }

  /** Ends the grant of a token (RFC 7009). Says nothing of whether there was one. */
  async revokeToken(body: unknown): Promise<void> {
    const parsed = z.object({ token: Field, client_id: Field.optional() }).safeParse(body);
    if (!parsed.success) throw new OAuthError('invalid_request', 'A token is needed.');
    const { token, client_id: clientId } = parsed.data;
    const [grant] = await this.database.run<{ id: string; client_id: string }>(grantOfToken(hashSecret(token)));
    if (grant && (clientId === undefined || clientId === grant.client_id)) await this.revoke(grant.id, null, 'the client');
  }

  async list(identity: Identity): Promise<ConnectedClients> {
    const rows = await this.database.run<Omit<ConnectedClient, 'created_at' | 'used_at'> & { created_at: Date; used_at: Date | null }>(
      listGrants(identity.userId),
    );
    return { items: rows.map((row) => ({ ...row, created_at: row.created_at.toISOString(), used_at: row.used_at?.toISOString() ?? null })) };
  }

  /** A person takes back what they gave. */
  async disconnect(identity: Identity, id: string): Promise<void> {
    if (!(await this.revoke(id, identity.userId, null)))
      throw new AppError('mcp/grant_not_found', 'There is no such client; it may have been disconnected already.');
  }

  private async exchange(request: Extract<TokenRequest, { grant_type: 'authorization_code' }>): Promise<IssuedTokens> {
    const hash = hashSecret(request.code);
    const [code] = await this.database.run<{ grant_id: string; redirect_uri: string; code_challenge: string }>(takeCode(hash));
    if (!code) throw await this.refuseSpent(hash);
    const challenge = createHash('sha256').update(request.code_verifier).digest('base64url');
    if (!isSameSecret(challenge, code.code_challenge) || request.redirect_uri !== code.redirect_uri)
      throw new OAuthError('invalid_grant', 'The code was issued for another verifier or redirect address.');
    return this.issue(code.grant_id, request, null);
  }

  private async refresh(request: Extract<TokenRequest, { grant_type: 'refresh_token' }>): Promise<IssuedTokens> {
    const hash = hashSecret(request.refresh_token);
    const [token] = await this.database.run<{ grant_id: string }>(takeRefreshToken(hash));
    if (!token) throw await this.refuseSpent(hash);
    return this.issue(token.grant_id, request, request.scope ?? null);
  }

  /** What comes a second time was copied: whoever has it must not go on, be it the client or a thief. */
  private async refuseSpent(hash: Buffer): Promise<OAuthError> {
    const [used] = await this.database.run<{ grant_id: string }>(grantOfUsed(hash));
    if (used) await this.revoke(used.grant_id, null, 'a token that was used twice');
    return new OAuthError('invalid_grant', spent);
  }

  private async issue(grantId: string, request: { client_id: string; resource?: string | undefined }, narrowed: string | null): Promise<IssuedTokens> {
    const tokens = await this.database.transaction(async (transaction) => {
      const [grant] = (await transaction.query(lockLiveGrant, [grantId])) as LiveGrantRow[];
      if (!grant || grant.client_id !== request.client_id) return null;
      if (request.resource !== undefined && workspaceOfAddress(baseUrl(this.config), request.resource) !== grant.workspace_id)
        throw new OAuthError('invalid_target', 'These tokens are for another resource.');
      return this.writeTokens(transaction, grant, scopesOf(grant, narrowed));
    });
    if (tokens) return tokens;
    // Its person has left, or another client has got hold of what was not its own.
    await this.revoke(grantId, null, 'a client that is not its own, or a person who has left');
    throw new OAuthError('invalid_grant', spent);
  }

  private async writeTokens(transaction: Transaction, grant: LiveGrantRow, scopes: string[]): Promise<IssuedTokens> {
    const [access, refresh] = [newSecret('mr'), newSecret('mrr')];
    const now = new Date();
    await transaction.insert(TokenEntity, {
      id: newId(),
      tokenHash: hashSecret(access),
      prefix: access.slice(0, shownPrefixLength),
      userId: grant.user_id,
      workspaceId: grant.workspace_id,
      label: grant.client_name,
      scopes,
      grantId: grant.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + accessSeconds * 1000),
      usedAt: null,
    });
    await transaction.query(`insert into oauth_refresh_token (token_hash, grant_id, expires_at) values ($1, $2, now() + make_interval(days => $3))`, [
      hashSecret(refresh),
      grant.id,
      refreshDays,
    ]);
    await transaction.query(`update oauth_grant set used_at = now() where id = $1`, [grant.id]);
    return { access_token: access, token_type: 'Bearer', expires_in: accessSeconds, refresh_token: refresh, scope: scopes.join(' ') };
  }

  private revoke(id: string, userId: string | null, because: string | null): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [revoked] = (await transaction.query(revokeGrant, [id, userId])) as RevokedRow[];
      if (!revoked) return false;
      await this.events.record(
        transaction,
        { workspaceId: revoked.workspace_id, actor: revoked.email },
        { action: 'oauth_grant.revoked', objectKind: 'oauth_grant', objectPath: id, details: { client: revoked.client_name, ...(because ? { because } : {}) } },
      );
      return true;
    });
  }
}

function readTokenRequest(body: unknown): TokenRequest {
  const parsed = TokenRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const type = (typeof body === 'object' && body !== null ? (body as { grant_type?: unknown }).grant_type : undefined) ?? '';
  if (type !== 'authorization_code' && type !== 'refresh_token')
    throw new OAuthError('unsupported_grant_type', 'grant_type is authorization_code or refresh_token.');
  throw new OAuthError('invalid_request', `${parsed.error.issues[0]?.path.join('.') ?? 'A field'} is missing or has the wrong form.`);
}

/** As granted, or a part of it. */
function scopesOf(grant: LiveGrantRow, narrowed: string | null): string[] {
  const asked = (narrowed ?? '').split(' ').filter((scope) => scope !== '' && scope !== 'offline_access');
  const surplus = asked.find((scope) => !grant.scopes.includes(scope));
  if (surplus !== undefined) throw new OAuthError('invalid_scope', 'A refresh cannot widen what was granted.');
  return asked.length === 0 ? grant.scopes : asked;
}
