import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { JobKind, RerunJob } from './jobs.contract.ts';
import type { NewJob } from './new-job.ts';
import type { JobDetailRow } from './read-job.sql.ts';
import type { RunOptions } from './run.service.ts';

/** What one can do with a finished job of a kind that is not that of a script. */
export type JobKindActions = {
  /** Runs it again as `auth`, which may see it; gives the id of the new job. */
  rerun(auth: Auth, job: JobDetailRow, input: RerunJob): Promise<string>;
  /** A job of what is deployed at a path, not written yet: for workflows, which write it with their own record. Absent where there is nothing to run by a path. */
  prepare?(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<NewJob>;
};

/** Where domains say what can be done with their kinds of jobs. Register in `onModuleInit`. */
@Injectable()
export class JobKinds {
  private readonly kinds = new Map<string, JobKindActions>();

  add(kind: JobKind, actions: JobKindActions): void {
    if (this.kinds.has(kind)) throw new Error(`Jobs of the kind ${kind} are handled twice`);
    this.kinds.set(kind, actions);
  }

  get(kind: string): JobKindActions | undefined {
    return this.kinds.get(kind);
  }
}
