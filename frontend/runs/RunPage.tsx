import { useMediaQuery } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { Page, Section } from '../ui/Page.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import { UrlTabs } from '../ui/UrlTabs.tsx';
import { WorkflowTimeline } from '../workflows/WorkflowTimeline.tsx';
import { ArgumentsView } from './ArgumentsView.tsx';
import { LogView } from './log/LogView.tsx';
import { isAgentRun, isFlowRun } from './run-words.ts';
import { Attempts, Children, RunDetails } from './RunDetails.tsx';
import { type LoadedRun, ResultSection, RunHeader } from './RunHeader.tsx';
import classes from './RunPage.module.css';
import { logFileAddress } from './runs.api.ts';
import { WorkflowTimeBar } from '../workflows/WorkflowTimeBar.tsx';
import { TimeBar } from './TimeBar.tsx';
import { useJob } from './useJob.ts';
import { useRunActions } from './useRunActions.ts';

const FlowRunPage = lazy(() => import('../flows/run/FlowRunPage.tsx').then((module) => ({ default: module.FlowRunPage })));

const AgentRunPage = lazy(() => import('./agent/AgentRunPage.tsx').then((module) => ({ default: module.AgentRunPage })));

/** Room for the result and the log side by side. */
const sideBySide = '(min-width: 1200px)';

/** One run: how it is, why, what it gave, and its log as it is written. */
export function RunPage(): ReactNode {
  const { jobId = '' } = useParams({ strict: false });
  return <Run key={jobId} jobId={jobId} />;
}

function Run({ jobId }: { jobId: string }): ReactNode {
  const { id: workspace } = useWorkspace();
  const live = useJob(workspace, jobId);
  const actions = useRunActions(workspace, live.job);
  const [isRaw, setRaw] = useState(false);
  useShortcut('r', 'Result as JSON or drawn', () => setRaw((previous) => !previous), { isEnabled: live.job !== undefined });
  if (!live.job) {
    if (live.error === null) return <SkeletonPage />;
    return <ItemUnavailable error={live.error} noun="run" name={jobId} onRetry={live.reload} list={{ href: `/w/${workspace}/runs`, label: 'All runs' }} />;
  }
  const loaded = { workspace, job: live.job, live, actions, isRaw, onRaw: setRaw };
  const { kind } = live.job;
  if (!isFlowRun(kind) && !isAgentRun(kind)) return <ScriptRun {...loaded} />;
  return <Suspense fallback={<SkeletonPage />}>{isFlowRun(kind) ? <FlowRunPage {...loaded} /> : <AgentRunPage {...loaded} />}</Suspense>;
}

function ScriptRun(props: LoadedRun): ReactNode {
  const { workspace, job, live } = props;
  const isWide = useMediaQuery(sideBySide, true, { getInitialValueInEffect: false });
  const result = <ResultSection {...props} />;
  const log = (
    <LogView
      log={live.log.log}
      isLive={!live.isOver}
      isLoading={live.log.isLoading}
      error={live.log.error}
      onRetry={live.log.reload}
      fileAddress={logFileAddress(workspace, job.id)}
      emptyWords={emptyLogWords(job)}
      hasSearchKey
    />
  );
  const args = <ArgumentsView workspace={workspace} args={job.args} schema={job.schema} />;
  const header = <RunHeader {...props}>{job.is_workflow ? <WorkflowTimeBar workspace={workspace} job={job} /> : <TimeBar job={job} />}</RunHeader>;
  if (isWide) {
    const left = (
      <div className={classes.left}>
        {result}
        {job.is_workflow && <WorkflowTimeline workspace={workspace} job={job} />}
        <Section title="Arguments">{args}</Section>
        <More workspace={workspace} job={job} />
      </div>
    );
    return (
      <Page header={header} layout="fill" isFlush>
        <div className={classes.panes}>
          <Splitter name="run-log" first={left} second={log} initial={54} minimum={25} maximum={75} label="Resize result and log" />
        </div>
      </Page>
    );
  }
  return (
    <Page header={header}>
      <UrlTabs
        label="Parts of the run"
        tabs={[
          { id: 'result', label: job.status === 'failed' ? 'Error' : 'Result', content: result },
          ...(job.is_workflow ? [{ id: 'steps', label: 'Steps', content: <WorkflowTimeline workspace={workspace} job={job} /> }] : []),
          { id: 'log', label: 'Log', content: <div className={classes.stackedLog}>{log}</div> },
          { id: 'arguments', label: 'Arguments', content: args },
          {
            id: 'details',
            label: 'Details',
            content: (
              <div className={classes.details}>
                <More workspace={workspace} job={job} />
              </div>
            ),
          },
        ]}
      />
    </Page>
  );
}

function emptyLogWords(job: Job): string {
  if (job.status === 'queued') return 'The log begins when the run starts.';
  return isTerminal(job.status) ? 'The run wrote no log.' : 'Nothing was written yet.';
}

function More({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  return (
    <>
      {job.attempts.length > 0 && (
        <Section title="Earlier attempts">
          <Attempts job={job} />
        </Section>
      )}
      {job.children.length > 0 && (
        <Section title="Runs that it started">
          <Children workspace={workspace} job={job} />
        </Section>
      )}
      <Section title="Details">
        <RunDetails workspace={workspace} job={job} />
      </Section>
    </>
  );
}
