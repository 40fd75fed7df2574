import { queryOptions } from '@tanstack/react-query';
import type {
  Approval,
  ApprovalCounts,
  ApprovalEmail,
  ApprovalHandler,
  ApprovalLink,
  ApprovalRow,
  CreateApprovalLink,
  DecideApproval,
  DecideApprovals,
  DecideApprovalsResult,
  DecideLinked,
  Delegation,
  LinkedApproval,
  PutDelegation,
  ReassignApproval,
  RequestRun,
} from '../../backend/approvals/approvals.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import type { Workspace } from '../../backend/workspaces/workspaces.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about approvals of a workspace: what a decision or a change by others makes stale. */
export const approvalsKey = (workspace: string) => [workspace, 'approvals'] as const;
/** Key of a list of requests. */
export const approvalsListKey = (workspace: string) => [...approvalsKey(workspace), 'list'] as const;

/** How many requests are open, by box. */
export const approvalCountsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'counts'],
    queryFn: ({ signal }) => api.get<ApprovalCounts>(inWorkspace(workspace, '/approval_counts'), undefined, signal),
  });

/** A whole request. */
export const approvalQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'one', id],
    queryFn: ({ signal }) => api.get<Approval>(inWorkspace(workspace, `/approvals/${id}`), undefined, signal),
  });

/** What waits for the person, first what is due first: for the home page. */
export const waitingApprovalsQuery = (workspace: string, limit: number) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'waiting', limit],
    queryFn: async ({ signal }) => {
      const read = (box: string): Promise<Page<ApprovalRow>> => api.get<Page<ApprovalRow>>(inWorkspace(workspace, '/approvals'), { box, limit }, signal);
      const [mine, groups] = await Promise.all([read('mine'), read('groups')]);
      const known = new Set(mine.items.map((row) => row.id));
      return [...mine.items, ...groups.items.filter((row) => !known.has(row.id))].slice(0, limit);
    },
  });

/** The requests that the person made to run one runnable and that still wait. */
export const requestedRunsQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'requested', path],
    queryFn: ({ signal }) =>
      api
        .get<Page<ApprovalRow>>(inWorkspace(workspace, '/approvals'), { box: 'requested', path, limit: 10 }, signal)
        .then((page) => page.items.filter((row) => row.subject.kind === 'run')),
  });

/** The requests that a run, or anything that it runs, waits for. */
export const openRequestsBelowQuery = (workspace: string, jobId: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'below', jobId],
    queryFn: ({ signal }) =>
      api
        .get<Page<ApprovalRow>>(inWorkspace(workspace, '/approvals'), { box: 'all', below: jobId, status: 'open', limit: 5 }, signal)
        .then((page) => page.items),
  });

/** The requests that a run waits for. */
export const openRequestsOfJobQuery = (workspace: string, jobId: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'of-job', jobId],
    queryFn: ({ signal }) =>
      api.get<Page<ApprovalRow>>(inWorkspace(workspace, '/approvals'), { box: 'all', job: jobId, status: 'open', limit: 5 }, signal).then((page) => page.items),
  });

/** Where the record of requests is as a file, under the same filter as the list. */
export const exportAddress = (workspace: string): string => `/api${inWorkspace(workspace, '/approvals_export')}`;

/** Approves or rejects. The key makes that a repeated send counts once. */
export const decideApproval = (workspace: string, id: string, input: Partial<DecideApproval> & Pick<DecideApproval, 'vote'>): Promise<Approval> =>
  api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/decide`), input);
/** Decides many alike; each is recorded and answered for itself. */
export const decideApprovals = (workspace: string, input: DecideApprovals): Promise<DecideApprovalsResult> =>
  api.post<DecideApprovalsResult>(inWorkspace(workspace, '/approvals_decide'), input);
/** Says something without deciding. */
export const commentApproval = (workspace: string, id: string, comment: string): Promise<Approval> =>
  api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/comment`), { comment });
/** Tells the others that one looks after it. */
export const claimApproval = (workspace: string, id: string): Promise<Approval> => api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/claim`));
/** Gives a claim back. */
export const releaseApproval = (workspace: string, id: string): Promise<Approval> => api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/release`));
/** Gives the current stage to others. */
export const reassignApproval = (workspace: string, id: string, input: ReassignApproval): Promise<Approval> =>
  api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/reassign`), input);
/** Takes a request back. */
export const withdrawApproval = (workspace: string, id: string, comment: string): Promise<Approval> =>
  api.post<Approval>(inWorkspace(workspace, `/approvals/${id}/withdraw`), { comment });
/** Makes a single-use link for a person outside; its address is in this answer and nowhere else. */
export const createApprovalLink = (workspace: string, id: string, input: CreateApprovalLink): Promise<ApprovalLink> =>
  api.post<ApprovalLink>(inWorkspace(workspace, `/approvals/${id}/links`), input);
/** Asks for a run that one may not start. */
export const requestRun = (workspace: string, input: RequestRun): Promise<Approval> => api.post<Approval>(inWorkspace(workspace, '/approval_requests'), input);

/** Who decides for whom, and when. */
export const delegationsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...approvalsKey(workspace), 'delegations'],
    queryFn: ({ signal }) => api.get<{ items: Delegation[] }>(inWorkspace(workspace, '/delegations'), undefined, signal).then((answer) => answer.items),
  });
/** Lets somebody decide in one's place for a while. */
export const addDelegation = (workspace: string, input: PutDelegation): Promise<Delegation> =>
  api.post<Delegation>(inWorkspace(workspace, '/delegations'), input);
/** Ends that. */
export const deleteDelegation = (workspace: string, id: string): Promise<void> => api.delete(inWorkspace(workspace, `/delegations/${id}`));

/** What a link shows to a person outside. Reading it decides nothing. */
export const linkedApprovalQuery = (token: string) =>
  queryOptions({
    queryKey: ['approval-link', token],
    queryFn: ({ signal }) => api.get<LinkedApproval>(`/approval_links/${encodeURIComponent(token)}`, undefined, signal),
    retry: false,
    refetchOnWindowFocus: false,
  });
/** Decides by a link. */
export const decideByLink = (token: string, input: DecideLinked): Promise<LinkedApproval> =>
  api.post<LinkedApproval>(`/approval_links/${encodeURIComponent(token)}`, input);

/** The workspace with its settings. */
export const workspaceQuery = (workspace: string) =>
  queryOptions({ queryKey: [workspace, 'workspace'], queryFn: ({ signal }) => api.get<Workspace>(inWorkspace(workspace, ''), undefined, signal) });
/** Says how people are told of requests, null for not by e-mail, and what runs for everything that becomes of them. */
export const setApprovalNotices = (workspace: string, email: ApprovalEmail | null, handler: ApprovalHandler | null): Promise<Workspace> =>
  api.patch<Workspace>(inWorkspace(workspace, ''), { settings: { approval_email: email, approval_handler: handler } });
