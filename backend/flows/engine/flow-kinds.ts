import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { readAuthor } from '../../approvals/open-approval.sql.ts';
import { RunRequestTargets, type RunDraft } from '../../approvals/run-request-targets.ts';
import { AppError } from '../../common/app-error.ts';
import { sha256 } from '../../common/canonical-json.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database, runIn } from '../../database/database.ts';
import { insertJob } from '../../jobs/insert-jobs.sql.ts';
import { JobKinds } from '../../jobs/job-kinds.ts';
import type { RerunJob } from '../../jobs/jobs.contract.ts';
import type { JobDetailRow } from '../../jobs/read-job.sql.ts';
import { rerunArguments } from '../../jobs/rerun-arguments.ts';
import type { FlowValue } from '../flow.contract.ts';
import { FlowSources } from '../flow-sources.ts';
import { FlowStarts, runApprovalOf } from './flow-starts.service.ts';

/** Says to the rest of Millrace what can be done with flows: run them again, ask to run them. */
@Injectable()
export class FlowKinds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly starts: FlowStarts,
    private readonly flows: FlowSources,
    private readonly kinds: JobKinds,
    private readonly targets: RunRequestTargets,
  ) {}

  onModuleInit(): void {
    this.kinds.add('flow', {
      rerun: (auth, job, input) => this.rerun(auth, job, input),
      prepare: (auth, path, args, options) => this.starts.prepare(auth, path, args, options),
    });
    this.kinds.add('flow_preview', { rerun: (auth, job, input) => this.rerunPreview(auth, job, input) });
    this.targets.add('flow', {
      draft: (auth, path, args) => this.draft(auth, path, args),
      isCurrent: async (transaction, workspaceId, job) =>
        (await runIn<{ id: string }>(transaction, currentVersion(workspaceId, job.path)))[0]?.id === job.versionId,
      start: async (transaction, job) => void (await runIn(transaction, insertJob(job))),
    });
  }

  private rerun(auth: Auth, { path, version, args: before }: JobDetailRow, { args, version: wanted }: RerunJob): Promise<string> {
    requireAccess(auth, 'jobs:run', { kind: 'flow', path });
    const sameVersion = wanted === 'same' && version !== null ? version : undefined;
    return this.starts.run(auth, path, rerunArguments(args, before), { triggerKind: 'rerun', version: sameVersion });
  }

  private async rerunPreview(auth: Auth, { id, path, args: before }: JobDetailRow, { args }: RerunJob): Promise<string> {
    requireAccess(auth, 'jobs:preview');
    const [run] = await this.database.run<{ value: FlowValue | null }>({ text: 'select value from flow_run where job_id = $1', values: [id] });
    if (!run?.value) throw new AppError('job/not_found', 'What this test ran is not kept any more.', { job_id: id });
    return this.starts.preview(auth, { path, value: run.value, schema: {}, args: rerunArguments(args, before), until: null, only: null, results: {} });
  }

  private async draft(auth: Auth, path: string, args: JsonObject): Promise<RunDraft> {
    const { version, value, schema } = await this.flows.sourceFor(auth.workspaceId, path, null);
    const job = await this.starts.prepare(auth, path, args, { triggerKind: 'approval', isApproved: true });
    const [author] = await this.database.run<{ person: string }>(readAuthor('flow', auth.workspaceId, path, version));
    return {
      // However often a decision is tried, there is one job.
      job: { ...job, idempotencyKey: sha256(JSON.stringify(['approval', job.id])) },
      version,
      runApproval: runApprovalOf(value),
      schema,
      author: author?.person ?? '',
    };
  }
}

/** The version that runs at a path now; kept until the end of the transaction, so that no deploy comes between. */
const currentVersion = (workspaceId: string, path: string) => ({
  text: `
select v.id from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
where f.workspace_id = $1 and f.path = $2 and f.archived_at is null for share of f`,
  values: [workspaceId, path],
});
