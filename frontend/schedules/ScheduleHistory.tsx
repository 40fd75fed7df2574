import { Button } from '@mantine/core';
import { IconArrowBackUp, IconHistory, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Schedule, ScheduleTick } from '../../backend/schedules/schedules.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { Card, Section } from '../ui/Page.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { BackfillDialog } from './BackfillDialog.tsx';
import { nameOfDay } from './calendar-month.ts';
import { NextRuns } from './NextRuns.tsx';
import { ScheduleCalendar } from './ScheduleCalendar.tsx';
import classes from './ScheduleHistory.module.css';
import { ticksKey } from './schedules.api.ts';
import { tickColumns } from './tick-columns.tsx';

/** What became of the ticks: a month at a glance, each tick in a list, gaps where nothing ran. */
export function ScheduleHistory({ workspace, schedule, mayEdit }: { workspace: string; schedule: Schedule; mayEdit: boolean }): ReactNode {
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const { day } = state;
  const [backfill, setBackfill] = useState<{ from: string; to: string } | null>(null);
  const list = usePages<ScheduleTick>([...ticksKey(workspace, schedule.path), 'list'], inWorkspace(workspace, `/schedule_ticks/${schedule.path}`), { day });
  // A run by hand is at any second; the rhythm of the schedule says whether seconds matter.
  const hasSeconds = schedule.cron.trim().split(/\s+/).length === 6;
  const columns = useMemo(() => tickColumns(schedule.timezone, hasSeconds), [schedule.timezone, hasSeconds]);
  const fill = (tick: ScheduleTick): void => setBackfill({ from: tick.at, to: new Date(Date.parse(tick.through ?? tick.at) + 60_000).toISOString() });
  const openRun = ({ job_id: jobId }: ScheduleTick): void =>
    void (jobId !== null && navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId } }));
  const actions = (tick: ScheduleTick): Action[] => {
    if (tick.job_id !== null) return [{ id: 'open', label: 'Open run', icon: <IconHistory />, perform: () => openRun(tick) }];
    return mayEdit ? [{ id: 'backfill', label: tick.ticks > 1 ? 'Run these now…' : 'Run it now…', icon: <IconArrowBackUp />, perform: () => fill(tick) }] : [];
  };
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <Card className={classes.calendar}>
          <ScheduleCalendar workspace={workspace} schedule={schedule} day={day} onDay={(next) => change({ day: next === day ? undefined : next })} />
        </Card>
        <Section title="Next runs">
          <NextRuns runs={schedule.next_runs} timezone={schedule.timezone} empty={schedule.enabled ? 'It never runs again.' : 'It is off.'} />
        </Section>
      </div>
      <Section
        title={day === undefined ? 'Past ticks' : nameOfDay(day)}
        actions={
          day === undefined ? undefined : (
            <Button size="xs" leftSection={<IconX />} onClick={() => change({ day: undefined })}>
              All days
            </Button>
          )
        }
      >
        <div className={classes.list}>
          <DataTable
            label="Past ticks"
            rows={list.items}
            columns={columns}
            rowKey={(row) => row.id}
            rowHeight={48}
            isMuted={(row) => row.outcome !== 'ran' && row.outcome !== 'refused'}
            onOpen={openRun}
            actions={actions}
            isLoading={list.isLoading}
            error={list.error}
            onRetry={list.reload}
            hasMore={list.hasMore}
            isLoadingMore={list.isLoadingMore}
            onLoadMore={list.loadMore}
            empty={<p className={classes.none}>{day === undefined ? 'Its first tick is still to come.' : 'Nothing was due on this day.'}</p>}
          />
        </div>
      </Section>
      {backfill && <BackfillDialog schedule={schedule} range={backfill} onClose={() => setBackfill(null)} />}
    </div>
  );
}
