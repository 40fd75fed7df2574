import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { JobPartProps } from '../../../components/view.ts';
import { LogView } from '../../runs/log/LogView.tsx';
import { RunHeadline } from '../../runs/RunHeadline.tsx';
import { RunResult } from '../../runs/RunResult.tsx';
import { logFileAddress, rerunJob } from '../../runs/runs.api.ts';
import { useJob } from '../../runs/useJob.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonBlock, SkeletonText } from '../../ui/Skeletons.tsx';
import { PartFrame } from './PartFrame.tsx';
import classes from './JobPart.module.css';

/** Only runs of flows have steps. */
const FlowSteps = lazy(async () => ({ default: (await import('./FlowSteps.tsx')).FlowSteps }));

/** A run in an app: how it is, its steps, its result, its log as it is written; it can be cancelled and run again. */
export function JobPart(props: JobPartProps & { workspace: string }): ReactNode {
  return (
    <PartFrame workspace={props.workspace}>
      <Run key={props.jobId} {...props} />
    </PartFrame>
  );
}

function Run({ workspace, jobId, hasLog, hasGraph, hasResult, mayRetry, onChange, onRetry, control }: JobPartProps & { workspace: string }): ReactNode {
  const { job, error, isOver, reload, log } = useJob(workspace, jobId);
  const [problem, setProblem] = useState<unknown>(null);
  const [isStarting, setIsStarting] = useState(false);
  const retry = async (): Promise<void> => {
    setIsStarting(true);
    setProblem(null);
    try {
      onRetry(await rerunJob(workspace, jobId, {}));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setIsStarting(false);
    }
  };
  useEffect(() => {
    if (job)
      onChange({
        status: job.status,
        result: job.result ?? null,
        error: job.error ? { code: job.error.name ?? '', message: job.error.message } : null,
        progress: job.progress,
      });
  }, [job, onChange]);
  useEffect(() => {
    control.current = { retry };
    return () => {
      control.current = null;
    };
  });
  if (!job) return error === null ? <SkeletonText lines={5} /> : <ErrorNotice error={error} title="The run could not be read." onRetry={reload} />;
  return (
    <div className={classes.job}>
      <RunHeadline workspace={workspace} job={job}>
        {isOver && mayRetry && (
          <Button size="xs" leftSection={<IconRefresh />} loading={isStarting} onClick={() => void retry()}>
            Run again
          </Button>
        )}
      </RunHeadline>
      {problem !== null && <ErrorNotice error={problem} title="It could not be run again." />}
      {hasGraph && job.kind === 'flow' && (
        <Suspense fallback={<SkeletonBlock height={160} />}>
          <FlowSteps jobId={jobId} />
        </Suspense>
      )}
      {hasResult && <RunResult workspace={workspace} job={job} />}
      {hasLog && !(job.kind === 'flow' && hasGraph) && (
        <div className={classes.log}>
          <LogView
            log={log.log}
            isLive={!isOver}
            isLoading={log.isLoading}
            error={log.error}
            onRetry={log.reload}
            fileAddress={logFileAddress(workspace, jobId)}
            emptyWords={isOver ? 'The run wrote no log.' : 'Nothing was written yet.'}
          />
        </div>
      )}
    </div>
  );
}
