import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { networkOf } from '../auth/sign-in-limits.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { redirectProblem } from './core/redirect-uri.ts';
import { OAuthClientEntity } from './oauth.entity.ts';
import { OAuthError } from './oauth-error.ts';

/** Registrations within an hour: of one network, and of all. */
const mostFromOne = 60;
const mostOfAll = 1000;

const Metadata = z.object({
  redirect_uris: z.array(z.string().max(2000)).min(1).max(20),
  client_name: z.string().max(200).optional(),
  client_uri: z.string().max(2000).optional(),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
});

/** What a program is told of its registration (RFC 7591). */
export type RegisteredClient = Readonly<Record<string, unknown>>;

/**
 * Programs that register themselves. All are public clients: whatever else they ask for, they get no secret, and prove by PKCE that they are
 * who began. That one is registered opens nothing.
 */
@Injectable()
export class OAuthClients {
  constructor(private readonly database: Database) {}

  async register(body: unknown, ip: string): Promise<RegisteredClient> {
    const parsed = Metadata.safeParse(body);
    if (!parsed.success)
      throw new OAuthError(
        'invalid_client_metadata',
        `This is no description of a client: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}.`,
      );
    const { redirect_uris: uris, client_name: name, client_uri: uri } = parsed.data;
    for (const each of uris) {
      const problem = redirectProblem(each);
      if (problem) throw new OAuthError('invalid_redirect_uri', `The redirect address ${JSON.stringify(each.slice(0, 200))} ${problem}.`);
    }
    const client = await this.insert({ name: shownName(name), redirectUris: [...new Set(uris)], uri: webAddress(uri) }, ip);
    return {
      client_id: client.id,
      client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
      client_name: client.name,
      redirect_uris: client.redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...(client.uri ? { client_uri: client.uri } : {}),
    };
  }

  /** `null` when there is none with this id. */
  find(id: string | undefined): Promise<OAuthClientEntity | null> {
    return z.uuid().safeParse(id).success ? this.database.manager.findOneBy(OAuthClientEntity, { id: id as string }) : Promise.resolve(null);
  }

  private insert(facts: Pick<OAuthClientEntity, 'name' | 'redirectUris' | 'uri'>, ip: string): Promise<OAuthClientEntity> {
    const registeredFrom = createHash('sha256').update(networkOf(ip)).digest('base64url').slice(0, 22);
    return this.database.transaction(async (transaction) => {
      await transaction.query(`select pg_advisory_xact_lock(hashtextextended('oauth:register', 0))`);
      const [counted] = (await transaction.query(
        `select count(*) filter (where registered_from = $1)::integer as own, count(*)::integer as all from oauth_client where created_at > now() - interval '1 hour'`,
        [registeredFrom],
      )) as { own: number; all: number }[];
      if (counted && (counted.own >= mostFromOne || counted.all >= mostOfAll))
        throw new OAuthError('temporarily_unavailable', 'Too many programs have registered within the last hour. Try again later.');
      // Nobody else clears away those that nobody let in.
      await transaction.query(
        `delete from oauth_client c where created_at < now() - interval '7 days' and not exists (select from oauth_grant g where g.client_id = c.id)`,
      );
      const client = { id: newId(), ...facts, registeredFrom, createdAt: new Date() };
      await transaction.insert(OAuthClientEntity, client);
      return client;
    });
  }
}

/** A name on one line, without characters that turn text around: it is shown where somebody decides whether to trust it. */
function shownName(name: string | undefined): string {
  const plain = (name ?? '')
    .normalize('NFKC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return plain === '' ? 'A program without a name' : plain;
}

function webAddress(uri: string | undefined): string | null {
  return uri !== undefined && URL.canParse(uri) && ['https:', 'http:'].includes(new URL(uri).protocol) ? uri : null;
}
