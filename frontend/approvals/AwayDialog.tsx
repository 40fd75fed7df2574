import { Button, Modal, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Delegation } from '../../backend/approvals/approvals.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { fromLocalField, toLocalField } from '../ui/filter-state.ts';
import { FormSummary } from '../ui/FormParts.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { SkeletonText } from '../ui/Skeletons.tsx';
import { useApiForm, type ApiForm } from '../ui/useApiForm.ts';
import { addDelegation, approvalsKey, delegationsQuery, deleteDelegation } from './approvals.api.ts';
import { nameOfPerson } from './approval-words.ts';
import { PersonField } from './CandidateField.tsx';
import classes from './AwayDialog.module.css';

type Values = { to: string | null; from: string; until: string };

const weekMs = 7 * 86_400_000;
const range = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** "While I am away": who decides in one's place, and when; and for whom oneself decides. */
export function AwayDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const { data, error, refetch } = useQuery(delegationsQuery(workspace));
  const mine = data?.filter((delegation) => nameOfPerson(delegation.of) === username) ?? [];
  const others = data?.filter((delegation) => nameOfPerson(delegation.of) !== username) ?? [];
  return (
    <Modal opened onClose={onClose} title="While I am away" size="lg">
      <div className={classes.dialog}>
        <p className={classes.words}>
          Somebody else decides in your place for a while. Each decision is recorded with both names, and you can still decide yourself.
        </p>
        {error && <ErrorNotice error={error} title="The list could not be read." onRetry={() => void refetch()} />}
        {!data && !error && <SkeletonText />}
        {mine.length > 0 && <DelegationList label="In my place" delegations={mine} username={username} canRemove />}
        {others.length > 0 && (
          <section>
            <h3 className={classes.heading}>I decide for others</h3>
            <DelegationList label="I decide for others" delegations={others} username={username} />
          </section>
        )}
        <AddDelegation />
      </div>
    </Modal>
  );
}

function DelegationList({
  label,
  delegations,
  username,
  canRemove = false,
}: {
  label: string;
  delegations: readonly Delegation[];
  username: string;
  canRemove?: boolean;
}): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => deleteDelegation(workspace, id),
    onSettled: () => client.invalidateQueries({ queryKey: approvalsKey(workspace) }),
  });
  const now = Date.now();
  return (
    <>
      {remove.error && <ErrorNotice error={remove.error} title="It was not removed." />}
      <ul className={classes.list} aria-label={label}>
        {delegations.map((delegation) => {
          const isNow = new Date(delegation.from).getTime() <= now && now < new Date(delegation.until).getTime();
          return (
            <li key={delegation.id} className={classes.row}>
              <span className={classes.who}>{nameOfPerson(nameOfPerson(delegation.of) === username ? delegation.to : delegation.of)}</span>
              <span className={classes.when}>{range.formatRange(new Date(delegation.from), new Date(delegation.until))}</span>
              {isNow && <span className={classes.now}>Now</span>}
              {canRemove && (
                <IconButton
                  label={`Remove ${nameOfPerson(delegation.to)}`}
                  icon={<IconX />}
                  loading={remove.isPending && remove.variables === delegation.id}
                  onClick={() => remove.mutate(delegation.id)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function AddDelegation(): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const client = useQueryClient();
  const initial: Values = { to: null, from: toLocalField(new Date().toISOString()), until: toLocalField(new Date(Date.now() + weekMs).toISOString()) };
  const form: ApiForm<Values> = useApiForm<Values>({
    initial,
    labels: { to: 'Who decides', from: 'From', until: 'Until' },
    checks: {
      to: ({ to }) => (to === null ? 'Choose who decides in your place' : null),
      from: ({ from }) => (fromLocalField(from) === undefined ? 'Choose when it begins' : null),
      until: ({ from, until }) => (fromLocalField(until) === undefined ? 'Choose when it ends' : until <= from ? 'It must end after it begins' : null),
    },
    submit: async ({ to, from, until }) => {
      await addDelegation(workspace, { to: to ?? '', from: fromLocalField(from) ?? '', until: fromLocalField(until) ?? '' });
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
    onDone: () => form.reset(initial),
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className={classes.add} aria-label="Add somebody">
      <FormSummary problems={form.problems} error={form.error} />
      <PersonField
        id={form.idOf('to')}
        label="Who decides"
        value={form.values.to}
        onChange={(to) => form.set('to', to)}
        error={form.errorOf('to')}
        leftOut={[`u/${username}`]}
      />
      <div className={classes.range}>
        <TextInput label="From" type="datetime-local" {...form.text('from')} />
        <TextInput label="Until" type="datetime-local" {...form.text('until')} />
      </div>
      <div>
        <Button type="submit" leftSection={<IconPlus />} loading={form.isBusy}>
          Add person
        </Button>
      </div>
    </form>
  );
}
