import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Approval, ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Page } from '../ui/Page.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { Splitter } from '../ui/Splitter.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { ApprovalDetail } from './ApprovalDetail.tsx';
import { outcomeOf } from './approval-words.ts';
import { approvalCountsQuery, approvalQuery } from './approvals.api.ts';
import { EmptyInbox } from './EmptyInbox.tsx';
import { InboxBulkBar } from './InboxBulkBar.tsx';
import { InboxHead } from './InboxHead.tsx';
import { InboxList } from './InboxList.tsx';
import { LastDecision, type Decided } from './LastDecision.tsx';
import { neighbourOf, nextAfter } from './inbox-rows.ts';
import { boxes, useInbox, type Inbox } from './useInbox.ts';
import classes from './ApprovalsPage.module.css';

/** The inbox: what waits for a decision of mine, of my groups, what I asked for, and what is done. List and request side by side. */
export function ApprovalsPage(): ReactNode {
  const inbox = useInbox();
  const { workspace, openId, isNarrow, rows } = inbox;
  const { data: counts } = useQuery(approvalCountsQuery(workspace));
  const { data: opened } = useQuery({ ...approvalQuery(workspace, openId ?? ''), enabled: openId !== null });
  const title = openId !== null && opened ? opened.title : 'Approvals';
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
  useFirstBox(inbox, counts);
  useInboxKeys(inbox, toggle);
  const isAlone = isNarrow && openId !== null;
  const strip = decided && (
    <LastDecision decided={decided} isShown={openId !== decided.id} onShow={() => inbox.open(decided.id)} onClose={() => setDecided(null)} />
  );
  const list = (
    <ListPane inbox={inbox} counts={counts} chosen={chosen} onChoose={setChosen} onToggle={toggle}>
      {isNarrow && strip}
    </ListPane>
  );
  const detail = (
    <div className={classes.detail} data-alone={isAlone || undefined}>
      {strip}
      {openId === null ? (
        <EmptyState icon={<IconChecklist />} title="No request is open" />
      ) : (
        <ApprovalDetail key={openId} workspace={workspace} id={openId} onDecided={onDecided} onBack={isNarrow ? () => inbox.open(null) : undefined} />
      )}
    </div>
  );
  const narrow = isAlone ? detail : list;
  return (
    <Page layout="fill" isFlush header={isAlone ? <AloneHead title={title} /> : <InboxHead inbox={inbox} counts={counts} documentTitle={title} />}>
      <LiveRegion text={decided ? `${decided.title}: ${decided.words}` : ''} />
      {isNarrow ? narrow : <Splitter name="approvals" label="Resize the list" first={list} second={detail} initial={36} minimum={24} maximum={60} />}
    </Page>
  );
}

type ListPaneProps = {
  inbox: Inbox;
  counts: ApprovalCounts | undefined;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onToggle: (id: string) => void;
  children: ReactNode;
};

/** The list with what can be done with the chosen ones above it. */
function ListPane({ inbox, counts, chosen, onChoose, onToggle, children }: ListPaneProps): ReactNode {
  return (
    <div className={classes.list}>
      {children}
      <InboxBulkBar rows={inbox.rows} chosen={chosen} onChange={onChoose} />
      <InboxList
        inbox={inbox}
        label={boxes.find(({ id }) => id === inbox.box)?.label ?? 'Requests'}
        chosen={chosen}
        onToggle={onToggle}
        empty={<EmptyInbox box={inbox.box} counts={counts} onOpen={inbox.openBox} />}
      />
    </div>
  );
}

/** On a phone a request has the whole page; its own heading says what it is. */
function AloneHead({ title }: { title: string }): ReactNode {
  usePageTitle(title);
  return <h1 className="visually-hidden">Approvals</h1>;
}

/** Who comes to the inbox without naming a box, and is asked only as a member of a group, begins there: once, so that every box can be looked into. */
function useFirstBox({ box, openId, openBox }: Inbox, counts: ApprovalCounts | undefined): void {
  const [state] = useUrlState();
  const isChosen = useRef(openId !== null || state['box'] !== undefined);
  useEffect(() => {
    if (isChosen.current || !counts) return;
    isChosen.current = true;
    if (box === 'mine' && counts.mine === 0 && counts.groups > 0) openBox('groups');
  }, [box, counts, openBox]);
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
