import { useQuery } from '@tanstack/react-query';
import type { ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { useTitleBadge } from '../ui/PageHeader.tsx';
import { approvalCountsQuery, approvalsKey } from './approvals.api.ts';

/** Changes come in bursts; what is shown is read once for each burst. */
const gatherMs = 300;

/** What waits for a person: for the badge of the rail and the title of the tab. */
export const waitingCount = ({ mine, groups }: Pick<ApprovalCounts, 'mine' | 'groups'>): number => mine + groups;

/**
 * Keeps everything about approvals that is on the page live, and gives how many wait. The shell calls it once: pages below
 * need no room of their own.
 */
export function useApprovalNews(workspace: string | null): ApprovalCounts | null {
  const { data } = useQuery({ ...approvalCountsQuery(workspace ?? ''), enabled: workspace !== null });
  const refresh = useRefresh(approvalsKey(workspace ?? ''), gatherMs);
  useRoom(workspace ?? '', workspace === null ? null : 'inbox', { onApprovalsChanged: refresh, onJoined: refresh });
  useTitleBadge(data ? waitingCount(data) : 0);
  return data ?? null;
}
