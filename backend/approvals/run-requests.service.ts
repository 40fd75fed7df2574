import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { sha256 } from '../common/canonical-json.ts';
import type { JsonObject } from '../common/json.ts';
import { Database, runIn } from '../database/database.ts';
import { mayRunDirectly } from '../jobs/core/run-approval.ts';
import { insertJob } from '../jobs/insert-jobs.sql.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { RunService } from '../jobs/run.service.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import type { Approval, RequestRun } from './approvals.contract.ts';
import { ApprovalInbox } from './approval-inbox.service.ts';
import { Approvals } from './approvals.service.ts';
import { readAuthor } from './open-approval.sql.ts';
import { RunRequestTargets, type RunDraft } from './run-request-targets.ts';

/**
 * Asks to run what one may read but not run by oneself. The job is made at once, with its arguments checked and its secrets sealed, and is
 * written exactly so when it is approved: in the name of who asked, as of the version that was shown.
 */
@Injectable()
export class RunRequests implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly approvals: Approvals,
    private readonly inbox: ApprovalInbox,
    private readonly targets: RunRequestTargets,
    private readonly runs: RunService,
    private readonly sources: ScriptSources,
  ) {}

  onModuleInit(): void {
    this.targets.add('script', {
      draft: (auth, path, args) => this.draftOfScript(auth, path, args),
      isCurrent: async (transaction, workspaceId, job) =>
        (await runIn<{ id: string }>(transaction, currentVersion(workspaceId, job.path)))[0]?.id === job.versionId,
      start: async (transaction, job) => void (await runIn(transaction, insertJob(job))),
    });
  }

  async request(auth: Auth, { kind, path, args, reason }: RequestRun): Promise<Approval> {
    const target = { kind, path } as const;
    requireAccess(auth, 'jobs:run', target);
    const draft = await this.targets.of(kind).draft(auth, path, args);
    if (draft.runApproval === null || mayRunDirectly(auth, target, draft.runApproval))
      throw new AppError('approval/not_needed', `You may run ${path} yourself; nobody has to decide about it.`, { path });
    const { approval: spec } = draft.runApproval;
    const id = await this.database.transaction((transaction) =>
      this.approvals.open(transaction, {
        workspaceId: auth.workspaceId,
        waitId: null,
        subject: { kind: 'run', path, version: draft.version, job_id: null, step: null },
        runnableKind: kind,
        spec: { ...spec, title: spec.title || `Run ${path}`, summary: spec.summary || reasonAsTemplate },
        context: { args: maskSecrets(draft.job.args) as JsonObject, reason, path, requested_by: subjectOf(auth) },
        args: draft.job.args,
        argsSchema: draft.schema,
        requestedBy: subjectOf(auth),
        requestedByUserId: auth.userId,
        runAs: subjectOf(auth),
        authors: [draft.author],
        runDraft: draft.job,
        by: auth,
      }),
    );
    return this.inbox.get(auth, id);
  }

  private async draftOfScript(auth: Auth, path: string, args: JsonObject): Promise<RunDraft> {
    const script = await this.sources.sourceFor(auth.workspaceId, path, null);
    const job = await this.runs.prepare(auth, path, args, { triggerKind: 'approval', isApproved: true });
    const [author] = await this.database.run<{ person: string }>(readAuthor('script', auth.workspaceId, path, script.version));
    return {
      job: onceOnly(job),
      version: script.version,
      runApproval: script.settings.run_approval ?? null,
      schema: script.schema,
      author: author?.person ?? '',
    };
  }
}

/** Why somebody asks, as text: what they write is no Markdown. */
const reasonAsTemplate = '{{reason}}';

/** However often a decision is tried, there is one job. */
const onceOnly = (job: NewJob): NewJob => ({ ...job, idempotencyKey: sha256(JSON.stringify(['approval', job.id])) });

/** The version that runs at a path now; kept until the end of the transaction, so that no deploy comes between. */
const currentVersion = (workspaceId: string, path: string) => ({
  text: `
select v.id from script s join script_version v on v.script_id = s.id and v.version = s.current_version
where s.workspace_id = $1 and s.path = $2 and s.archived_at is null for share of s`,
  values: [workspaceId, path],
});
