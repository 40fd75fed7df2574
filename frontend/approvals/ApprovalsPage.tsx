import { Button } from '@mantine/core';
import { IconBeach, IconChecklist, IconDots, IconDownload, IconLayoutList } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Approval, ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { openDownload } from '../ui/download.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar } from '../ui/FilterChips.tsx';
import type { FilterDefinition } from '../ui/filter-state.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { Splitter } from '../ui/Splitter.tsx';
import { UrlTabs } from '../ui/UrlTabs.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { ApprovalDetail } from './ApprovalDetail.tsx';
import { approvalStatusWords, outcomeOf } from './approval-words.ts';
import { approvalCountsQuery, exportAddress } from './approvals.api.ts';
import { AwayDialog } from './AwayDialog.tsx';
import { InboxBulkBar } from './InboxBulkBar.tsx';
import { InboxList } from './InboxList.tsx';
import { LastDecision, type Decided } from './LastDecision.tsx';
import { neighbourOf, nextAfter } from './inbox-rows.ts';
import { boxes, useInbox, type Inbox } from './useInbox.ts';
import classes from './ApprovalsPage.module.css';

const pathFilter: FilterDefinition = { key: 'path', label: 'Path', placeholder: 'f/support/refund' };
const statusFilter: FilterDefinition = {
  key: 'status',
  label: 'Outcome',
  options: (['approved', 'rejected', 'expired', 'withdrawn', 'void'] as const).map((value) => ({ value, label: approvalStatusWords[value] })),
};

/** The inbox: what waits for a decision of mine, of my groups, what I asked for, and what is done. List and request side by side. */
export function ApprovalsPage(): ReactNode {
  const inbox = useInbox();
  const { workspace, openId, isNarrow, rows } = inbox;
  const { data: counts } = useQuery(approvalCountsQuery(workspace));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [decided, setDecided] = useState<Decided | null>(null);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const onDecided = (after: Approval, vote: 'approve' | 'reject'): void => {
    setDecided({ id: after.id, title: after.title, words: outcomeOf(after, vote) });
    const next = inbox.box === 'mine' || inbox.box === 'groups' ? nextAfter(rows, after.id) : null;
    if (next) inbox.open(next.id);
    else if (isNarrow) inbox.open(null);
  };
  useInboxKeys(inbox, toggle);
  const isAlone = isNarrow && openId !== null;
  const list = (
    <div className={classes.list}>
      <InboxBulkBar rows={rows} chosen={chosen} onChange={setChosen} />
      <InboxList
        inbox={inbox}
        label={boxes.find(({ id }) => id === inbox.box)?.label ?? 'Requests'}
        chosen={chosen}
        onToggle={toggle}
        empty={<EmptyBox box={inbox.box} counts={counts} onOpen={inbox.openBox} />}
      />
    </div>
  );
  const detail = (
    <div className={classes.detail} data-alone={isAlone || undefined}>
      {decided && <LastDecision decided={decided} isShown={openId !== decided.id} onShow={() => inbox.open(decided.id)} onClose={() => setDecided(null)} />}
      {openId === null ? (
        <NothingOpen />
      ) : (
        <ApprovalDetail key={openId} workspace={workspace} id={openId} onDecided={onDecided} onBack={isNarrow ? () => inbox.open(null) : undefined} />
      )}
    </div>
  );
  return (
    <Page layout="fill" isFlush header={isAlone ? <AloneHead /> : <Head inbox={inbox} counts={counts} />}>
      <LiveRegion text={decided ? `${decided.title}: ${decided.words}` : ''} />
      {isNarrow ? (
        isAlone ? (
          detail
        ) : (
          list
        )
      ) : (
        <Splitter name="approvals" label="Resize the list" first={list} second={detail} initial={36} minimum={24} maximum={60} />
      )}
    </Page>
  );
}

/** On a phone a request has the whole page; its own heading says what it is. */
function AloneHead(): ReactNode {
  return <h1 className="visually-hidden">Approvals</h1>;
}

