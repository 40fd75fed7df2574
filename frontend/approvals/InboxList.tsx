import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ApprovalStatusBadge, DueText, RiskBadge } from './ApprovalBadges.tsx';
import { nameOfPerson } from './approval-words.ts';
import type { Inbox } from './useInbox.ts';
import classes from './InboxList.module.css';

const rowHeightPx = 88;
const groupHeightPx = 34;
const overscanRows = 8;
const rowsBeforeEnd = 8;

/** Props of {@link InboxList}. */
export type InboxListProps = { inbox: Inbox; label: string; chosen: ReadonlySet<string>; onToggle: (id: string) => void; empty: ReactNode };

/** The requests of a box. Only what is in view is drawn; the one that is open is scrolled into view when a key moves to it. */
export function InboxList({ inbox, label, chosen, onToggle, empty }: InboxListProps): ReactNode {
  const { entries, list, openId } = inbox;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (entries[index]?.kind === 'group' ? groupHeightPx : rowHeightPx),
    getItemKey: (index) => {
      const entry = entries[index];
      return entry?.kind === 'row' ? entry.row.id : `group ${entry?.path ?? index}`;
    },
    overscan: overscanRows,
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  const { hasMore, isLoadingMore, loadMore } = list;
  useEffect(() => virtual.measure(), [virtual, entries]);
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastIndex >= entries.length - rowsBeforeEnd) loadMore();
  }, [hasMore, isLoadingMore, lastIndex, entries.length, loadMore]);
  const openIndex = entries.findIndex((entry) => entry.kind === 'row' && entry.row.id === openId);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only another open request scrolls, not a list that changed
  }, [openId]);
  const isEmpty = entries.length === 0;
  return (
    <div className={classes.scroller} ref={scroller} aria-busy={list.isLoading || undefined}>
      {!isEmpty && (
        <ul className={classes.list} aria-label={label} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const entry = entries[item.index];
            if (entry === undefined) return null;
            return (
              <li key={item.key} className={classes.entry} style={{ height: item.size, transform: `translateY(${item.start}px)` }}>
                {entry.kind === 'group' ? (
                  <GroupHead path={entry.path} count={entry.count} />
                ) : (
                  <InboxRow inbox={inbox} row={entry.row} isChosen={chosen.has(entry.row.id)} onToggle={() => onToggle(entry.row.id)} />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {list.isLoading && isEmpty && !list.error && <SkeletonRows count={6} />}
      {!!list.error && isEmpty && (
        <div className={classes.message}>
          <ErrorNotice error={list.error} title="The requests could not be read." onRetry={list.reload} />
        </div>
      )}
      {!list.isLoading && !list.error && isEmpty && empty}
      {list.isLoadingMore && <SkeletonRows count={2} />}
    </div>
  );
}

function GroupHead({ path, count }: { path: string; count: number }): ReactNode {
  return (
    <h2 className={classes.group}>
      <PathText path={path} />
      <span className={classes.groupCount}>{count}</span>
    </h2>
  );
}

function InboxRow({ inbox, row, isChosen, onToggle }: { inbox: Inbox; row: ApprovalRow; isChosen: boolean; onToggle: () => void }): ReactNode {
  const isOpen = row.id === inbox.openId;
  return (
    <div className={classes.row} data-active={isOpen || undefined} data-chosen={isChosen || undefined} data-unavailable={!row.viewer.can_act || undefined}>
      <Checkbox className={classes.check} aria-label={`Choose ${row.title}`} checked={isChosen} onChange={onToggle} />
      <Link
        to="/w/$workspace/approvals/$approvalId"
        params={{ workspace: inbox.workspace, approvalId: row.id }}
        search={(previous: Record<string, string | undefined>) => previous}
        replace={!inbox.isNarrow}
        className={classes.link}
        aria-current={isOpen ? 'true' : undefined}
        data-approval={row.id}
      >
        <span className={classes.line}>
          <span className={classes.title}>{row.title}</span>
          {row.risk === 'high' && <RiskBadge risk={row.risk} />}
        </span>
        <span className={classes.line}>
          <span className={classes.what}>
            <KindIcon kind={row.runnable_kind} />
            <PathText path={row.subject.path} />
          </span>
          <span className={classes.asked}>
            {nameOfPerson(row.requested_by)}, <RelativeTime at={row.status === 'open' ? row.created_at : (row.ended_at ?? row.created_at)} />
          </span>
        </span>
        <span className={classes.line}>
          <span className={classes.waiting} title={row.viewer.reason}>
            {row.status === 'open' && (row.viewer.can_act ? row.waiting_for : row.viewer.reason)}
            {row.claimed_by !== null && row.status === 'open' && <span className={classes.claim}>claimed by {nameOfPerson(row.claimed_by)}</span>}
          </span>
          {row.status === 'open' ? <DueText row={row} /> : <ApprovalStatusBadge status={row.status} variant="plain" />}
        </span>
      </Link>
    </div>
  );
}
