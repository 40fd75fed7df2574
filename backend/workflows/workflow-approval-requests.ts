import { Injectable } from '@nestjs/common';
import { FormSecrets } from '../approvals/form-secrets.ts';
import { Approvals } from '../approvals/approvals.service.ts';
import type { NewApproval } from '../approvals/approvals.service.ts';
import type { Json, JsonObject } from '../common/json.ts';
import type { Transaction } from '../database/database.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import type { ApprovalVote } from '../waits/wait.ts';
import type { WorkflowApprovals } from './approval-port.ts';

/** Lets workflows ask people. */
@Injectable()
export class WorkflowApprovalRequests implements WorkflowApprovals {
  constructor(
    private readonly approvals: Approvals,
    private readonly sources: ScriptSources,
    private readonly formSecrets: FormSecrets,
  ) {}

  async prepare(job: StartedJob, spec: JsonObject): Promise<(transaction: Transaction, wait: { waitId: string; key: string }) => Promise<void>> {
    const version = job.version_id === null ? null : await this.sources.sourceOf(job.version_id);
    return async (transaction, { waitId, key }) => {
      await this.approvals.open(transaction, {
        workspaceId: job.workspace_id,
        waitId,
        subject: { kind: 'workflow', path: job.path, version: version?.version ?? null, job_id: job.id, step: key },
        spec: finished(spec) as NewApproval['spec'],
        context: { brace: '{{', slash: '\\' },
        args: job.args,
        argsSchema: version?.schema ?? null,
        requestedBy: job.created_by,
        requestedByUserId: job.run_as_user_id,
        runAs: job.run_as,
      });
    };
  }

  async reveal(workspaceId: string, votes: readonly ApprovalVote[]): Promise<{ votes: ApprovalVote[]; secrets: string[] }> {
    const opened = await Promise.all(votes.map(({ values }) => this.formSecrets.open(workspaceId, values)));
    return {
      votes: votes.map((vote, index) => ({ ...vote, values: (opened[index]?.values ?? {}) as Json })),
      secrets: opened.flatMap(({ secrets }) => secrets),
    };
  }

  async withdraw(transaction: Transaction, jobId: string, place: string | null): Promise<void> {
    await this.approvals.voidFor(transaction, { jobId, placePrefix: place, reason: 'The workflow does not wait for it any more' });
  }
}

/** Fields of a spec that are templates. */
const templates = ['title', 'summary', 'labels', 'stages', 'escalate_to'];

/** The texts of an approval are templates, but those of a workflow are finished: what looks like a hole, perhaps in a customer's name, is text. */
function finished(spec: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(spec).map(([field, value]) => [field, templates.includes(field) ? literal(value) : value]));
}

function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\\*\{\{/g, (match) => `${'{{{slash}}}'.repeat(match.length - 2)}{{{brace}}}`);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
