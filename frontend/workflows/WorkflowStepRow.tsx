import { Tooltip } from '@mantine/core';
import { IconBolt, IconChevronDown, IconChevronRight, IconCode, IconHourglass, IconMessageQuestion, IconPlayerPlay, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';
import { formatDuration } from '../ui/format.ts';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { WorkflowStepDetails } from './WorkflowStepDetails.tsx';
import type { WorkflowRow } from './workflow-rows.ts';
import classes from './WorkflowTimeline.module.css';

const looks: Record<WorkflowStep['kind'], { word: string; icon: Icon }> = {
  step: { word: 'Step', icon: IconCode },
  task: { word: 'Task', icon: IconPlayerPlay },
  sleep: { word: 'Sleep', icon: IconHourglass },
  event: { word: 'Event', icon: IconBolt },
  approval: { word: 'Approval', icon: IconMessageQuestion },
};

/** Props of {@link WorkflowStepRow}. */
export type WorkflowStepRowProps = {
  workspace: string;
  job: Job;
  row: Extract<WorkflowRow, { kind: 'step' }>;
  nowMs: number;
  isOpen: boolean;
  onToggle: () => void;
};

/** One recorded step: what, how it stands, when; opened, what it gave and what can be done. */
export function WorkflowStepRow({ workspace, job, row, nowMs, isOpen, onToggle }: WorkflowStepRowProps): ReactNode {
  const { step, depth, left, width } = row;
  const { word, icon: KindMark } = looks[step.kind];
  const lengthMs = (step.ended_at === null ? nowMs : Date.parse(step.ended_at)) - Date.parse(step.started_at);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.step} data-open={isOpen || undefined}>
      <button type="button" className={classes.line} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.name} style={{ paddingInlineStart: `calc(var(--space-2) + ${depth} * var(--space-4))` }}>
          <Chevron aria-hidden className={classes.chevron} />
          <StatusBadge status={step.status} variant="icon" />
          <KindMark aria-label={word} className={classes.kind} />
          <span className="truncate">{nameOf(step, word)}</span>
          {step.is_reused && <span className={classes.mark}>reused</span>}
          {step.attempts > 1 && <span className={classes.mark}>{step.attempts} attempts</span>}
        </span>
        <Tooltip label={step.waiting_for ?? `${word} ${step.key}, ${formatDuration(lengthMs)}`} openDelay={200} multiline maw={320}>
          <span className={classes.lane}>
            <span
              className={classes.bar}
              data-status={step.status}
              data-waits={step.kind !== 'step' && step.kind !== 'task' ? true : undefined}
              style={{ left: `${left}%`, width: `${width}%` }}
            />
          </span>
        </Tooltip>
        <span className={classes.length}>{formatDuration(lengthMs)}</span>
      </button>
      {!isOpen && step.status === 'waiting' && step.waiting_for !== null && (
        <p className={classes.waiting} style={{ paddingInlineStart: `calc(var(--space-8) + ${depth} * var(--space-4))` }}>
          {step.waiting_for}
        </p>
      )}
      {isOpen && <WorkflowStepDetails workspace={workspace} job={job} step={step} />}
    </li>
  );
}

function nameOf(step: WorkflowStep, word: string): string {
  if (step.kind === 'sleep') return 'sleep';
  return step.name === '' ? word.toLowerCase() : step.name;
}
