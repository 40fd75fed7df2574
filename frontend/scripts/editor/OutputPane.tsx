import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { LogView } from '../../runs/log/LogView.tsx';
import { RunHeadline } from '../../runs/RunHeadline.tsx';
import { RunResult } from '../../runs/RunResult.tsx';
import { logFileAddress } from '../../runs/runs.api.ts';
import type { LiveJob } from '../../runs/useJob.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import classes from './OutputPane.module.css';
import type { Tested } from './useTest.ts';

/** Props of {@link OutputPane}. */
export type OutputPaneProps = { workspace: string; tested: Tested; live: LiveJob; onGoTo: (line: number, column: number | undefined) => void };

/** Log and result of the last test, side by side. */
export function OutputPane({ workspace, tested, live, onGoTo }: OutputPaneProps): ReactNode {
  const isNarrow = useMediaQuery('(max-width: 899px)', false, { getInitialValueInEffect: false });
  const { job, error, isOver, reload, log } = live;
  if (!job)
    return (
      <div className={classes.result}>
        {error === null ? <SkeletonText lines={4} /> : <ErrorNotice error={error} title="The test could not be read." onRetry={reload} />}
      </div>
    );
  const logView = (
    <LogView
      log={log.log}
      isLive={!isOver}
      isLoading={log.isLoading}
      error={log.error}
      onRetry={log.reload}
      fileAddress={logFileAddress(workspace, tested.jobId)}
      emptyWords={isOver ? 'The test wrote no log.' : 'Nothing was written yet.'}
    />
  );
  const result = (
    <div className={classes.result}>
      <RunHeadline workspace={workspace} job={job} />
      <RunResult workspace={workspace} job={job} content={tested.content} onGoTo={onGoTo} />
    </div>
  );
  if (isNarrow) {
    return (
      <div className={classes.stack}>
        {result}
        <div className={classes.stackedLog}>{logView}</div>
      </div>
    );
  }
  return <Splitter name="editor-output" label="Resize log and result" first={logView} second={result} initial={50} minimum={20} maximum={80} />;
}

/** What stands there before the first test. */
export function NoOutput(): ReactNode {
  return (
    <div className={classes.none}>
      <p>
        Test runs the code as it is here, without deploying it. <Kbd keys="mod+enter" />
      </p>
      <p className={classes.quiet}>Its log and its result appear here.</p>
    </div>
  );
}
