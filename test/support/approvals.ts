import { Approvals, type NewApproval } from '../../backend/approvals/approvals.service.ts';
import type { Approval, DecideApproval } from '../../backend/approvals/approvals.contract.ts';
import { newId } from '../../backend/common/ids.ts';
import { Database } from '../../backend/database/database.ts';
import { Waits } from '../../backend/waits/waits.service.ts';
import type { TestAnswer, TestApp, TestUser, TestWorkspace } from './app.ts';

/** Decides as a person, over HTTP, as the inbox does. */
export function decideAs(
  workspace: Pick<TestWorkspace, 'api'>,
  person: Pick<TestUser, 'client'>,
  approvalId: string,
  vote: 'approve' | 'reject',
  more: Partial<DecideApproval> = {},
): Promise<TestAnswer<Approval>> {
  return person.client.post<Approval>(`${workspace.api}/approvals/${approvalId}/decide`, { vote, ...more });
}

/** A request of a flow that waits, and what it waits in. */
export type WaitingApproval = { id: string; waitId: string; jobId: string };

/** Makes a job that waits, its wait, and a request for a decision, in one transaction, as a flow does at an approval step. */
export async function anApproval(
  app: TestApp,
  workspace: TestWorkspace,
  changes: Partial<Omit<NewApproval, 'subject'>> & { path?: string; step?: string; parentId?: string } = {},
): Promise<WaitingApproval> {
  const { path = 'f/shop/refund', step = 'a', parentId = null, ...input } = changes;
  const [jobId, database] = [newId(), app.get(Database)];
  const requestedBy = input.requestedBy ?? 'u/admin';
  await database.run({
    text: `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, parent_id) values ($1, $2, 'flow', $3, 'waiting', $4, $5, 'flow', 'x', $6)`,
    values: [jobId, workspace.id, path, requestedBy, input.runAs ?? requestedBy, parentId],
  });
  return database.transaction(async (transaction) => {
    const waitId = await app
      .get(Waits)
      .open(transaction, { workspaceId: workspace.id, jobId, owner: 'flow', place: `/${step}`, kind: 'approval', dueAt: null, eventKey: null });
    const id = await app.get(Approvals).open(transaction, {
      workspaceId: workspace.id,
      waitId,
      subject: { kind: 'flow', path, version: 1, job_id: jobId, step },
      spec: {},
      context: {},
      args: { order: 7 },
      argsSchema: null,
      requestedBy,
      runAs: requestedBy,
      ...input,
    });
    return { id, waitId, jobId };
  });
}
