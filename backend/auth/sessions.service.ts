import { Injectable } from '@nestjs/common';
import { MoreThan, Not } from 'typeorm';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import type { Session } from './auth.contract.ts';
import type { Client } from './client.ts';
import { hashSecret } from './credentials.ts';
import { SessionEntity } from './session.entity.ts';

/** A session ends when it was not used for that long. */
export const sessionDays = 30;

/** A session that has just begun: the only moment at which its secret is known. */
export type NewSession = { id: string; secret: string; csrfToken: string };

/** Signed-in browsers. */
@Injectable()
export class Sessions {
  constructor(private readonly database: Database) {}

  async start(transaction: Transaction, userId: string, client: Client): Promise<NewSession> {
    const session = { id: newId(), secret: newSecret('mrs'), csrfToken: newSecret('csrf') };
    const expiresAt = new Date(Date.now() + sessionDays * 86_400_000);
    await transaction.insert(SessionEntity, { id: session.id, tokenHash: hashSecret(session.secret), csrfToken: session.csrfToken, userId, ip: client.ip, userAgent: client.userAgent, expiresAt });
    // Nobody else clears away what has expired; one statement per sign-in keeps the table as small as it can be.
    await transaction.query(`delete from session where user_id = $1 and expires_at < now()`, [userId]);
    return session;
  }

  async list(userId: string, currentId: string): Promise<Session[]> {
    const sessions = await this.database.manager.find(SessionEntity, { where: { userId, expiresAt: MoreThan(new Date()) }, order: { seenAt: 'DESC' }, take: 200 });
    return sessions.map((session) => ({
      id: session.id, user_agent: session.userAgent, ip: session.ip, created_at: session.createdAt.toISOString(), seen_at: session.seenAt.toISOString(), is_current: session.id === currentId,
    }));
  }

  async end(transaction: Transaction, userId: string, sessionId: string): Promise<void> {
    const { affected } = await transaction.delete(SessionEntity, { id: sessionId, userId });
    if (!affected) throw new AppError('session/not_found', 'There is no such session; it may have ended already.');
  }

  /** Ends all sessions of a user, but for one if given. */
  async endAll(transaction: Transaction, userId: string, exceptId?: string): Promise<void> {
    await transaction.delete(SessionEntity, exceptId === undefined ? { userId } : { userId, id: Not(exceptId) });
  }
}
