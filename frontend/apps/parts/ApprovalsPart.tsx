import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { ApprovalRow } from '../../../backend/approvals/approvals.contract.ts';
import type { Page } from '../../../backend/common/page.ts';
import type { ApprovalsPartProps } from '../../../components/view.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { useRoom } from '../../api/live.ts';
import { ApprovalStatusBadge, DueText, RiskBadge } from '../../approvals/ApprovalBadges.tsx';
import { ApprovalDetail } from '../../approvals/ApprovalDetail.tsx';
import { nameOfPerson } from '../../approvals/approval-words.ts';
import { approvalsKey, waitingApprovalsQuery } from '../../approvals/approvals.api.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { KindIcon } from '../../ui/KindIcon.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import { PartFrame } from './PartFrame.tsx';
import classes from './ApprovalsPart.module.css';

/** Requests that wait, in an app; one that is opened shows what is asked, and the decision. */
export function ApprovalsPart(props: ApprovalsPartProps & { workspace: string }): ReactNode {
  return (
    <PartFrame workspace={props.workspace}>
      <Requests {...props} />
    </PartFrame>
  );
}

const listQuery = (workspace: string, scope: 'requested' | 'all', path: string, limit: number) => ({
  queryKey: [...approvalsKey(workspace), 'app', scope, path, limit],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ApprovalRow[]> => {
    const query = { box: scope, status: 'open', limit, ...(path === '' ? {} : { path }) };
    return (await api.get<Page<ApprovalRow>>(inWorkspace(workspace, '/approvals'), query, signal)).items;
  },
});

function Requests({ workspace, scope, path, limit, selected, emptyText, onRows, onSelect, onDecided }: ApprovalsPartProps & { workspace: string }): ReactNode {
  const client = useQueryClient();
  const waiting = useQuery({ ...waitingApprovalsQuery(workspace, limit), enabled: scope === 'waiting' });
  const listed = useQuery({ ...listQuery(workspace, scope === 'waiting' ? 'all' : scope, path, limit), enabled: scope !== 'waiting' });
  const { data, error, refetch } = scope === 'waiting' ? waiting : listed;
  const reload = (): void => void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
  useRoom(workspace, 'inbox', { onApprovalsChanged: reload, onJoined: reload });
  const [decided, setDecided] = useState<string | null>(null);
  // The path is part of the address of a runnable: `f/support` has all below it.
  const rows = scope === 'waiting' && path !== '' ? data?.filter(({ subject }) => subject.path === path || subject.path.startsWith(`${path}/`)) : data;
  useEffect(() => {
    if (rows) onRows(rows.map(({ id, title, subject, risk, requested_by, created_at }) => ({ id, title, path: subject.path, risk, requested_by, created_at })));
  }, [rows, onRows]);
  if (selected !== null)
    return (
      <div className={classes.detail}>
        <Button size="xs" variant="subtle" onClick={() => onSelect(null)}>
          All requests
        </Button>
        <ApprovalDetail
          workspace={workspace}
          id={selected}
          onBack={() => onSelect(null)}
          onDecided={(after, vote) => {
            setDecided(after.title);
            onDecided({ id: after.id, vote, status: after.status });
            onSelect(null);
            reload();
          }}
        />
      </div>
    );
  if (!rows) return error ? <ErrorNotice error={error} title="The requests could not be read." onRetry={() => void refetch()} /> : <SkeletonText lines={4} />;
  return (
    <>
      {decided !== null && (
        <p className={classes.decided} role="status">
          Decided: {decided}
        </p>
      )}
      {rows.length === 0 && <p className={classes.empty}>{emptyText}</p>}
      <ul className={classes.list} aria-label="Requests">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className={classes.row} onClick={() => onSelect(row.id)}>
              <KindIcon kind={row.runnable_kind} variant="tile" />
              <span className={classes.words}>
                <span className={classes.title}>{row.title}</span>
                <span className={classes.asked}>
                  {nameOfPerson(row.requested_by)}, <RelativeTime at={row.created_at} />
                </span>
              </span>
              {row.risk === 'high' && <RiskBadge risk={row.risk} />}
              {row.status === 'open' ? <DueText row={row} /> : <ApprovalStatusBadge status={row.status} />}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
