import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { Database } from '../../database/database.ts';
import { JobKinds } from '../../jobs/job-kinds.ts';
import type { RerunJob } from '../../jobs/jobs.contract.ts';
import type { JobDetailRow } from '../../jobs/read-job.sql.ts';
import { rerunArguments } from '../../jobs/rerun-arguments.ts';
import { AgentValue } from '../agent.contract.ts';
import type { JsonObject } from '../../common/json.ts';
import { AgentStarts } from './agent-starts.service.ts';

/** Says to the rest of Millrace what can be done with runs of agents. */
@Injectable()
export class AgentKinds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly starts: AgentStarts,
    private readonly kinds: JobKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.add('agent', { rerun: (auth, job, input) => this.rerun(auth, job, input) });
    this.kinds.add('agent_preview', { rerun: (auth, job, input) => this.rerunPreview(auth, job, input) });
  }

  private rerun(auth: Auth, { path, version, args: before }: JobDetailRow, { args, version: wanted }: RerunJob): Promise<string> {
    requireAccess(auth, 'jobs:run', { kind: 'agent', path });
    const sameVersion = wanted === 'same' && version !== null ? version : undefined;
    return this.starts.run(auth, path, rerunArguments(args, before), { triggerKind: 'rerun', version: sameVersion });
  }

  private async rerunPreview(auth: Auth, { id, path, args: before }: JobDetailRow, { args }: RerunJob): Promise<string> {
    requireAccess(auth, 'jobs:preview');
    const [run] = await this.database.run<{ value: object | null; schema: JsonObject | null }>({
      text: 'select value, schema from agent_run where job_id = $1',
      values: [id],
    });
    if (!run?.value) throw new AppError('job/not_found', 'What this test ran is not kept any more.', { job_id: id });
    return this.starts.preview(auth, { path, value: AgentValue.parse(run.value), schema: run.schema ?? {}, args: rerunArguments(args, before) });
  }
}
