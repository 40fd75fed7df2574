import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBraces, IconCode, IconCopy, IconDots, IconDownload, IconLink, IconPencil, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { isLive, isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { openDownload } from '../ui/download.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { KindIcon, LanguageIcon } from '../ui/KindIcon.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Page, Section } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import { StatusBadge, statusLooks } from '../ui/StatusBadge.tsx';
import { UrlTabs } from '../ui/UrlTabs.tsx';
import { ArgumentsView } from './ArgumentsView.tsx';
import { LogView } from './log/LogView.tsx';
import { announcementOf, titleOfRun } from './run-words.ts';
import { Attempts, Children, RunDetails } from './RunDetails.tsx';
import { RunFacts } from './RunFacts.tsx';
import classes from './RunPage.module.css';
import { RunResult } from './RunResult.tsx';
import { logFileAddress, resultAddress } from './runs.api.ts';
import { TimeBar } from './TimeBar.tsx';
import { type LiveJob, useJob } from './useJob.ts';
import { type RunActions, useRunActions } from './useRunActions.ts';

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
  return <LoadedRun workspace={workspace} job={live.job} live={live} actions={actions} isRaw={isRaw} onRaw={setRaw} />;
}

type LoadedRunProps = { workspace: string; job: Job; live: LiveJob; actions: RunActions; isRaw: boolean; onRaw: (isRaw: boolean) => void };

function LoadedRun(props: LoadedRunProps): ReactNode {
  const { workspace, job, live, actions, isRaw, onRaw } = props;
  const isWide = useMediaQuery(sideBySide, true, { getInitialValueInEffect: false });
  const result = (
    <Section title={job.status === 'failed' ? 'Error' : 'Result'} actions={<ResultTools workspace={workspace} job={job} isRaw={isRaw} onRaw={onRaw} />}>
      <RunResult workspace={workspace} job={job} isRaw={isRaw} onRunNow={job.kind === 'script' ? actions.runAgain : undefined} />
    </Section>
  );
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
  const header = (
    <PageHeader
      title={titleOfRun(job)}
      documentTitle={`${statusLooks[job.status].word}: ${titleOfRun(job)}`}
      icon={job.kind === 'script' && job.language ? <LanguageIcon language={job.language} /> : <KindIcon kind={job.kind} />}
      badge={<StatusBadge status={job.status} />}
      description={<RunFacts workspace={workspace} job={job} />}
      actions={<HeadActions {...props} />}
    >
      <TimeBar job={job} />
      {actions.error !== null && (
        <div className={classes.error}>
          <ErrorNotice
            error={actions.error}
            action={
              job.kind === 'script' ? (
                <Button size="xs" onClick={actions.editAndRun}>
                  Edit and run again
                </Button>
              ) : undefined
            }
          />
        </div>
      )}
      <LiveRegion text={announcementOf(job)} isUrgent={job.status === 'failed'} />
    </PageHeader>
  );
  if (isWide) {
    const left = (
      <div className={classes.left}>
        {result}
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

function ResultTools({ workspace, job, isRaw, onRaw }: { workspace: string; job: Job; isRaw: boolean; onRaw: (isRaw: boolean) => void }): ReactNode {
  const { copy, state } = useCopy();
  if (job.status !== 'succeeded') return null;
  const hasText = job.result !== null;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="How the result is shown"
        value={isRaw ? 'raw' : 'drawn'}
        onChange={(value) => onRaw(value === 'raw')}
        data={[
          { value: 'drawn', label: 'Drawn' },
          { value: 'raw', label: 'JSON' },
        ]}
      />
      {hasText && (
        <IconButton
          label={state === 'copied' ? 'Copied' : 'Copy the result as JSON'}
          icon={<IconCopy />}
          onClick={() => copy(JSON.stringify(job.result, null, 2))}
        />
      )}
      {job.has_result && (
        <IconButton
          label="Download the result as JSON"
          icon={<IconDownload />}
          onClick={() => openDownload(resultAddress(workspace, job.id), `${job.id}.json`)}
        />
      )}
    </>
  );
}

function HeadActions({ job, actions, isRaw, onRaw }: LoadedRunProps): ReactNode {
  const { copy } = useCopy();
  const isScript = job.kind === 'script';
  useShortcut('e', 'Edit the arguments and run again', actions.editAndRun, { isEnabled: isScript });
  const more: Action[] = [
    ...(job.may_edit && job.path !== ''
      ? [{ id: 'editor', label: isScript ? 'Open in editor with these arguments' : 'Open in editor', icon: <IconCode />, perform: actions.openInEditor }]
      : []),
    { id: 'raw', label: isRaw ? 'Show the result drawn' : 'Show the result as JSON', icon: <IconBraces />, shortcut: 'r', perform: () => onRaw(!isRaw) },
    { id: 'link', label: 'Copy link', icon: <IconLink />, perform: () => copy(window.location.href), isFirstOfGroup: true },
    { id: 'id', label: 'Copy run id', icon: <IconCopy />, perform: () => copy(job.id) },
  ];
  return (
    <>
      {isLive(job.status) && job.may_cancel && (
        <Button leftSection={<IconPlayerStop />} onClick={actions.cancel} loading={actions.isCancelling}>
          Cancel run
        </Button>
      )}
      {isScript && (
        <>
          <Button leftSection={<IconPencil />} onClick={actions.editAndRun}>
            Edit and run again
          </Button>
          <Button
            leftSection={<IconRefresh />}
            onClick={actions.runAgain}
            loading={actions.isRunningAgain}
            variant={isTerminal(job.status) ? 'filled' : 'default'}
          >
            Run again
          </Button>
        </>
      )}
      <ActionMenu
        actions={more}
        label="More about this run"
        target={<IconButton label="More about this run" icon={<IconDots />} variant="default" size={32} />}
      />
    </>
  );
}
