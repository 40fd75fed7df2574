import { Button } from '@mantine/core';
import { IconGitFork, IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { FlowRun, FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import { waitWords } from '../../../backend/flows/view/core/wait-words.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { useNowWhile } from '../../runs/TimeBar.tsx';
import { formatDuration, formatMoment, formatPlural } from '../../ui/format.ts';
import { flowTimelineQuery } from './flow-runs.api.ts';
import { type Modules, wordsOfFrame } from './frame-trail.ts';
import classes from './RunHead.module.css';
import { holdingSteps } from './run-steps.ts';
import { TimeSpentBar } from './TimeSpentBar.tsx';
import type { RunView } from './useRunView.ts';

/** What stands under the title of a flow run: where its time went, what it waits for, and which runs belong together. */
export function RunHead({ workspace, job, view }: { workspace: string; job: Job; view: RunView }): ReactNode {
  const { data } = useQuery(flowTimelineQuery(workspace, job.id));
  const { run } = view.live;
  return (
    <div className={classes.head}>
      {data ? <TimeSpentBar job={job} bars={data.bars} isTruncated={data.is_truncated} /> : <div className={classes.unread} />}
      {run && <Waits workspace={workspace} steps={run.steps} isOver={isTerminal(job.status)} view={view} />}
      {run && <Relatives workspace={workspace} run={run} />}
    </div>
  );
}

const mostWaits = 3;

function Waits({ workspace, steps, isOver, view }: { workspace: string; steps: readonly FlowRunStep[]; isOver: boolean; view: RunView }): ReactNode {
  const waiting = holdingSteps(steps).filter(({ status, wait }) => status === 'waiting' && wait !== null);
  if (isOver || waiting.length === 0) return null;
  return (
    <section className={classes.waits} aria-label="What the run waits for">
      {waiting.slice(0, mostWaits).map((step) => (
        <WaitLine
          key={`${step.frame}/${step.step}`}
          workspace={workspace}
          step={step}
          modules={view.modules}
          onShow={() => view.lookInto(step.frame, step.step)}
        />
      ))}
      {waiting.length > mostWaits && <p className={classes.more}>And {formatPlural(waiting.length - mostWaits, 'more step')} that wait.</p>}
    </section>
  );
}

type WaitLineProps = { workspace: string; step: FlowRunStep; modules: Modules; onShow?: () => void };

/** One wait in words, how long it still takes, and the button that ends it or leads to it. */
export function WaitLine({ workspace, step, modules, onShow }: WaitLineProps): ReactNode {
  const navigate = useNavigate();
  const { wait } = step;
  const now = useNowWhile(wait?.until !== null);
  if (!wait) return null;
  const leftMs = wait.until === null ? 0 : Date.parse(wait.until) - now;
  const place = wordsOfFrame(step.frame, modules);
  const summary = modules.get(step.step)?.summary;
  const { approval_id: approvalId } = wait;
  return (
    <div className={classes.wait}>
      <IconHourglass aria-hidden className={classes.icon} />
      <p className={classes.words}>
        {waitWords(wait, formatMoment)}
        <span className={classes.facts}>
          {' '}
          at {summary || <code>{step.step}</code>}
          {place !== '' && ` in ${place}`}
          {leftMs > 0 && `, ${formatDuration(leftMs)} left`}
        </span>
      </p>
      {approvalId !== null && (
        <Button size="xs" variant="filled" onClick={() => void navigate({ to: '/w/$workspace/approvals/$approvalId', params: { workspace, approvalId } })}>
          Decide
        </Button>
      )}
      {onShow && (
        <Button size="xs" variant="subtle" onClick={onShow}>
          Show step
        </Button>
      )}
    </div>
  );
}

/** The run that this one took over from, and those that took over from this one. */
function Relatives({ workspace, run }: { workspace: string; run: FlowRun }): ReactNode {
  const { restarted_from: from, restarts } = run;
  if (!from && restarts.length === 0) return null;
  return (
    <p className={classes.relatives}>
      <IconGitFork aria-hidden />
      {from && (
        <span>
          Restarted from <code>{from.step}</code>
          {from.frame !== '' && ` (${wordsOfFrame(from.frame)})`} of{' '}
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: from.job_id }} search={{ step: from.step, frame: from.frame || undefined }}>
            an earlier run
          </Link>
          .
        </span>
      )}
      {restarts.length > 0 && (
        <span>
          Run again from{' '}
          {restarts.slice(0, 5).map(({ job_id: jobId, step }, index) => (
            <span key={jobId}>
              {index > 0 && ', '}
              <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId }}>
                {step}
              </Link>
            </span>
          ))}
          {restarts.length > 5 && ` and ${restarts.length - 5} times more`}.
        </span>
      )}
    </p>
  );
}
