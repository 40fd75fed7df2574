import { Button } from '@mantine/core';
import { IconBeach, IconDownload, IconLayoutList, IconMail } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { openDownload } from '../ui/download.ts';
import { FilterBar } from '../ui/FilterChips.tsx';
import type { FilterDefinition } from '../ui/filter-state.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { UrlTabs } from '../ui/UrlTabs.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { approvalStatusWords } from './approval-words.ts';
import { exportAddress } from './approvals.api.ts';
import { AwayDialog } from './AwayDialog.tsx';
import { EmailDialog } from './EmailDialog.tsx';
import classes from './InboxHead.module.css';
import { boxes, type Inbox } from './useInbox.ts';

const pathFilter: FilterDefinition = { key: 'path', label: 'Path', placeholder: 'f/support/refund' };
const statusFilter: FilterDefinition = {
  key: 'status',
  label: 'Outcome',
  options: (['approved', 'rejected', 'expired', 'withdrawn', 'void'] as const).map((value) => ({ value, label: approvalStatusWords[value] })),
};

/** Title, boxes with their counts, search and filters; and what one does rarely. */
export function InboxHead({ inbox, counts, documentTitle }: { inbox: Inbox; counts: ApprovalCounts | undefined; documentTitle: string }): ReactNode {
  const [, change] = useUrlState();
  const countOf: Readonly<Record<string, number | undefined>> = { mine: counts?.mine, groups: counts?.groups, requested: counts?.requested };
  return (
    <PageHeader
      title="Approvals"
      documentTitle={documentTitle}
      badge={counts && counts.overdue > 0 && <span className={classes.overdue}>{counts.overdue} overdue</span>}
      actions={<HeadActions workspace={inbox.workspace} />}
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
    </PageHeader>
  );
}

function HeadActions({ workspace }: { workspace: string }): ReactNode {
  const { isAdmin } = useWorkspace();
  const [dialog, setDialog] = useState<'away' | 'email' | null>(null);
  const close = (): void => setDialog(null);
  const save = (format: 'csv' | 'json') => (): void => openDownload(`${exportAddress(workspace)}?format=${format}`, `approvals.${format}`);
  const actions: Action[] = [
    { id: 'away', label: 'While I am away', icon: <IconBeach />, perform: () => setDialog('away') },
    { id: 'csv', label: 'Export as CSV', icon: <IconDownload />, perform: save('csv'), isFirstOfGroup: true },
    { id: 'json', label: 'Export as JSON', icon: <IconDownload />, perform: save('json') },
    ...(isAdmin ? [{ id: 'email', label: 'Notifications', icon: <IconMail />, perform: () => setDialog('email'), isFirstOfGroup: true }] : []),
  ];
  return (
    <>
      <Button leftSection={<IconBeach />} className={classes.away} onClick={() => setDialog('away')}>
        While I am away
      </Button>
      <ActionMenu isFramed label="More about approvals" actions={actions} />
      {dialog === 'away' && <AwayDialog onClose={close} />}
      {dialog === 'email' && <EmailDialog onClose={close} />}
    </>
  );
}
