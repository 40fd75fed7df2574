import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { requireSubject } from '../access/subjects.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { ApprovalDelegationEntity } from './approval.entity.ts';
import type { Delegation, PutDelegation } from './approvals.contract.ts';

/** Time for which somebody may be away at most. */
const longestDays = 366;

/** Times in which one person decides for another. Only for oneself, and never handed on: who decides for somebody cannot give that away. */
@Injectable()
export class Delegations {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Those that the caller gave or was given, as far as they are not over. */
  async list(auth: Auth): Promise<{ items: Delegation[] }> {
    const [me, workspaceId] = [subjectOf(auth), auth.workspaceId];
    const open = { workspaceId, revokedAt: IsNull(), untilAt: MoreThan(new Date()) };
    const rows = await this.database.manager.find(ApprovalDelegationEntity, {
      where: [
        { ...open, principal: me },
        { ...open, delegate: me },
      ],
      order: { fromAt: 'ASC', id: 'ASC' },
      take: 200,
    });
    return { items: rows.map(toContract) };
  }

  async create(auth: Auth, { to, from, until }: PutDelegation): Promise<Delegation> {
    const [fromAt, untilAt] = [new Date(from), new Date(until)];
    const principal = subjectOf(auth);
    if (to === principal) throw invalid('/to', 'must be somebody else');
    if (untilAt <= fromAt || untilAt <= new Date()) throw invalid('/until', 'must come after the begin, and lie in the future');
    if (untilAt.getTime() - fromAt.getTime() > longestDays * 86_400_000) throw invalid('/until', `must come within ${longestDays} days of the begin`);
    return this.database.transaction(async (transaction) => {
      await requireSubject(transaction, auth.workspaceId, to);
      const row = transaction.create(ApprovalDelegationEntity, {
        id: newId(),
        workspaceId: auth.workspaceId,
        principal,
        delegate: to,
        fromAt,
        untilAt,
        revokedAt: null,
      });
      await transaction.insert(ApprovalDelegationEntity, row);
      await this.events.record(transaction, auth, {
        action: 'delegation.created',
        objectKind: 'delegation',
        objectPath: to,
        details: { id: row.id, from, until },
      });
      return toContract(row);
    });
  }

  /** Ends one at once; by who gave it, and by who was given it. */
  async revoke(auth: Auth, id: string): Promise<void> {
    const me = subjectOf(auth);
    await this.database.transaction(async (transaction) => {
      const row = await transaction.findOne(ApprovalDelegationEntity, {
        where: { id, workspaceId: auth.workspaceId, revokedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      const isInvolved = row && (row.principal === me || row.delegate === me || auth.role === 'admin');
      if (!isInvolved) throw new AppError('delegation/not_found', 'There is no such delegation, or you may not see it.');
      await transaction.update(ApprovalDelegationEntity, { id }, { revokedAt: new Date() });
      await this.events.record(transaction, auth, {
        action: 'delegation.revoked',
        objectKind: 'delegation',
        objectPath: row.delegate,
        details: { id, of: row.principal },
      });
    });
  }
}

const invalid = (pointer: string, message: string): AppError =>
  new AppError('delegation/invalid', `This delegation is not valid: "${pointer.slice(1)}" ${message}.`, { problems: [{ pointer, message }] });

function toContract({ id, principal, delegate, fromAt, untilAt }: ApprovalDelegationEntity): Delegation {
  return { id, of: principal, to: delegate, from: fromAt.toISOString(), until: untilAt.toISOString() };
}
