import type { ReactNode } from 'react';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { SkeletonText } from '../ui/Skeletons.tsx';
import { LogView } from './log/LogView.tsx';
import { RunHeadline } from './RunHeadline.tsx';
import classes from './RunOutput.module.css';
import { RunResult } from './RunResult.tsx';
import { logFileAddress } from './runs.api.ts';
import { useJob } from './useJob.ts';

/** A run where it was started: its state, its result and its log as it is written. */
export function RunOutput({ workspace, jobId }: { workspace: string; jobId: string }): ReactNode {
  const { job, error, isOver, reload, log } = useJob(workspace, jobId);
  if (!job) return error === null ? <SkeletonText lines={5} /> : <ErrorNotice error={error} title="The run could not be read." onRetry={reload} />;
  return (
    <div className={classes.output}>
      <RunHeadline workspace={workspace} job={job} />
      <RunResult workspace={workspace} job={job} />
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
    </div>
  );
}
