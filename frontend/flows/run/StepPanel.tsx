import { Button } from '@mantine/core';
import { IconArrowLeft, IconExternalLink, IconRotateClockwise2, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { useJob } from '../../runs/useJob.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { type TabDefinition, UrlTabs } from '../../ui/UrlTabs.tsx';
import { Duration, RelativeTime } from '../../ui/Values.tsx';
import { detailOfStep, lookOfStep, titleOfStep } from '../graph/step-looks.ts';
import { FrameTrail } from './FrameTrail.tsx';
import { IterationsList } from './IterationsList.tsx';
import { RestartDialog } from './RestartDialog.tsx';
import { canRestartFrom } from './restart-points.ts';
import { tookMs, wordsOfChildren } from './run-steps.ts';
import { AttemptsList, StepInputs, StepLog, StepResult } from './StepParts.tsx';
import classes from './StepPanel.module.css';
import { StepState } from './StepState.tsx';
import type { RunView } from './useRunView.ts';

/** Props of {@link StepPanel}. */
export type StepPanelProps = { workspace: string; job: Job; view: RunView; step: string; isNarrow: boolean };

/** Everything about one step: how it is, what it was given, what it gave, its log, its attempts, its iterations. */
export function StepPanel({ workspace, job, view, step, isNarrow }: StepPanelProps): ReactNode {
  const module = view.modules.get(step);
  const state = view.steps.get(step);
  const child = useJob(workspace, state?.job_id ?? null);
  if (!module) return null;
  const frame = state?.frame ?? view.frame;
  return (
    <section className={classes.panel} aria-label={`Step ${step}`}>
      <Head workspace={workspace} job={job} view={view} module={module} state={state} isNarrow={isNarrow} />
      <FrameTrail frame={frame} modules={view.modules} onOpen={view.lookInto} />
      {state ? (
        <div className={classes.parts}>
          <UrlTabs parameter="part" label={`Parts of ${step}`} tabs={tabsOf({ workspace, job, view, module, state, child })} />
        </div>
      ) : (
        <p className={classes.nothing}>{notReached(job, view.frame)}</p>
      )}
    </section>
  );
}

const notReached = (job: Job, frame: string): string => {
  const where = frame === '' ? 'The run' : 'This iteration';
  return isTerminal(job.status) ? `${where} ended before this step, or took another branch.` : `${where} has not reached this step yet.`;
};

type PartsOf = { workspace: string; job: Job; view: RunView; module: FlowModule; state: FlowRunStep; child: ReturnType<typeof useJob> };

function tabsOf({ workspace, job, view, module, state, child }: PartsOf): TabDefinition[] {
  const tabs: TabDefinition[] = [];
  const { children } = state;
  if (children)
    tabs.push({
      id: 'children',
      label: children.kind === 'iterations' ? 'Iterations' : 'Branches',
      count: children.total ?? children.started,
      content: <IterationsList workspace={workspace} job={job} view={view} module={module} state={state} />,
    });
  tabs.push({
    id: 'result',
    label: state.status === 'failed' ? 'Error' : 'Result',
    content: (
      <StepResult workspace={workspace} job={job} module={module} modules={view.modules} state={state} child={child.job} onStep={(step) => view.select(step)} />
    ),
  });
  if (state.job_id !== null) {
    tabs.push({ id: 'log', label: 'Log', content: <StepLog workspace={workspace} state={state} child={child} /> });
    tabs.push({ id: 'inputs', label: 'Inputs', content: <StepInputs workspace={workspace} child={child} /> });
  }
  if (state.attempts.length > 1)
    tabs.push({ id: 'attempts', label: 'Attempts', count: state.attempts.length, content: <AttemptsList workspace={workspace} state={state} /> });
  return tabs;
}

type HeadProps = { workspace: string; job: Job; view: RunView; module: FlowModule; state: FlowRunStep | undefined; isNarrow: boolean };

function Head({ workspace, job, view, module, state, isNarrow }: HeadProps): ReactNode {
  const navigate = useNavigate();
  const [isRestarting, setRestarting] = useState(false);
  const { icon: Glyph, colour } = lookOfStep(module);
  const jobId = state?.job_id ?? null;
  return (
    <header className={classes.head}>
      {isNarrow && <IconButton label="All steps" icon={<IconArrowLeft />} onClick={() => view.select(null)} />}
      <span className={classes.icon} data-kind={colour}>
        <Glyph aria-hidden />
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>{titleOfStep(module)}</h2>
        <p className={classes.facts}>
          <code>{module.id}</code>
          {state ? <StepState status={state.status} /> : <span>{detailOfStep(module)}</span>}
          {state && <StepTimes state={state} />}
        </p>
      </div>
      <span className={classes.actions}>
        {canRestartFrom(job, state) && (
          <Button size="xs" leftSection={<IconRotateClockwise2 />} onClick={() => setRestarting(true)}>
            Restart from here
          </Button>
        )}
        {jobId !== null && (
          <IconButton
            label="Open the run of this step"
            icon={<IconExternalLink />}
            onClick={() => void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId } })}
          />
        )}
        {!isNarrow && <IconButton label="Close" icon={<IconX />} onClick={() => view.select(null)} />}
      </span>
      {isRestarting && state && <RestartDialog workspace={workspace} job={job} view={view} state={state} onClose={() => setRestarting(false)} />}
    </header>
  );
}

function StepTimes({ state }: { state: FlowRunStep }): ReactNode {
  const took = tookMs(state);
  const isAtWork = state.status === 'running';
  return (
    <>
      {(isAtWork || took !== null) && state.status !== 'skipped' && (
        <span className={classes.number}>
          <Duration ms={isAtWork ? null : took} since={isAtWork ? state.started_at : null} />
        </span>
      )}
      {state.children && <span>{wordsOfChildren(state.children)}</span>}
      {state.attempt > 1 && <span>attempt {state.attempt}</span>}
      {state.is_reused && <span>kept from an earlier run</span>}
      {state.started_at && (
        <span>
          <RelativeTime at={state.started_at} />
        </span>
      )}
    </>
  );
}
