import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isLive } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { openDownload } from '../ui/download.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatBytes } from '../ui/format.ts';
import { SkeletonText } from '../ui/Skeletons.tsx';
import { ErrorPanel } from './ErrorPanel.tsx';
import { ResultView } from './result/ResultView.tsx';
import { explanationOf, titleOfRun } from './run-words.ts';
import { jobResultQuery, resultAddress } from './runs.api.ts';
import classes from './RunResult.module.css';
import { WaitingNotice } from './WaitingNotice.tsx';

/** Props of {@link RunResult}. */
export type RunResultProps = {
  workspace: string;
  job: Job;
  /** The result as JSON, whatever its shape. */
  isRaw?: boolean;
  /** Code of a test, when the page has it. */
  content?: string;
  onGoTo?: (line: number, column: number | undefined) => void;
  onRunNow?: () => void;
};

// A result that is larger is not read by itself: it would only make the page slow.
const largestShownBytes = 20_000_000;

/** What a run came to: its result by its shape, its error, or what it still waits for. */
export function RunResult({ workspace, job, isRaw = false, content, onGoTo, onRunNow }: RunResultProps): ReactNode {
  const explanation = explanationOf(job);
  return (
    <div className={classes.result}>
      {job.waiting_for && <WaitingNotice workspace={workspace} waitingFor={job.waiting_for} tag={job.tag} jobId={job.id} onRunNow={onRunNow} />}
      {job.error && job.status === 'failed' && <ErrorPanel workspace={workspace} job={job} error={job.error} content={content} onGoTo={onGoTo} />}
      {explanation && <p className={classes.words}>{explanation}</p>}
      {isLive(job.status) && !job.waiting_for && <p className={classes.words}>The result appears here when the run ends.</p>}
      {job.status === 'succeeded' && <Value workspace={workspace} job={job} isRaw={isRaw} />}
    </div>
  );
}

const fileNameOf = (job: Job): string =>
  titleOfRun(job)
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .toLowerCase();

function Value({ workspace, job, isRaw }: { workspace: string; job: Job; isRaw: boolean }): ReactNode {
  // A result that is null itself is the four letters of it; any other that is not here is too large to come with its run.
  const isElsewhere = job.has_result && job.result === null && job.result_size !== 'null'.length;
  const isTooLarge = (job.result_size ?? 0) > largestShownBytes;
  const whole = useQuery({ ...jobResultQuery(workspace, job.id), enabled: isElsewhere && !isTooLarge });
  if (isElsewhere && isTooLarge) {
    return (
      <div className={classes.large}>
        <p className={classes.words}>The result has {formatBytes(job.result_size ?? 0)}: too much for a page.</p>
        <Button size="xs" leftSection={<IconDownload />} onClick={() => openDownload(resultAddress(workspace, job.id), `${fileNameOf(job)}.json`)}>
          Download result
        </Button>
      </div>
    );
  }
  if (isElsewhere && whole.error) return <ErrorNotice error={whole.error} title="The result could not be read." onRetry={() => void whole.refetch()} />;
  if (isElsewhere && whole.data === undefined) return <SkeletonText lines={6} />;
  return <ResultView value={isElsewhere ? whole.data : job.result} name={fileNameOf(job)} isRaw={isRaw} />;
}
