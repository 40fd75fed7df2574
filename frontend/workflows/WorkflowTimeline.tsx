import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { useNowWhile } from '../runs/TimeBar.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { useWorkflowSteps } from './useWorkflowSteps.ts';
import { rowsOf, spanOf, type WorkflowRow } from './workflow-rows.ts';
import { WorkflowStepRow } from './WorkflowStepRow.tsx';
import classes from './WorkflowTimeline.module.css';

/** So few branches are open from the start. */
const mostOpenBranches = 4;

/** What a workflow recorded: its steps in the order of the code, when each began and ended, what is waited for, and where to begin again. */
export function WorkflowTimeline({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const steps = useWorkflowSteps(workspace, job.id);
  const now = useNowWhile(!isTerminal(job.status));
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [openStep, setOpenStep] = useState<string | null>(null);
  if (steps.items.length === 0 && steps.error === null)
    return <Section title="Steps">{steps.isLoading ? <SkeletonRows count={3} /> : <p className={classes.quiet}>{emptyWords(job)}</p>}</Section>;
  const branches = new Set(steps.items.map(({ key }) => key.slice(0, key.lastIndexOf('/') + 1)).filter((branch) => branch !== ''));
  const isOpenAtFirst = branches.size <= mostOpenBranches;
  const rows = rowsOf(steps.items, spanOf(steps.items, now), now, (branch) => isOpenAtFirst !== toggled.has(branch));
  const toggle = (branch: string): void =>
    setToggled((before) => new Set(before.has(branch) ? [...before].filter((other) => other !== branch) : [...before, branch]));
  return (
    <Section title="Steps">
      {steps.error !== null && <ErrorNotice error={steps.error} onRetry={steps.reload} />}
      <ol className={classes.rows} aria-label="Recorded steps in the order of the code">
        {rows.map((row) =>
          row.kind === 'branch' ? (
            <BranchRow key={row.id} row={row} isOpen={isOpenAtFirst !== toggled.has(row.id)} onToggle={() => toggle(row.id)} />
          ) : (
            <WorkflowStepRow
              key={row.id}
              workspace={workspace}
              job={job}
              row={row}
              nowMs={now}
              isOpen={openStep === row.id}
              onToggle={() => setOpenStep(openStep === row.id ? null : row.id)}
            />
          ),
        )}
      </ol>
      {steps.hasMore && (
        <Button variant="default" size="xs" onClick={steps.loadMore} loading={steps.isLoadingMore} className={classes.more}>
          Show more steps
        </Button>
      )}
    </Section>
  );
}

function BranchRow({ row, isOpen, onToggle }: { row: Extract<WorkflowRow, { kind: 'branch' }>; isOpen: boolean; onToggle: () => void }): ReactNode {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.branch}>
      <button
        type="button"
        className={classes.branchButton}
        style={{ paddingInlineStart: `calc(var(--space-2) + ${row.depth} * var(--space-4))` }}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <Chevron aria-hidden />
        {row.label}
        <span className={classes.quiet}>{row.count === 1 ? '1 step' : `${row.count} steps`}</span>
      </button>
    </li>
  );
}

function emptyWords(job: Job): string {
  return isTerminal(job.status) ? 'The workflow ended before it recorded a step.' : 'No step has ended yet. Steps appear here as they are recorded.';
}
