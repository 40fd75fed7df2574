import { Injectable } from '@nestjs/common';
import { requireAccess, notFound } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { can } from '../../access/core/can.ts';
import { credentialsOf } from '../../auth/credentials.ts';
import { AppError } from '../../common/app-error.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Database } from '../../database/database.ts';
import type { AppDocument } from '../app.contract.ts';
import { AppAuthors } from '../app-authors.ts';
import { AppItems } from '../app-items.ts';
import type { VersionedApp } from '../apps.repository.ts';
import { anonymousGuest, type Guest } from './guest.ts';
import { EmbedTokens, type EmbedClaims } from './embed-tokens.ts';

/** An app with the guest who got into it. */
export type GuestVisit = { readonly guest: Guest; readonly app: VersionedApp; readonly document: AppDocument };

/**
 * Who gets into an app without an account: anybody, where the live release says so, and whoever brings a token of an embedding site. Sessions
 * and tokens of members open nothing here, so that a guest's page never acts for the person who is signed in beside it.
 */
@Injectable()
export class GuestAccess {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly authors: AppAuthors,
    private readonly tokens: EmbedTokens,
  ) {}

  /** Throws `app/not_found` for an app that lets nobody in, as for one that is not there. */
  async enter(request: MillraceRequest, workspaceId: string, path: string): Promise<GuestVisit> {
    const app = await this.items.repository.findCurrent(this.database.manager, workspaceId, path);
    const credentials = credentialsOf(request);
    const claims = credentials.kind === 'token' && !credentials.isInUrl ? this.claimsOf(credentials.secret) : null;
    if (!app || app.item.archivedAt !== null) throw notFound({ kind: 'app', path });
    const document = app.version.document as AppDocument;
    if (claims) return { guest: await this.embedded(claims, app, document, request.ip ?? ''), app, document };
    if (!document.audience.anonymous) throw notFound({ kind: 'app', path });
    return { guest: anonymousGuest(request.ip ?? ''), app, document };
  }

  /** Sites whose frames may hold an app, for the header of its page; none for what is no such app. */
  async originsOf(workspaceId: string, path: string): Promise<readonly string[]> {
    const app = await this.items.repository.findCurrent(this.database.manager, workspaceId, path);
    return (app?.version.document as AppDocument | undefined)?.audience.embed?.origins ?? [];
  }

  /** The live release of an app that may be embedded; throws where its release does not say so. */
  async embeddable(auth: Auth, path: string): Promise<VersionedApp> {
    const app = await this.items.find(auth, path);
    requireAccess(auth, 'apps:embed', { kind: 'app', path });
    if (!(app.version.document as AppDocument).audience.embed)
      throw new AppError('app/embed_not_allowed', 'The live release of this app names no site that may embed it. Add one in its settings, and release it.', {
        path,
      });
    return app;
  }

  private claimsOf(secret: string): EmbedClaims | null {
    // Of a member: not for here.
    if (!secret.startsWith('mre.')) return null;
    const claims = this.tokens.read(secret);
    if (!claims)
      throw new AppError('app/embed_token_invalid', 'This page was open for too long, or was not opened by the site around it. Load that site again.');
    return claims;
  }

  /** Asked at each call: the token ends when the app is no longer embedded, and with the right of who issued it. */
  private async embedded(claims: EmbedClaims, { item }: VersionedApp, { audience }: AppDocument, address: string): Promise<Guest> {
    if (claims.app !== item.id || !audience.embed) throw notFound({ kind: 'app', path: item.path });
    const issuer = await this.authors.memberBehind(claims.by, item.id, item.workspaceId);
    if (!issuer || !can({ ...issuer, via: { kind: 'token', tokenId: '' } }, 'apps:embed', { kind: 'app', path: item.path }).allowed)
      throw new AppError('app/embed_token_invalid', 'The site around this page may not show this app any more. Tell who runs that site.');
    const { id, name, email, groups } = claims;
    return { kind: 'embed', groups, facts: { username: id, name, email, groups, is_signed_in: true }, createdBy: `embed/${id}`, address };
  }
}
