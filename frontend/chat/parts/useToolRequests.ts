import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApprovalRow } from '../../../backend/approvals/approvals.contract.ts';
import { useRoom } from '../../api/live.ts';
import { openRequestsBelowQuery } from '../../approvals/approvals.api.ts';
import type { ToolPart } from './core/live-answer.ts';

/** A call that is over sooner asks nobody: what runs at once is not looked into. */
const longCallMs = 800;

const nothing: readonly ApprovalRow[] = [];

/**
 * The requests for a decision that a call waits for: its own, where its rule asks first, and those of the flow, workflow or agent that it runs,
 * however deep. Live; only what the person may see.
 */
export function useToolRequests(workspace: string, { status, kind, job_id: job }: ToolPart): readonly ApprovalRow[] {
  const client = useQueryClient();
  const isRunnable = kind === 'script' || kind === 'flow' || kind === 'agent';
  const watched = isRunnable && status === 'running' ? job : null;
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (watched === null) return undefined;
    const timer = setTimeout(() => setLong(true), longCallMs);
    return () => (clearTimeout(timer), setLong(false));
  }, [watched]);
  const isAsked = watched !== null && isLong;
  const query = openRequestsBelowQuery(workspace, watched ?? '');
  const reread = (): void => void client.invalidateQueries({ queryKey: query.queryKey });
  useRoom(workspace, isAsked ? 'inbox' : null, { onApprovalsChanged: reread, onJoined: reread });
  const { data } = useQuery({ ...query, enabled: isAsked, retry: false });
  return isAsked ? (data ?? nothing) : nothing;
}
