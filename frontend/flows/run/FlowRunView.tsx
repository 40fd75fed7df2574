import { useMemo, type ReactNode } from 'react';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { ArgumentsView } from '../../runs/ArgumentsView.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatPlural } from '../../ui/format.ts';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { type TabDefinition, UrlTabs } from '../../ui/UrlTabs.tsx';
import { FlowGraph } from '../graph/FlowGraph.tsx';
import classes from './FlowRunView.module.css';
import { decorationsOf } from './run-steps.ts';
import { StepPanel } from './StepPanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import type { RunView } from './useRunView.ts';

/** Props of {@link FlowRunView}: the parts of the run as a whole are those of every run. */
export type FlowRunViewProps = { workspace: string; job: Job; view: RunView; result: ReactNode; details: ReactNode; isWide: boolean };

/** A flow run: its graph as it goes, the timeline under it, and at the right the chosen step or the run as a whole. */
export function FlowRunView(props: FlowRunViewProps): ReactNode {
  return props.isWide ? <Wide {...props} /> : <Narrow {...props} />;
}

function Wide(props: FlowRunViewProps): ReactNode {
  const { workspace, job, view, result } = props;
  return (
    <div className={classes.panes}>
      <Splitter
        name="flow-run"
        initial={60}
        minimum={30}
        maximum={75}
        label="Resize graph and step"
        first={
          <Splitter
            name="flow-run-timeline"
            direction="vertical"
            initial={66}
            minimum={20}
            maximum={85}
            label="Resize graph and timeline"
            first={<Graph job={job} view={view} />}
            second={<TimelinePanel workspace={workspace} job={job} view={view} />}
          />
        }
        second={
          view.step === null || view.step === '#input' ? (
            <div className={classes.whole}>
              <UrlTabs parameter="show" label="Parts of the run" tabs={wholeTabs(props, result)} />
            </div>
          ) : (
            <StepPanel workspace={workspace} job={job} view={view} step={view.step} isNarrow={false} />
          )
        }
      />
    </div>
  );
}

function Narrow(props: FlowRunViewProps): ReactNode {
  const { workspace, job, view, result } = props;
  const steps =
    view.step === null || view.step === '#input' ? (
      <div className={classes.graphBox}>
        <Graph job={job} view={view} />
      </div>
    ) : (
      <StepPanel workspace={workspace} job={job} view={view} step={view.step} isNarrow />
    );
  return (
    <UrlTabs
      label="Parts of the run"
      tabs={[
        { id: 'steps', label: 'Steps', content: steps },
        {
          id: 'timeline',
          label: 'Timeline',
          content: (
            <div className={classes.timelineBox}>
              <TimelinePanel workspace={workspace} job={job} view={view} />
            </div>
          ),
        },
        ...wholeTabs(props, result),
      ]}
    />
  );
}

function wholeTabs({ workspace, job, details }: FlowRunViewProps, result: ReactNode): TabDefinition[] {
  return [
    { id: 'result', label: job.status === 'failed' ? 'Error' : 'Result', content: result },
    { id: 'arguments', label: 'Arguments', content: <ArgumentsView workspace={workspace} args={job.args} schema={job.schema} /> },
    { id: 'details', label: 'Details', content: <div className={classes.details}>{details}</div> },
  ];
}

function Graph({ job, view }: { job: Job; view: RunView }): ReactNode {
  const { live, steps, select, step, frameError } = view;
  const decorations = useMemo(() => decorationsOf(steps), [steps]);
  if (!live.run) {
    return (
      <div className={classes.unread}>
        {live.error === null ? <SkeletonBlock height="100%" /> : <ErrorNotice error={live.error} title="The steps could not be read." onRetry={live.reload} />}
      </div>
    );
  }
  return (
    <div className={classes.graph}>
      {frameError !== null && <ErrorNotice error={frameError} title="The iteration could not be read." onRetry={live.reload} />}
      <FlowGraph
        value={live.run.value}
        label={`Steps of ${job.path || 'the flow'}`}
        decorations={decorations}
        selectedStep={step}
        onSelect={select}
        startCaption={formatPlural(Object.keys(job.args).length, 'argument')}
      />
    </div>
  );
}
