import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { readAuthor } from '../../approvals/open-approval.sql.ts';
import { RunRequestTargets, type RunDraft } from '../../approvals/run-request-targets.ts';
import { AppError } from '../../common/app-error.ts';
import { sha256 } from '../../common/canonical-json.ts';
import { Database, runIn } from '../../database/database.ts';
import { insertJob } from '../../jobs/insert-jobs.sql.ts';
import { JobKinds } from '../../jobs/job-kinds.ts';
import type { RerunJob } from '../../jobs/jobs.contract.ts';
import type { JobDetailRow } from '../../jobs/read-job.sql.ts';
import { rerunArguments } from '../../jobs/rerun-arguments.ts';
import type { JsonObject } from '../../common/json.ts';
import { AgentSources } from '../agent-sources.ts';
import { DescribedAgent } from '../described-agent.ts';
import { AgentStarts } from './agent-starts.service.ts';

/** Says to the rest of Millrace what can be done with agents: run them again, ask to run them. */
@Injectable()
export class AgentKinds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly starts: AgentStarts,
    private readonly kinds: JobKinds,
    private readonly agents: AgentSources,
    private readonly targets: RunRequestTargets,
  ) {}

  onModuleInit(): void {
    this.kinds.add('agent', { rerun: (auth, job, input) => this.rerun(auth, job, input) });
    this.kinds.add('agent_preview', { rerun: (auth, job, input) => this.rerunPreview(auth, job, input) });
    this.targets.add('agent', {
      draft: (auth, path, args) => this.draft(auth, path, args),
      isCurrent: async (transaction, workspaceId, job) =>
        (await runIn<{ id: string }>(transaction, currentVersion(workspaceId, job.path)))[0]?.id === job.versionId,
      // Its thread is made when it begins.
      start: async (transaction, job) => void (await runIn(transaction, insertJob(job))),
    });
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
    return this.starts.preview(auth, { path, value: DescribedAgent.parse(run.value), schema: run.schema ?? {}, args: rerunArguments(args, before) });
  }

  private async draft(auth: Auth, path: string, args: JsonObject): Promise<RunDraft> {
    const { version, value, schema } = await this.agents.sourceFor(auth.workspaceId, path, null);
    const { job } = await this.starts.prepare(auth, path, args, { triggerKind: 'approval', isApproved: true });
    const [author] = await this.database.run<{ person: string }>(readAuthor('agent', auth.workspaceId, path, version));
    // However often a decision is tried, there is one job.
    const onceOnly = { ...job, idempotencyKey: sha256(JSON.stringify(['approval', job.id])) };
    return { job: onceOnly, version, runApproval: value.run_approval ?? null, schema, author: author?.person ?? '' };
  }
}

/** The version that runs at a path now; kept until the end of the transaction, so that no deploy comes between. */
const currentVersion = (workspaceId: string, path: string) => ({
  text: `
select v.id from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
where a.workspace_id = $1 and a.path = $2 and a.archived_at is null for share of a`,
  values: [workspaceId, path],
});
