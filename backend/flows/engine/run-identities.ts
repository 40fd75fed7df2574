import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { noMember, StandIns } from '../../access/stand-in.ts';
import type { RunFacts } from './load-run.sql.ts';

/** Whom flows act as, with what they hold now: a right that was taken since the run began is gone for its next steps too. */
@Injectable()
export class RunIdentities {
  private readonly standIns: StandIns;

  constructor(@Inject(IDENTIFIER) identifier: Identifier) {
    this.standIns = new StandIns(identifier);
  }

  async of({ job_id: jobId, workspace_id: workspaceId, run_as: runAs, run_as_user_id: userId }: RunFacts): Promise<Auth> {
    const auth = await this.standIns.ofJob(jobId, workspaceId, userId);
    if (!auth) throw noMember(`${runAs}, as whom this flow runs,`);
    return auth;
  }
}
