import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Attempts, RunDetails } from '../../runs/RunDetails.tsx';
import { type LoadedRun, ResultSection, RunHeader } from '../../runs/RunHeader.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import classes from './FlowRunView.module.css';
import { FlowRunView } from './FlowRunView.tsx';
import { RunHead } from './RunHead.tsx';
import { holdingSteps } from './run-steps.ts';
import { useRunView } from './useRunView.ts';

/** Room for the graph and a step side by side. */
const sideBySide = '(min-width: 1100px)';

/** The page of a flow run. */
export function FlowRunPage(props: LoadedRun): ReactNode {
  const { workspace, job } = props;
  const view = useRunView(job.id);
  const isWide = useMediaQuery(sideBySide, true, { getInitialValueInEffect: false });
  // The steps are heard of at once, the job only when it ends.
  const isAtWork = view.live.run ? holdingSteps(view.live.run.steps).some(({ status }) => status !== 'waiting') : job.is_at_work;
  const failedStep = job.error?.step_id;
  const result = (
    <div className={classes.result}>
      <ResultSection {...props} job={{ ...job, waiting_for: null }} />
      {failedStep && view.modules.has(failedStep) && (
        <Button size="xs" onClick={() => view.select(failedStep)}>
          Show step {failedStep}
        </Button>
      )}
    </div>
  );
  const details = (
    <>
      {job.attempts.length > 0 && (
        <Section title="Earlier attempts">
          <Attempts job={job} />
        </Section>
      )}
      <Section title="Details">
        <RunDetails workspace={workspace} job={job} />
      </Section>
    </>
  );
  return (
    <Page
      layout={isWide ? 'fill' : 'flow'}
      isFlush={isWide}
      header={
        <RunHeader {...props} job={{ ...job, is_at_work: isAtWork }}>
          <RunHead workspace={workspace} job={job} view={view} />
        </RunHeader>
      }
    >
      <FlowRunView workspace={workspace} job={job} view={view} result={result} details={details} isWide={isWide} />
    </Page>
  );
}
