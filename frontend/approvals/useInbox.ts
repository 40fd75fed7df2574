import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import type { ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { usePages, type PagedList } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import { useUrlTab } from '../ui/UrlTabs.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { approvalsListKey } from './approvals.api.ts';
import { entriesOf, rowsOf, type InboxEntry } from './inbox-rows.ts';

/** The boxes of the inbox, as tabs. */
export const boxes = [
  { id: 'mine', label: 'Mine' },
  { id: 'groups', label: 'My groups' },
  { id: 'requested', label: 'Requested by me' },
  { id: 'done', label: 'Done' },
] as const;

/** Below this width the list and a request are pages of their own. */
const narrow = '(max-width: 900px)';

/** What the inbox shows, by its address: which box, which filter, which request. */
export type Inbox = {
  workspace: string;
  box: string;
  list: PagedList<ApprovalRow>;
  entries: InboxEntry[];
  /** In the order of the list. */
  rows: ApprovalRow[];
  openId: string | null;
  isNarrow: boolean;
  isGrouped: boolean;
  open: (id: string | null) => void;
  openBox: (box: string) => void;
};

/** The state of the inbox. Side by side there is always a request open; on a phone first the list. */
export function useInbox(): Inbox {
  const { id: workspace } = useWorkspace();
  const { approvalId } = useParams({ strict: false });
  const [state] = useUrlState();
  const navigate = useNavigate();
  const box = useUrlTab(boxes, 'box');
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const isGrouped = state['group'] === 'path';
  const { search, path, status } = state;
  const list = usePages<ApprovalRow>([...approvalsListKey(workspace), box], `/w/${workspace}/approvals`, {
    box,
    search,
    path,
    status: box === 'done' ? status : undefined,
  });
  const entries = useMemo(() => entriesOf(list.items, isGrouped), [list.items, isGrouped]);
  const rows = useMemo(() => rowsOf(entries), [entries]);
  const openId = approvalId ?? null;
  const open = useCallback(
    (id: string | null) => {
      const options = { search: (previous: Record<string, string | undefined>) => previous, replace: !isNarrow };
      void (id === null
        ? navigate({ to: '/w/$workspace/approvals', params: { workspace }, ...options })
        : navigate({ to: '/w/$workspace/approvals/$approvalId', params: { workspace, approvalId: id }, ...options }));
    },
    [navigate, workspace, isNarrow],
  );
  const openBox = (next: string): void =>
    void navigate({
      to: '/w/$workspace/approvals',
      params: { workspace },
      search: ({ search: words, group }: Record<string, string | undefined>) => ({ box: next === boxes[0].id ? undefined : next, search: words, group }),
      replace: true,
    });
  // What is open is written into the address, so that a request that comes in later does not take its place under the eyes.
  const first = !isNarrow && openId === null && !list.isRefreshing ? rows[0]?.id : undefined;
  useEffect(() => {
    if (first !== undefined) open(first);
  }, [first, open]);
  return { workspace, box, list, entries, rows, openId, isNarrow, isGrouped, open, openBox };
}