function Head({ inbox, counts }: { inbox: Inbox; counts: ApprovalCounts | undefined }): ReactNode {
  const [, change] = useUrlState();
  const [isAwayOpen, setAwayOpen] = useState(false);
  const countOf: Readonly<Record<string, number | undefined>> = { mine: counts?.mine, groups: counts?.groups, requested: counts?.requested };
  return (
    <PageHeader
      title="Approvals"
      badge={counts && counts.overdue > 0 && <span className={classes.overdue}>{counts.overdue} overdue</span>}
      actions={
        <>
          <Button leftSection={<IconBeach />} className={classes.away} onClick={() => setAwayOpen(true)}>
            While I am away
          </Button>
          <ActionMenu
            target={<IconButton label="More about approvals" icon={<IconDots />} variant="default" size={32} />}
            actions={[
              { id: 'away', label: 'While I am away', icon: <IconBeach />, perform: () => setAwayOpen(true) },
              {
                id: 'csv',
                isFirstOfGroup: true,
                icon: <IconDownload />,
                label: 'Export as CSV',
                perform: () => openDownload(`${exportAddress(inbox.workspace)}?format=csv`, 'approvals.csv'),
              },
              {
                id: 'json',
                icon: <IconDownload />,
                label: 'Export as JSON',
                perform: () => openDownload(`${exportAddress(inbox.workspace)}?format=json`, 'approvals.json'),
              },
            ]}
          />
        </>
      }
    >
      <UrlTabs
        label="Boxes"
        parameter="box"
        onOpen={inbox.openBox}
        tabs={boxes.map(({ id, label }) => ({ id, label, count: (countOf[id] ?? 0) > 0 ? countOf[id] : null }))}
      />
      <div className={classes.filters}>
        <FilterBar filters={inbox.box === 'done' ? [pathFilter, statusFilter] : [pathFilter]} searchKey="search" searchLabel="Search requests">
          <IconButton
            label={inbox.isGrouped ? 'Do not group' : 'Group by path'}
            icon={<IconLayoutList />}
            isActive={inbox.isGrouped}
            variant={inbox.isGrouped ? 'light' : 'subtle'}
            onClick={() => change({ group: inbox.isGrouped ? undefined : 'path' })}
          />
        </FilterBar>
      </div>
      {isAwayOpen && <AwayDialog onClose={() => setAwayOpen(false)} />}
    </PageHeader>
  );
}

/** Keys of the list; those of a request are with it. */
function useInboxKeys(inbox: Inbox, toggle: (id: string) => void): void {
  const { rows, openId } = inbox;
  const go = (by: number): void => {
    const next = neighbourOf(rows, openId, by);
    if (next === null) return;
    inbox.open(next.id);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-approval="${next.id}"]`)?.focus({ preventScroll: true }));
  };
  const options = { group: 'Approvals', isEnabled: rows.length > 0 };
  useShortcut('j', 'Next request', () => go(1), options);
  useShortcut('k', 'Previous request', () => go(-1), options);
  useShortcut('x', 'Choose the request', () => openId !== null && toggle(openId), options);
}

function NothingOpen(): ReactNode {
  return <EmptyState icon={<IconChecklist />} title="No request is open" />;
}

const emptyWords: Readonly<Record<string, { title: string; words?: string }>> = {
  mine: { title: 'Nothing waits for you', words: 'Flows, workflows and people who ask to run something put their questions here.' },
  groups: { title: 'Nothing waits for your groups' },
  requested: { title: 'You have asked for nothing', words: 'Where you may see a script but not run it, “Request to run” asks its owners.' },
  done: { title: 'Nothing is done yet', words: 'Decided, expired and withdrawn requests stay here.' },
};

function EmptyBox({ box, counts, onOpen }: { box: string; counts: ApprovalCounts | undefined; onOpen: (box: string) => void }): ReactNode {
  const [state] = useUrlState();
  if (state['search'] || state['path'] || state['status']) return <EmptyState icon={<IconChecklist />} title="No request answers this filter" />;
  const { title, words } = emptyWords[box] ?? { title: 'Nothing is here' };
  const other = box === 'mine' && counts && counts.groups > 0 ? 'groups' : box === 'groups' && counts && counts.mine > 0 ? 'mine' : null;
  return (
    <EmptyState
      icon={<IconChecklist />}
      title={title}
      action={other && <Button onClick={() => onOpen(other)}>{other === 'groups' ? 'Open my groups' : 'Open mine'}</Button>}
    >
      {words}
    </EmptyState>
  );
}
