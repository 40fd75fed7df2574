import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { useRoom } from '../api/live.ts';
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
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { data } = useQuery({ ...approvalCountsQuery(workspace ?? ''), enabled: workspace !== null });
  useEffect(() => () => clearTimeout(timer.current), []);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (workspace !== null) void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    }, gatherMs);
  };
  useRoom(workspace ?? '', workspace === null ? null : 'inbox', { onApprovalsChanged: refresh, onJoined: refresh });
  useTitleBadge(data ? waitingCount(data) : 0);
  return data ?? null;
}
