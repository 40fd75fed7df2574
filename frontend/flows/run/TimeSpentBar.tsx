import type { ReactNode } from 'react';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { useNowWhile } from '../../runs/TimeBar.tsx';
import { TimeParts } from '../../runs/TimeParts.tsx';
import { formatDuration } from '../../ui/format.ts';
import { type TimeKind, timeSpent } from './time-spent.ts';

const kinds: readonly { kind: TimeKind; label: string; help: string }[] = [
  { kind: 'queued', label: 'Queued', help: 'Steps waited for a worker and none was running.' },
  { kind: 'starting', label: 'Starting', help: 'A process with its packages was made for a step, and none was running.' },
  { kind: 'running', label: 'Running', help: 'At least one step was running.' },
  { kind: 'waiting', label: 'Waiting', help: 'For a time, a decision or an event, without a worker.' },
  { kind: 'engine', label: 'Between steps', help: 'Deciding what comes next, and before the first step.' },
];

// A share this small is only seen as a line.
const leastPercent = 0.8;

/** Where the time of a flow run went, as shares of the time that has passed. */
export function TimeSpentBar({ job, bars, isTruncated }: { job: Job; bars: readonly FlowTimelineBar[]; isTruncated: boolean }): ReactNode {
  const now = useNowWhile(!isTerminal(job.status));
  const fromMs = Date.parse(job.started_at ?? job.created_at);
  const toMs = Math.max(fromMs, job.ended_at === null ? now : Date.parse(job.ended_at));
  // Nothing is known of what came after the bars that there are.
  const knownMs = isTruncated ? Math.max(fromMs, ...bars.map(({ created_at: created, ended_at: ended }) => Date.parse(ended ?? created))) : toMs;
  const spent = timeSpent(bars, fromMs, knownMs);
  const total = Math.max(1, knownMs - fromMs);
  const parts = kinds
    .filter(({ kind }) => spent[kind] > 0)
    .map(({ kind, label, help }) => ({
      kind,
      words: label,
      lengthMs: spent[kind],
      share: Math.max(leastPercent, (spent[kind] / total) * 100),
      tip: `${label}, ${formatDuration(spent[kind])}. ${help}`,
      hasFailed: kind === 'running' && job.status === 'failed',
      isOpen: kind === 'running' && job.status === 'running',
      ended: job.status,
    }));
  const notes = [...(job.ended_at === null ? [`${formatDuration(toMs - fromMs)} so far`] : []), ...(isTruncated ? ['of the first 2,000 attempts'] : [])];
  return <TimeParts parts={parts} legend={parts} note={notes.join(', ')} />;
}
