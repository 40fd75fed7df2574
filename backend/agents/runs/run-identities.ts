import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { BoundedCache } from '../../common/bounded-cache.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { RunnableAgent } from '../agent-sources.ts';

/** What someone holds is believed for so long: the calls of a turn come one after the other. */
const believedMs = 2_000;

/** In whose name things are done for a run, with what they hold now: a right that was taken since the run began is gone for its next call too. */
@Injectable()
export class AgentIdentities {
  private readonly known = new BoundedCache<{ until: number; auth: Promise<Auth | null> }>(1_000);

  constructor(@Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  /** Looks everybody of a workspace up again: whoever left while a run waited must not be who it goes on as. */
  forget(workspaceId: string, userIds: readonly (string | null)[]): void {
    for (const userId of userIds) this.known.delete(`${workspaceId} ${userId ?? ''}`);
  }

  /** As whom the run was asked for. */
  async caller({
    id,
    workspace_id: workspaceId,
    run_as: runAs,
    run_as_user_id: userId,
  }: Pick<StartedJob, 'id' | 'workspace_id' | 'run_as' | 'run_as_user_id'>): Promise<Auth> {
    const auth = userId === null ? null : await this.enter(workspaceId, userId, id);
    if (!auth) throw new AppError('access/forbidden', `${runAs}, as whom this agent runs, is not a member of the workspace any more.`);
    return { ...auth, via: { kind: 'job', jobId: id } };
  }

  /** Who deployed the version; of what is not deployed, who tries it. */
  async author(
    job: Pick<StartedJob, 'id' | 'workspace_id' | 'run_as' | 'run_as_user_id'>,
    agent: Pick<RunnableAgent, 'authorId' | 'createdBy'> | null,
  ): Promise<Auth> {
    if (!agent) return this.caller(job);
    const auth = await this.enter(job.workspace_id, agent.authorId, job.id);
    if (!auth)
      throw new AppError(
        'access/forbidden',
        `${agent.createdBy}, who deployed this agent, is not a member of the workspace any more. Somebody else must deploy it.`,
      );
    return { ...auth, via: { kind: 'job', jobId: job.id } };
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
