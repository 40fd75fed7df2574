import { SegmentedControl } from '@mantine/core';
import { IconTimeline, IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { useNowWhile } from '../../runs/TimeBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { flowTimelineQuery } from './flow-runs.api.ts';
import { GanttChart } from './GanttChart.tsx';
import { ganttRows, largestZoom, zoomed } from './gantt-rows.ts';
import classes from './TimelinePanel.module.css';
import { TimelineTable } from './TimelineTable.tsx';
import type { RunView } from './useRunView.ts';

/** What ran when: each step with its attempts and waits on one axis of time, or the same as a table. */
export function TimelinePanel({ workspace, job, view }: { workspace: string; job: Job; view: RunView }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(flowTimelineQuery(workspace, job.id));
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const [zoom, setZoom] = useState(1);
  return (
    <section className={classes.panel} aria-label="Timeline">
      <div className={classes.tools}>
        <h2 className={classes.title}>Timeline</h2>
        {data?.is_truncated && <span className={classes.note}>The first 2,000 attempts are shown.</span>}
        <span className={classes.rest}>
          {form === 'chart' && (
            <>
              <IconButton label="Zoom out" icon={<IconZoomOut />} disabled={zoom <= 1} onClick={() => setZoom(zoomed(zoom, -1))} />
              <IconButton label="Show the whole run" icon={<IconZoomReset />} disabled={zoom === 1} onClick={() => setZoom(1)} />
              <IconButton label="Zoom in" icon={<IconZoomIn />} disabled={zoom >= largestZoom} onClick={() => setZoom(zoomed(zoom, 1))} />
            </>
          )}
          <SegmentedControl
            size="xs"
            aria-label="How the timeline is shown"
            value={form}
            onChange={(value) => setForm(value === 'table' ? 'table' : 'chart')}
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </span>
      </div>
      {error ? (
        <ErrorNotice error={error} title="The timeline could not be read." onRetry={() => void refetch()} />
      ) : isPending ? (
        <SkeletonRows count={4} />
      ) : data.bars.length === 0 ? (
        <EmptyState icon={<IconTimeline />} title="Nothing has run or waited yet.">
          Each step that a worker runs gets a line here.
        </EmptyState>
      ) : (
        <Bars job={job} view={view} bars={data.bars} form={form} zoom={zoom} onZoom={setZoom} />
      )}
    </section>
  );
}

type BarsProps = { job: Job; view: RunView; bars: readonly FlowTimelineBar[]; form: 'chart' | 'table'; zoom: number; onZoom: (zoom: number) => void };

function Bars({ job, view, bars, form, zoom, onZoom }: BarsProps): ReactNode {
  const now = useNowWhile(!isTerminal(job.status));
  const rows = useMemo(() => ganttRows(bars), [bars]);
  const fromMs = Math.min(Date.parse(job.started_at ?? job.created_at), Date.parse(bars[0]?.created_at ?? job.created_at));
  const span = { fromMs, toMs: Math.max(fromMs + 1, job.ended_at === null ? now : Date.parse(job.ended_at)) };
  if (form === 'table') return <TimelineTable bars={bars} toMs={span.toMs} onOpen={(bar) => view.lookInto(bar.frame, bar.step)} />;
  const chosen = view.step === null ? null : `${view.steps.get(view.step)?.frame ?? view.frame}/${view.step}`;
  return <GanttChart rows={rows} span={span} zoom={zoom} onZoom={onZoom} chosenKey={chosen} onOpen={(row) => view.lookInto(row.frame, row.step)} />;
}
