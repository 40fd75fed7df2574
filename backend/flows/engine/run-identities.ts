import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { BoundedCache } from '../../common/bounded-cache.ts';
import type { RunFacts } from './load-run.sql.ts';

/** What someone holds is believed for so long: the steps of a flow come one after the other. */
const believedMs = 2_000;

/** Whom flows act as, with what they hold now: a right that was taken since the run began is gone for its next steps too. */
@Injectable()
export class RunIdentities {
  private readonly known = new BoundedCache<{ until: number; auth: Promise<Auth | null> }>(1_000);

  constructor(@Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  async of({ job_id: jobId, workspace_id: workspaceId, run_as: runAs, run_as_user_id: userId }: RunFacts): Promise<Auth> {
    const auth = userId === null ? null : await this.enter(workspaceId, userId, jobId);
    if (!auth) throw new AppError('access/forbidden', `${runAs}, as whom this flow runs, is not a member of the workspace any more.`);
    return { ...auth, via: { kind: 'job', jobId } };
  }

  private enter(workspaceId: string, userId: string, jobId: string): Promise<Auth | null> {
    const key = `${workspaceId} ${userId}`;
    const now = Date.now();
    const known = this.known.get(key);
    if (known && known.until > now) return known.auth;
    const identity = { userId, email: '', name: '', isSuperadmin: false, via: { kind: 'job', jobId }, scopes: null, boundWorkspace: workspaceId } as const;
    const auth = this.identifier.enter(identity, workspaceId);
    this.known.set(key, { until: now + believedMs, auth });
    auth.catch(() => this.known.delete(key));
    return auth;
  }
}
