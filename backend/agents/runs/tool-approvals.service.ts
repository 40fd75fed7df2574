import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { Approvals } from '../../approvals/approvals.service.ts';
import { newId } from '../../common/ids.ts';
import { Database, type Transaction } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import type { Ending } from '../../waits/wait.ts';
import { Waits } from '../../waits/waits.service.ts';
import type { ToolRecord } from '../../../agents/ports.ts';
import type { RunContext } from './run-context.ts';
import type { HostedTool, PlannedCall } from './tools/hosted-tool.ts';

/** What became of a request. The reason is for the model. */
export type ToolDecision = { outcome: 'approved' | 'rejected'; reason: string };

/** A question that is about to be asked. */
export type ToolQuestion = { record: ToolRecord; tool: HostedTool; planned: PlannedCall; identity: Auth };

/** The place of the wait of a call. */
export const placeOfCall = (callId: string): string => `call/${callId}/`;

/** Asks people before tools are called, by the one core of approvals: the same inbox, rules, records and notices. */
@Injectable()
export class ToolApprovals {
  constructor(
    private readonly database: Database,
    private readonly approvals: Approvals,
    private readonly waits: Waits,
  ) {}

  /** Gives what opens wait and request in the transaction that records the question. */
  prepare(context: RunContext, { record, tool, planned, identity }: ToolQuestion): { waitId: string; open: (transaction: Transaction) => Promise<string> } {
    const { job, deployed, scope } = context;
    const waitId = newId();
    const place = { workspaceId: job.workspace_id, jobId: job.id, place: placeOfCall(record.callId) };
    return {
      waitId,
      open: async (transaction) => {
        await this.waits.open(transaction, { id: waitId, ...place, owner: 'agent', kind: 'approval', dueAt: null, eventKey: null });
        return this.approvals.open(transaction, {
          workspaceId: job.workspace_id,
          waitId,
          subject: { kind: 'agent', path: job.path, version: deployed?.version ?? null, job_id: job.id, step: record.name },
          spec: { title: `Call ${tool.path ?? record.name}`, ...tool.rule.approval },
          context: {
            args: planned.detail.args,
            ...scope,
            tool: { name: record.name, path: tool.path, kind: tool.kind },
            agent: { path: job.path, summary: deployed?.summary ?? '' },
          },
          args: planned.detail.args,
          argsSchema: planned.schema,
          requestedBy: job.created_by,
          requestedByUserId: job.run_as_user_id,
          runAs: subjectOf(identity),
        });
      },
    };
  }

  /** How a question was answered; `null` while it is open. */
  async decisionOf(waitId: string | null): Promise<ToolDecision | null> {
    if (waitId === null) return null;
    const [row] = await untilAnswered(() =>
      this.database.run<{ ending: Ending | null }>({
        name: 'agent_decision',
        text: 'select ending from wait where id = $1 and closed_at is not null',
        values: [waitId],
      }),
    );
    if (!row?.ending) return null;
    return row.ending.by === 'approval' ? decisionOf(row.ending) : { outcome: 'rejected', reason: 'Nobody waits for the decision any more.' };
  }
}

function decisionOf({ outcome, votes }: Extract<Ending, { by: 'approval' }>): ToolDecision {
  if (outcome === 'approved') return { outcome, reason: '' };
  const against = votes.filter(({ vote }) => vote === 'reject').at(-1);
  const words: Record<typeof outcome, string> = {
    rejected: `${against?.by ?? 'Somebody'} rejected this call${against?.comment ? `: ${against.comment}` : ', without giving a reason'}.`,
    expired: 'Nobody decided about this call in time.',
    withdrawn: 'The request to make this call was withdrawn.',
  };
  return { outcome: 'rejected', reason: words[outcome] };
}
