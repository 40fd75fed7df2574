import type { ReactNode } from 'react';
import { FlowGraph } from '../../flows/graph/FlowGraph.tsx';
import { decorationsOf } from '../../flows/run/run-steps.ts';
import { useFlowRun } from '../../flows/run/useFlowRun.ts';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import classes from './JobPart.module.css';

/** The steps of a flow run as they go: a graph, or an outline where there is little room. What one of them gave stands on the page of the run. */
export function FlowSteps({ jobId }: { jobId: string }): ReactNode {
  const { run, stepsById, isLoading } = useFlowRun(jobId);
  if (!run) return isLoading ? <SkeletonBlock height={160} /> : null;
  return (
    <div className={classes.steps}>
      <FlowGraph value={run.value} label="Steps" decorations={decorationsOf(stepsById)} />
    </div>
  );
}
