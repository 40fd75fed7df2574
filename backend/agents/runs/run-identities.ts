import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { noMember, StandIns } from '../../access/stand-in.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { RunnableAgent } from '../agent-sources.ts';

/** In whose name things are done for a run, with what they hold now: a right that was taken since the run began is gone for its next call too. */
@Injectable()
export class AgentIdentities {
  private readonly standIns: StandIns;

  constructor(@Inject(IDENTIFIER) identifier: Identifier) {
    this.standIns = new StandIns(identifier);
  }

  /** Looks these people up again: whoever left while a run waited must not be who it goes on as. */
  forget(workspaceId: string, userIds: readonly (string | null)[]): void {
    this.standIns.forget(workspaceId, userIds);
  }

  /** As whom the run was asked for. */
  async caller({
    id,
    workspace_id: workspaceId,
    run_as: runAs,
    run_as_user_id: userId,
  }: Pick<StartedJob, 'id' | 'workspace_id' | 'run_as' | 'run_as_user_id'>): Promise<Auth> {
    const auth = await this.standIns.ofJob(id, workspaceId, userId);
    if (!auth) throw noMember(`${runAs}, as whom this agent runs,`);
    return auth;
  }

  /** Who deployed the version; of what is not deployed, who tries it. */
  async author(
    job: Pick<StartedJob, 'id' | 'workspace_id' | 'run_as' | 'run_as_user_id'>,
    agent: Pick<RunnableAgent, 'authorId' | 'createdBy'> | null,
  ): Promise<Auth> {
    if (!agent) return this.caller(job);
    const auth = await this.standIns.ofJob(job.id, job.workspace_id, agent.authorId);
    if (!auth) throw noMember(`${agent.createdBy}, who deployed this agent,`, 'Somebody else must deploy it.');
    return auth;
  }
}
