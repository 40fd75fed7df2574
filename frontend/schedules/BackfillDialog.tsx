import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BackfillSchedule, Schedule } from '../../backend/schedules/schedules.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { fromLocalField, toLocalField } from '../ui/filter-state.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { useApiForm } from '../ui/useApiForm.ts';
import { momentIn } from './schedule-words.ts';
import classes from './ScheduleDialogs.module.css';
import { backfillSchedule, schedulesKey } from './schedules.api.ts';

type Values = { from: string; to: string; max: number; includeRan: boolean };

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const weekMs = 7 * 86_400_000;
const settleMs = 300;

const inputOf = ({ from, to, max, includeRan }: Values, isDryRun: boolean): BackfillSchedule | null => {
  const [begin, end] = [fromLocalField(from), fromLocalField(to)];
  return begin === undefined || end === undefined || begin >= end ? null : { from: begin, to: end, max, include_ran: includeRan, dry_run: isDryRun };
};

/** Runs the ticks of a stretch of the past; tells before how many these are. */
export function BackfillDialog({ schedule, onClose, range }: { schedule: Schedule; onClose: () => void; range?: { from: string; to: string } }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm<Values>({
    initial: {
      from: toLocalField(range?.from ?? new Date(Date.now() - weekMs).toISOString()),
      to: toLocalField(range?.to ?? new Date().toISOString()),
      max: 100,
      includeRan: false,
    },
    labels: { from: 'From', to: 'Until', max: 'At most' },
    checks: {
      from: ({ from }) => (from === '' ? 'Choose when it begins' : null),
      to: ({ from, to }) => (to === '' ? 'Choose when it ends' : to <= from ? 'It must end after it begins' : null),
    },
    submit: async (values) => {
      const input = inputOf(values, false);
      if (input) await backfillSchedule(workspace, schedule.path, input);
      await client.invalidateQueries({ queryKey: schedulesKey(workspace) });
    },
    onDone: onClose,
  });
  const [settled] = useDebouncedValue(form.values, settleMs);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Backfill"
      description={`Runs what ${schedule.path} would have run in the past, as you and with its arguments of today.`}
      form={form}
      submitLabel="Run backfill"
      size="lg"
    >
      <div className={classes.range}>
        <TextInput label="From" type="datetime-local" {...form.text('from')} />
        <TextInput
          label="Until"
          type="datetime-local"
          description={`Your time, ${zone}`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.text('to')}
        />
      </div>
      <NumberInput
        id={form.idOf('max')}
        label="At most"
        min={1}
        max={1000}
        allowDecimal={false}
        clampBehavior="strict"
        suffix=" runs"
        value={form.values.max}
        onChange={(next) => form.set('max', typeof next === 'number' && next >= 1 ? next : 1)}
        error={form.errorOf('max')}
      />
      <Checkbox
        label="Run ticks again that have a run already"
        checked={form.values.includeRan}
        onChange={(event) => form.set('includeRan', event.currentTarget.checked)}
      />
      <Found workspace={workspace} schedule={schedule} values={settled} />
    </FormDialog>
  );
}

/** How many ticks the range holds, and which ones would run first and last. */
function Found({ workspace, schedule, values }: { workspace: string; schedule: Schedule; values: Values }): ReactNode {
  const input = inputOf(values, true);
  const { data, error } = useQuery({
    queryKey: [...schedulesKey(workspace), 'backfill', schedule.path, input],
    queryFn: () => (input ? backfillSchedule(workspace, schedule.path, input) : null),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (input === null) return null;
  if (error) return <p className={classes.note}>{error.message}</p>;
  const [first, last] = [data?.runs[0], data?.runs.at(-1)];
  return (
    <div className={classes.found} role="status" data-empty={first === undefined || undefined}>
      {data &&
        (first && last ? (
          <>
            <span>
              <strong>{formatPlural(data.runs.length, 'run')}</strong>: {momentIn(schedule.timezone, first.at)}
              {data.runs.length > 1 && ` to ${momentIn(schedule.timezone, last.at)}`}
            </span>
            {data.left > 0 && <span>{formatCount(data.left)} more are in this range. Run them with another backfill.</span>}
            {data.already_ran > 0 && !values.includeRan && <span>{formatPlural(data.already_ran, 'tick')} ran already and are left out.</span>}
          </>
        ) : (
          <span>{data.already_ran > 0 ? 'Everything in this range ran already.' : 'It would not have run in this range.'}</span>
        ))}
    </div>
  );
}
