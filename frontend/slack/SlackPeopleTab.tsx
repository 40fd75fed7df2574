import { Button } from '@mantine/core';
import { IconLink, IconLinkOff, IconUsers } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SlackPerson } from '../../backend/slack/slack.contract.ts';
import { PersonField } from '../approvals/CandidateField.tsx';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FormDialog } from '../ui/FormParts.tsx';
import { TextInput } from '@mantine/core';
import { useApiForm } from '../ui/useApiForm.ts';
import classes from './Slack.module.css';
import { linkSlackPerson, slackKey, slackPeopleQuery, unlinkSlackPerson } from './slack.api.ts';

const howWords = { email: 'By their address', admin: 'By an admin', blocked: 'Taken apart by an admin' } as const;

const columns: Column<SlackPerson>[] = [
  {
    id: 'slack',
    header: 'In Slack',
    width: 'minmax(140px, 1fr)',
    cell: (row) => (
      <span className={classes.nameCell}>
        <span>{row.slack_name || row.slack_user_id}</span>
        <span className={`mono ${classes.muted}`}>{row.slack_user_id}</span>
      </span>
    ),
  },
  {
    id: 'here',
    header: 'Here',
    width: 'minmax(140px, 1fr)',
    cell: (row) =>
      row.username === null ? (
        <span className={classes.muted}>Nobody: can do nothing</span>
      ) : (
        <span>
          {row.username}
          {row.is_active ? '' : ' (not a member any more)'}
        </span>
      ),
  },
  { id: 'how', header: 'Linked', width: '180px', hideBelow: 640, cell: (row) => <span className={classes.muted}>{howWords[row.how]}</span> },
];

/** Who in Slack is who here. */
export function SlackPeopleTab(): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const { data: people = [], isPending, error, refetch } = useQuery(slackPeopleQuery(workspace));
  const [linking, setLinking] = useState<SlackPerson | 'new' | null>(null);
  const [leaving, setLeaving] = useState<SlackPerson | null>(null);
  const actions = (row: SlackPerson): Action[] => [
    { id: 'link', label: row.username === null ? 'Link with a member' : 'Link with somebody else', icon: <IconLink />, perform: () => setLinking(row) },
    ...(row.how === 'blocked'
      ? []
      : [{ id: 'unlink', label: 'Unlink', icon: <IconLinkOff />, isDanger: true, isFirstOfGroup: true, perform: () => setLeaving(row) }]),
  ];
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.muted}>
          People are linked by the address that Slack has confirmed, when they first do something there. Whoever is linked with nobody can do nothing.
        </p>
        <Button leftSection={<IconLink />} onClick={() => setLinking('new')}>
          Link somebody
        </Button>
      </div>
      <DataTable
        label="People in Slack"
        rows={people}
        columns={columns}
        rowKey={(row) => row.slack_user_id}
        rowHeight={52}
        height="natural"
        actions={actions}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        isMuted={(row) => !row.is_active}
        empty={<EmptyState icon={<IconUsers />} title="Nobody has done anything in Slack yet." />}
      />
      {linking && <LinkDialog person={linking === 'new' ? null : linking} onClose={() => setLinking(null)} />}
      <ConfirmDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Unlink ${leaving?.slack_name || leaving?.slack_user_id}?`}
        confirmLabel="Unlink"
        isDanger
        onConfirm={async () => {
          if (leaving) await unlinkSlackPerson(workspace, leaving.slack_user_id);
          await client.invalidateQueries({ queryKey: slackKey(workspace) });
        }}
      >
        <p>In Slack they can do nothing here any more, also where their address is that of a member, until you link them again.</p>
      </ConfirmDialog>
    </>
  );
}

function LinkDialog({ person, onClose }: { person: SlackPerson | null; onClose: () => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { slack_user_id: person?.slack_user_id ?? '', username: person?.username ? `u/${person.username}` : null },
    checks: {
      slack_user_id: ({ slack_user_id: id }) => (/^[UW][A-Z0-9]{2,30}$/.test(id) ? null : 'In Slack: the profile of the person, "Copy member ID"'),
      username: ({ username }) => (username === null ? 'Choose who that is' : null),
    },
    submit: async ({ slack_user_id: id, username }) => {
      await linkSlackPerson(workspace, id, (username ?? '').slice(2));
      await client.invalidateQueries({ queryKey: slackKey(workspace) });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Link somebody in Slack with a member"
      form={form}
      submitLabel="Link"
      description="What they do in Slack is then done as this member."
    >
      <TextInput label="Member ID in Slack" placeholder="U0123ABCD" disabled={person !== null} {...form.text('slack_user_id')} />
      <PersonField
        id={form.idOf('username')}
        label="Member"
        value={form.values.username}
        onChange={(next) => form.set('username', next)}
        error={form.errorOf('username')}
      />
    </FormDialog>
  );
}
