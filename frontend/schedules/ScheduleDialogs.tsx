import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import { nameOfActor } from '../runs/run-words.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { fromLocalField, toLocalField } from '../ui/filter-state.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { changesPerson } from './schedule-words.ts';
import classes from './ScheduleDialogs.module.css';
import { changeSchedule, deleteSchedule, schedulesKey } from './schedules.api.ts';

/** What a pause needs to know of its schedule. */
type Pausable = Pick<ScheduleRow, 'path' | 'paused_until' | 'run_as'>;

const hourMs = 3_600_000;
const shortcuts = [
  { label: '1 hour', ms: hourMs },
  { label: '1 day', ms: 24 * hourMs },
  { label: '1 week', ms: 168 * hourMs },
] as const;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Stops a schedule until a moment; an empty field lets it go on at once. */
export function PauseDialog({ schedule, onClose }: { schedule: Pausable | null; onClose: () => void }): ReactNode {
  return schedule === null ? null : <OpenPauseDialog key={schedule.path} schedule={schedule} onClose={onClose} />;
}

function OpenPauseDialog({ schedule, onClose }: { schedule: Pausable; onClose: () => void }): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const client = useQueryClient();
  const isPaused = schedule.paused_until !== null && new Date(schedule.paused_until) > new Date();
  const form = useApiForm({
    initial: { paused_until: isPaused ? toLocalField(schedule.paused_until ?? undefined) : toLocalField(new Date(Date.now() + 24 * hourMs).toISOString()) },
    labels: { paused_until: 'Until' },
    checks: { paused_until: ({ paused_until: until }) => (until !== '' && new Date(until) <= new Date() ? 'This moment has passed' : null) },
    submit: async ({ paused_until: until }) => {
      await changeSchedule(workspace, schedule.path, { paused_until: fromLocalField(until) ?? null });
      await client.invalidateQueries({ queryKey: schedulesKey(workspace) });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Pause ${schedule.path}`}
      description="What would have run until then is left out, and not caught up."
      form={form}
      submitLabel={form.values.paused_until === '' ? 'Go on now' : 'Pause schedule'}
    >
      <div className={classes.shortcuts}>
        {shortcuts.map(({ label, ms }) => (
          <Button key={label} size="xs" onClick={() => form.set('paused_until', toLocalField(new Date(Date.now() + ms).toISOString()))}>
            {label}
          </Button>
        ))}
        {isPaused && (
          <Button size="xs" onClick={() => form.set('paused_until', '')}>
            Not any more
          </Button>
        )}
      </div>
      <TextInput
        label="Until"
        type="datetime-local"
        description={`Your time, ${zone}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.text('paused_until')}
      />
      {changesPerson(schedule.run_as, username) && <p className={classes.note}>It runs as {nameOfActor(schedule.run_as)} now, and as you from then on.</p>}
    </FormDialog>
  );
}

/** Deletes a schedule, after asking. */
export function DeleteDialog({ path, onClose, onDone }: { path: string | null; onClose: () => void; onDone?: () => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      isOpen={path !== null}
      onClose={onClose}
      title={`Delete ${path ?? ''}?`}
      confirmLabel="Delete schedule"
      onConfirm={async () => {
        await deleteSchedule(workspace, path ?? '');
        onDone?.();
        await client.invalidateQueries({ queryKey: schedulesKey(workspace) });
      }}
    >
      It runs no more, and its history goes with it. The runs themselves stay. To stop it for a while, switch it off instead.
    </ConfirmDialog>
  );
}
