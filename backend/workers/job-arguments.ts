import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { SecretArguments } from '../jobs/secret-arguments.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { isReference } from '../schema/validator.ts';
import { openTaskArguments } from '../workflows/workflow-tasks.service.ts';

/** The arguments of a job as it starts: secrets opened, references resolved as the identity that it runs as. */
@Injectable()
export class JobArguments {
  constructor(
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    private readonly secrets: SecretArguments,
    private readonly resolver: ArgumentResolver,
  ) {}

  /** Gives the arguments in clear, and every secret value among them so that it can be kept out of the log. */
  async resolve(job: StartedJob): Promise<{ args: JsonObject; secrets: string[] }> {
    const opened = await this.secrets.open(job.workspace_id, job.id, job.args);
    // What a workflow hands to a function of its own is resolved already.
    if (job.entry !== null) return openTaskArguments(opened.args);
    const plain = new Set(job.settings.plain_arguments);
    const looked = plain.size === 0 ? opened.args : Object.fromEntries(Object.entries(opened.args).filter(([name]) => !plain.has(name)));
    if (!hasReference(looked)) return { args: opened.args, secrets: opened.values };
    const resolved = await this.resolver.resolve(await this.identityOf(job), looked);
    return { args: { ...opened.args, ...resolved.args }, secrets: [...opened.values, ...resolved.secrets] };
  }

  /** Whom the job acts as, with what they hold now: a grant that was taken since the job was made is gone for it too. */
  private async identityOf(job: StartedJob): Promise<Auth> {
    const principal = { workspaceId: job.workspace_id, userId: job.run_as_user_id, via: { kind: 'job', jobId: job.id } } as const;
    return requireStandIn(this.identifier, principal, `${job.run_as}, as whom this job runs,`);
  }
}

function hasReference(value: unknown): boolean {
  if (isReference(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasReference);
}
