import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth, Identity } from '../access/core/auth.ts';
import { hashSecret } from '../auth/credentials.ts';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { OAuthClients } from './clients.service.ts';
import { isWithin, requestedScopes } from './core/granted-scopes.ts';
import { workspaceOfAddress } from './core/mcp-address.ts';
import { isRegisteredRedirect } from './core/redirect-uri.ts';
import { consentFacts, type ConsentFactsRow } from './consent-facts.sql.ts';
import { OAuthGrantEntity, type OAuthClientEntity } from './oauth.entity.ts';
import type { OAuthErrorCode } from './oauth-error.ts';
import type { AuthorizationPreview, AuthorizationRequest, DecideAuthorization, DecidedAuthorization } from './oauth.contract.ts';

/** A client fetches its tokens in the next moment. */
const codeSeconds = 120;

/** A request from a client that is known, to an address of its own: whatever else is wrong may be told to it there. */
type Checked = { client: OAuthClientEntity; redirectUri: string; state: string | undefined } & (
  { refusal: { code: OAuthErrorCode; message: string } } | { refusal: null; scopes: string[]; workspaceId: string; codeChallenge: string }
);

/**
 * Lets clients in, or not, as the person decides who is signed in (RFC 6749 with what OAuth 2.1 makes of it): PKCE by S256 only, redirects to
 * registered addresses only, for the MCP endpoint of one workspace. Looking at a request changes nothing; the decision is a POST of the session.
 */
@Injectable()
export class OAuthAuthorizations {
  constructor(
    private readonly database: Database,
    private readonly clients: OAuthClients,
    private readonly events: Events,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async preview(identity: Identity, request: AuthorizationRequest): Promise<AuthorizationPreview> {
    const checked = await this.check(request);
    const { client } = checked;
    const target = new URL(checked.redirectUri);
    const about = { name: client.name, uri: client.uri, redirect_host: target.host || target.protocol, is_local: target.protocol !== 'https:' };
    if (checked.refusal) {
      const refusal = {
        message: checked.refusal.message,
        redirect_to: this.answer(checked, { error: checked.refusal.code, error_description: checked.refusal.message }),
      };
      return { client: about, workspace: null, scopes: [], folders: [], refusal };
    }
    const auth = await this.enter(identity, checked.workspaceId);
    const [facts] = await this.database.run<ConsentFactsRow>(consentFacts(auth));
    return {
      client: about,
      workspace: { id: auth.workspaceId, name: facts?.name ?? auth.workspaceId },
      scopes: checked.scopes,
      folders: [...(facts?.folders ?? []).map((folder) => `f/${folder}`), `u/${auth.username}`].filter((prefix) => isWithin(checked.scopes, `mcp:${prefix}/*`)),
      refusal: null,
    };
  }

  async decide(identity: Identity, { request, is_allowed: isAllowed, scopes }: DecideAuthorization): Promise<DecidedAuthorization> {
    const checked = await this.check(request);
    if (checked.refusal) return { redirect_to: this.answer(checked, { error: checked.refusal.code, error_description: checked.refusal.message }) };
    if (!isAllowed) return { redirect_to: this.answer(checked, { error: 'access_denied', error_description: 'The person has declined.' }) };
    const auth = await this.enter(identity, checked.workspaceId);
    const granted = [...new Set(scopes.length === 0 ? checked.scopes : scopes)];
    const surplus = granted.find((scope) => !isWithin(checked.scopes, scope));
    if (surplus !== undefined) throw requestInvalid([{ path: ['scopes'], message: `"${surplus}" is more than the client has asked for` }]);
    const code = newSecret('mrc');
    await this.grant(auth, checked, granted, code);
    return { redirect_to: this.answer(checked, { code }) };
  }

  private async grant(auth: Auth, checked: Extract<Checked, { refusal: null }>, scopes: string[], code: string): Promise<void> {
    const { client, redirectUri, codeChallenge } = checked;
    await this.database.transaction(async (transaction) => {
      const id = newId();
      await transaction.query(`delete from oauth_code where expires_at < now() - interval '1 day'`);
      await transaction.insert(OAuthGrantEntity, { id, clientId: client.id, userId: auth.userId, workspaceId: auth.workspaceId, scopes });
      await transaction.query(
        `insert into oauth_code (code_hash, grant_id, redirect_uri, code_challenge, expires_at) values ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
        [hashSecret(code), id, redirectUri, codeChallenge, codeSeconds],
      );
      await this.events.record(transaction, auth, {
        action: 'oauth_grant.created',
        objectKind: 'oauth_grant',
        objectPath: id,
        details: { client: client.name, redirect_uri: redirectUri, scopes },
      });
    });
  }

  private async enter(identity: Identity, workspaceId: string): Promise<Auth> {
    const auth = await this.identifier.enter(identity, workspaceId);
    if (!auth) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    return auth;
  }

  /** Client and address first: what is wrong with these must never be told to the address. */
  private async check(request: AuthorizationRequest): Promise<Checked> {
    const client = await this.clients.find(request.client_id);
    if (!client)
      throw new AppError(
        'oauth/request_invalid',
        'The program that sent you here is not registered, or its registration has been cleared away. Connect it again from the beginning.',
      );
    const { redirect_uri: redirectUri = '', state } = request;
    if (!isRegisteredRedirect(client.redirectUris, redirectUri))
      throw new AppError(
        'oauth/request_invalid',
        `"${client.name}" wants to be answered at an address that it has not registered. Do not go on: somebody may be pretending to be it.`,
      );
    const base = { client, redirectUri, state };
    const refuse = (code: OAuthErrorCode, message: string): Checked => ({ ...base, refusal: { code, message } });
    if (request.response_type !== 'code') return refuse('unsupported_response_type', 'Only response_type=code is understood.');
    if (request.code_challenge_method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(request.code_challenge ?? ''))
      return refuse('invalid_request', 'PKCE is needed: a code_challenge with code_challenge_method=S256.');
    const workspaceId = workspaceOfAddress(baseUrl(this.config), request.resource ?? '');
    if (workspaceId === null)
      return refuse('invalid_target', `resource must be the address of a workspace's MCP endpoint: ${baseUrl(this.config)}/api/w/<workspace>/mcp.`);
    const requested = requestedScopes(request.scope);
    if ('refused' in requested) return refuse('invalid_scope', `"${requested.refused}" is no scope for a client. Ask for mcp:*, or mcp:f/<folder>/*.`);
    return { ...base, refusal: null, scopes: requested.scopes, workspaceId, codeChallenge: request.code_challenge ?? '' };
  }

  /** The address of the client with the answer (RFC 9207: and with who answers). */
  private answer({ redirectUri, state }: Checked, answer: Record<string, string>): string {
    const query = new URLSearchParams({ ...answer, ...(state === undefined ? {} : { state }), iss: baseUrl(this.config) });
    return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.toString()}`;
  }
}
