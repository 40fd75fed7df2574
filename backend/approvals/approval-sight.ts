import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { ApprovalRequestEntity } from './approval.entity.ts';
import { visibleApprovalIds } from './list-approvals.sql.ts';
import { PrincipalFinder, type Principals } from './principals.ts';

/** Who may see which requests. What one may not see is not there. */
@Injectable()
export class ApprovalSight {
  constructor(
    private readonly database: Database,
    private readonly principals: PrincipalFinder,
  ) {}

  async sees(transaction: Transaction, auth: Auth, id: string, known?: Principals): Promise<boolean> {
    const principals = known ?? (await this.principals.of(auth, transaction));
    return (await runIn(transaction, visibleApprovalIds(auth, principals, [id]))).length > 0;
  }

  /** Those of the requests that the caller may see. */
  async visible(auth: Auth, ids: readonly string[]): Promise<ApprovalRequestEntity[]> {
    const seen = await this.database.run<{ id: string }>(visibleApprovalIds(auth, await this.principals.of(auth), ids));
    return seen.length === 0 ? [] : this.database.manager.find(ApprovalRequestEntity, { where: { id: In(seen.map(({ id }) => id)) } });
  }

  /** One request, or the answer that there is none. */
  async require(auth: Auth, id: string): Promise<ApprovalRequestEntity> {
    const [request] = await this.visible(auth, [id]);
    if (!request) throw this.notFound();
    return request;
  }

  notFound(): AppError {
    return new AppError('approval/not_found', 'There is no such approval, or you may not see it.');
  }
}
