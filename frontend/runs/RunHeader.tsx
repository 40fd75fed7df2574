import { Button, SegmentedControl } from '@mantine/core';
import {
  IconBraces,
  IconCode,
  IconCopy,
  IconDots,
  IconDownload,
  IconLayoutDashboard,
  IconLink,
  IconPencil,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { isLive, isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { ResultSource } from '../apps/app-from-result.ts';
import { MakeResultAppDialog } from '../apps/MakeResultAppDialog.tsx';
import { titleOf } from '../apps/builder/inspector/columns-of.ts';
import { useWorkspace } from '../session/workspace.ts';
import { splitPath } from '../ui/item-path.ts';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { openDownload } from '../ui/download.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { KindIcon, LanguageIcon } from '../ui/KindIcon.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Section } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { StatusBadge, statusLooks } from '../ui/StatusBadge.tsx';
import { announcementOf, shownStatus, titleOfRun } from './run-words.ts';
import { RunFacts } from './RunFacts.tsx';
import classes from './RunPage.module.css';
import { RunResult } from './RunResult.tsx';
import { resultAddress } from './runs.api.ts';
import { StepTrail } from './StepTrail.tsx';
import type { LiveJob } from './useJob.ts';
import type { RunActions } from './useRunActions.ts';

/** A run whose page is open: what is known of it, what can be done, and how its result is shown. */
export type LoadedRun = { workspace: string; job: Job; live: LiveJob; actions: RunActions; isRaw: boolean; onRaw: (isRaw: boolean) => void };

/** Runs of what is deployed can be started again. */
const isDeployed = ({ kind }: Job): boolean => kind === 'script' || kind === 'flow' || kind === 'agent';

/** The head of the page of a run: how it is, what, by whom, when, and what can be done. */
export function RunHeader(props: LoadedRun & { children: ReactNode }): ReactNode {
  const { workspace, job, actions, children } = props;
  return (
    <PageHeader
      title={titleOfRun(job)}
      documentTitle={`${statusLooks[shownStatus(job)].word}: ${titleOfRun(job)}`}
      icon={job.kind !== 'dependencies' && job.language ? <LanguageIcon language={job.language} /> : <KindIcon kind={job.kind} />}
      badge={<StatusBadge status={shownStatus(job)} />}
      description={<RunFacts workspace={workspace} job={job} />}
      actions={<HeadActions {...props} />}
    >
      <StepTrail workspace={workspace} job={job} />
      {children}
      {actions.error !== null && (
        <div className={classes.error}>
          <ErrorNotice
            error={actions.error}
            action={
              isDeployed(job) ? (
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
}

/** What the run came to, with the tools for its result. */
export function ResultSection({ workspace, job, actions, isRaw, onRaw }: LoadedRun): ReactNode {
  return (
    <Section title={job.status === 'failed' ? 'Error' : 'Result'} actions={<ResultTools workspace={workspace} job={job} isRaw={isRaw} onRaw={onRaw} />}>
      <RunResult workspace={workspace} job={job} isRaw={isRaw} onRunNow={isDeployed(job) ? actions.runAgain : undefined} />
    </Section>
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

/** What an app of the result is made of; only what is deployed can be run by one. */
function sourceOf({ kind, path, args, result }: Job): ResultSource | null {
  return kind === 'script' || kind === 'flow' ? { kind, path, title: titleOf(splitPath(path).name), args, result } : null;
}

function HeadActions({ job, actions, isRaw, onRaw }: LoadedRun): ReactNode {
  const { copy } = useCopy();
  const isAgain = isDeployed(job);
  const { canBuild } = useWorkspace();
  const [isMakingApp, setIsMakingApp] = useState(false);
  const source = canBuild && job.status === 'succeeded' ? sourceOf(job) : null;
  useShortcut('e', 'Edit the arguments and run again', actions.editAndRun, { isEnabled: isAgain });
  const more: Action[] = [
    ...(job.may_edit && job.path !== ''
      ? [
          {
            id: 'editor',
            label: job.kind === 'script' ? 'Open in editor with these arguments' : 'Open in editor',
            icon: <IconCode />,
            perform: actions.openInEditor,
          },
        ]
      : []),
    ...(source === null ? [] : [{ id: 'app', label: 'Make an app of the result', icon: <IconLayoutDashboard />, perform: () => setIsMakingApp(true) }]),
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
      {isAgain && (
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
      {source && isMakingApp && <MakeResultAppDialog source={source} onClose={() => setIsMakingApp(false)} />}
      <ActionMenu
        actions={more}
        label="More about this run"
        target={<IconButton label="More about this run" icon={<IconDots />} variant="default" size={32} />}
      />
    </>
  );
}
