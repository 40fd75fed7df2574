import { Button, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { ArgumentsView } from '../../runs/ArgumentsView.tsx';
import { ErrorPanel } from '../../runs/ErrorPanel.tsx';
import { LogView } from '../../runs/log/LogView.tsx';
import { ResultView } from '../../runs/result/ResultView.tsx';
import { logFileAddress } from '../../runs/runs.api.ts';
import { type LiveJob, useJob } from '../../runs/useJob.ts';
import { WaitingNotice } from '../../runs/WaitingNotice.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { openDownload } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { stepResultAddress, stepResultQuery } from './flow-runs.api.ts';
import type { Modules } from './frame-trail.ts';
import { WaitLine } from './RunHead.tsx';
import classes from './StepParts.module.css';
import { StepState } from './StepState.tsx';

// A result that is larger is not read by itself: it would only make the page slow.
const largestShownBytes = 20_000_000;

/** Props of {@link StepResult}. */
export type StepResultProps = {
  workspace: string;
  job: Job;
  module: FlowModule;
  modules: Modules;
  state: FlowRunStep;
  child: Job | undefined;
  onStep: (step: string) => void;
};

/** What a step came to: what it waits for, why it failed, what it gave. */
export function StepResult(props: StepResultProps): ReactNode {
  const { workspace, modules, state, child } = props;
  return (
    <div className={classes.result}>
      {state.wait && <WaitLine workspace={workspace} step={state} modules={modules} />}
      {child?.waiting_for && <WaitingNotice workspace={workspace} waitingFor={child.waiting_for} tag={child.tag} />}
      {state.error && <StepError {...props} />}
      {state.has_result ? <StepValue {...props} /> : !state.error && <p className={classes.words}>{noResult(state)}</p>}
    </div>
  );
}

function noResult({ status }: FlowRunStep): string {
  if (status === 'cancelled') return 'The step was cancelled before it had a result.';
  return status === 'skipped' ? 'The step was skipped.' : 'The result appears here when the step ends.';
}

function StepValue({ workspace, job, state, child }: StepResultProps): ReactNode {
  const isTooLarge = (child?.result_size ?? 0) > largestShownBytes;
  const [isRaw, setRaw] = useState(false);
  const { data, error, isPending, refetch } = useQuery({ ...stepResultQuery(workspace, job.id, state, state.ended_at), enabled: !isTooLarge });
  const address = stepResultAddress(workspace, job.id, state);
  const name = `${state.step}-result`;
  if (isTooLarge)
    return (
      <p className={classes.words}>
        The result has {formatBytes(child?.result_size ?? 0)}: too much for a page.{' '}
        <Button size="xs" leftSection={<IconDownload />} onClick={() => openDownload(address, `${name}.json`)}>
          Download result
        </Button>
      </p>
    );
  if (error) return <ErrorNotice error={error} title="The result could not be read." onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonText lines={5} />;
  return (
    <div className={classes.value}>
      <div className={classes.tools}>
        <Button size="xs" variant="subtle" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          {isRaw ? 'Show drawn' : 'Show JSON'}
        </Button>
        <CopyButton label="Copy the result as JSON" value={() => JSON.stringify(data, null, 2)} />
        <IconButton label="Download the result as JSON" icon={<IconDownload />} onClick={() => openDownload(address, `${name}.json`)} />
      </div>
      <ResultView value={data} name={name} isRaw={isRaw} />
    </div>
  );
}

function StepError({ workspace, module, state, child, onStep }: StepResultProps): ReactNode {
  const { error } = state;
  if (!error) return null;
  const isOfJob = child?.error && child.status === 'failed' && child.error.message === error.message;
  const from = error.step_id && error.step_id !== state.step ? error.step_id : null;
  return (
    <div className={classes.error}>
      {isOfJob && child.error ? (
        <ErrorPanel workspace={workspace} job={child} error={child.error} content={module.value.type === 'rawscript' ? module.value.content : undefined} />
      ) : (
        <section className={classes.plainError} aria-label="Error">
          <p className={classes.message}>{error.message ?? 'It failed without saying why.'}</p>
          <p className={classes.code}>{[error.code, error.name].filter((part) => part && part !== 'Error').join(' · ')}</p>
        </section>
      )}
      {from !== null && (
        <Button size="xs" onClick={() => onStep(from)}>
          It began at step {from}
        </Button>
      )}
    </div>
  );
}

/** The log of a step, of whichever attempt. */
export function StepLog({ workspace, state, child }: { workspace: string; state: FlowRunStep; child: LiveJob }): ReactNode {
  const [attempt, setAttempt] = useState<number | null>(null);
  const runs = state.attempts.filter(({ job_id: jobId }) => jobId !== null);
  const chosen = attempt === null ? null : (runs.find((run) => run.attempt === attempt)?.job_id ?? null);
  const earlier = useJob(workspace, chosen !== state.job_id ? chosen : null);
  const shown = chosen !== null && chosen !== state.job_id ? earlier : child;
  const jobId = chosen ?? state.job_id ?? '';
  return (
    <div className={classes.log}>
      {runs.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label="Attempt"
          className={classes.attempt}
          value={String(attempt ?? state.attempt)}
          onChange={(event) => setAttempt(Number(event.currentTarget.value))}
          data={runs.map((run) => ({ value: String(run.attempt), label: `Attempt ${run.attempt}` }))}
        />
      )}
      <LogView
        key={jobId}
        log={shown.log.log}
        isLive={!shown.isOver}
        isLoading={shown.log.isLoading}
        error={shown.log.error ?? shown.error}
        onRetry={shown.log.reload}
        fileAddress={logFileAddress(workspace, jobId)}
        emptyWords={
          shown.job?.status === 'queued' ? 'The log begins when the step starts.' : shown.isOver ? 'The step wrote no log.' : 'Nothing was written yet.'
        }
      />
    </div>
  );
}

/** With what a step was called. */
export function StepInputs({ workspace, child }: { workspace: string; child: LiveJob }): ReactNode {
  if (child.job) return <ArgumentsView workspace={workspace} args={child.job.args} schema={child.job.schema} />;
  return child.error === null ? <SkeletonText lines={4} /> : <ErrorNotice error={child.error} title="The inputs could not be read." onRetry={child.reload} />;
}

/** All attempts of a step, each with how it ended. */
export function AttemptsList({ workspace, state }: { workspace: string; state: FlowRunStep }): ReactNode {
  return (
    <ol className={classes.attempts}>
      {state.attempts.map((attempt) => (
        <li key={attempt.attempt} className={classes.row}>
          <span className={classes.number}>Attempt {attempt.attempt}</span>
          <StepState status={attempt.status} />
          <span className={classes.reason}>{attempt.error?.message}</span>
          {attempt.job_id !== null && (
            <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: attempt.job_id }}>
              Open run
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}
