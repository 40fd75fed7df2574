import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { can } from '../access/core/can.ts';
import type { Auth, Identity } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { CreatedToken, CreateToken, Token } from './auth.contract.ts';
import { actionsOfScope } from './core/scopes.ts';
import { hashSecret } from './credentials.ts';
import { TokenEntity } from './token.entity.ts';

const shownPrefixLength = 9;

/** Personal API tokens. A token is bound to one workspace and never does more than its owner may at that moment. */
@Injectable()
export class Tokens {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  async create(identity: Identity, input: CreateToken): Promise<CreatedToken> {
    const auth = await this.identifier.enter(identity, input.workspace);
    if (!auth) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    for (const scope of input.scopes) requireScope(auth, scope);
    const expiresAt = input.expires_at === null ? null : new Date(input.expires_at);
    if (expiresAt !== null && expiresAt.getTime() <= Date.now())
      throw new AppError('request/invalid', 'The token would have expired already. Choose a time in the future.', {
        problems: [{ pointer: '/expires_at', message: 'Must be in the future' }],
      });
    const secret = newSecret('mr');
    const token = {
      id: newId(),
      tokenHash: hashSecret(secret),
      prefix: secret.slice(0, shownPrefixLength),
      userId: identity.userId,
      workspaceId: auth.workspaceId,
      label: input.label,
      scopes: [...new Set(input.scopes)],
      expiresAt,
      createdAt: new Date(),
      usedAt: null,
    };
    await this.database.transaction(async (transaction) => {
      await transaction.insert(TokenEntity, token);
      await this.events.record(transaction, auth, {
        action: 'token.created',
        objectKind: 'token',
        objectPath: token.id,
        details: { label: token.label, scopes: token.scopes, expires_at: input.expires_at },
      });
    });
    return { ...toContract(token), token: secret };
  }

  async list(identity: Identity): Promise<{ items: Token[] }> {
    const tokens = await this.database.manager.find(TokenEntity, { where: { userId: identity.userId, revokedAt: IsNull(), grantId: IsNull() }, order: { id: 'DESC' } });
    return { items: tokens.map(toContract) };
  }

  async revoke(identity: Identity, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const token = await transaction.findOneBy(TokenEntity, { id, userId: identity.userId, revokedAt: IsNull(), grantId: IsNull() });
      if (!token) throw new AppError('token/not_found', 'There is no such token; it may have been revoked already.');
      await transaction.update(TokenEntity, { id }, { revokedAt: new Date() });
      const auth = await this.identifier.enter(identity, token.workspaceId);
      const actor = auth ?? { workspaceId: token.workspaceId, actor: identity.email };
      await this.events.record(transaction, actor, { action: 'token.revoked', objectKind: 'token', objectPath: id, details: { label: token.label } });
    });
  }
}

/** A scope must be one, and its owner must hold what it stands for. */
function requireScope(auth: Auth, scope: string): void {
  const read = actionsOfScope(scope);
  if ('problem' in read) throw new AppError('token/scope_invalid', read.problem, { scope });
  if (!read.actions.some((action) => can(auth, action).allowed))
    throw new AppError('token/scope_invalid', `You cannot make a token with the scope "${scope}": you do not hold it yourself.`, { scope });
}

function toContract(token: Pick<TokenEntity, 'id' | 'label' | 'workspaceId' | 'prefix' | 'scopes' | 'createdAt' | 'expiresAt' | 'usedAt'>): Token {
  return {
    id: token.id,
    label: token.label,
    workspace: token.workspaceId,
    prefix: token.prefix,
    scopes: token.scopes,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    used_at: token.usedAt?.toISOString() ?? null,
  };
}
