import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { FlowGraph } from '../flows/graph/FlowGraph.tsx';
import type { Decorations } from '../flows/graph/graph-state.ts';
import { useFlowRun } from '../flows/run/useFlowRun.ts';
import classes from './WaitingGraph.module.css';

/** Props of {@link WaitingGraph}. */
export type WaitingGraphProps = { workspace: string; jobId: string; step: string | null; isLive: boolean };

/** The flow that waits, with where it is. Who may decide but not see the run gets no graph, and no error either. */
export function WaitingGraph({ workspace, jobId, step, isLive }: WaitingGraphProps): ReactNode {
  const { run } = useFlowRun(jobId);
  const decorations = useMemo<Decorations>(
    () =>
      Object.fromEntries(
        run?.steps.map((state) => [state.step, { status: state.status, ...(state.step === step && isLive ? { badge: 'Waits here' } : {}) }] as const) ?? [],
      ),
    [run, step, isLive],
  );
  if (!run) return null;
  const title = isLive ? 'Where the flow is' : 'The flow';
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId }}>
          Open the run
        </Link>
      </div>
      <div className={classes.graph}>
        <FlowGraph value={run.value} label="Flow with the step that waits" decorations={decorations} selectedStep={step} />
      </div>
    </section>
  );
}
