import type { RunError } from '../../runner/runner.ts';
import type { JobStatus } from '../../jobs/core/job-status.ts';
import type { Ending } from '../../waits/wait.ts';
import type { StepFailure, StepKind } from './conversation.ts';

/** How something ended for the code that waits for it: a JSON text, or an error. */
export type StepOutcome = { status: 'succeeded'; json: string } | { status: 'failed'; error: RunError | StepFailure };

const succeeded = (value: unknown): StepOutcome => ({ status: 'succeeded', json: JSON.stringify(value ?? null) });
const failed = (code: string, name: string, message: string): StepOutcome => ({ status: 'failed', error: { code, name, message } });

/** The outcome of a child job. */
export function outcomeOfChild({
  status,
  resultJson,
  error,
  cancelReason,
}: {
  status: JobStatus;
  resultJson: string | null;
  error: RunError | null;
  cancelReason: string | null;
}): StepOutcome {
  if (status === 'succeeded' || status === 'skipped') return { status: 'succeeded', json: resultJson ?? 'null' };
  if (status === 'cancelled') return failed('job/cancelled', 'Cancelled', cancelReason ? `The task was cancelled: ${cancelReason}` : 'The task was cancelled.');
  return { status: 'failed', error: error ?? { code: 'job/failed', name: 'Error', message: 'The task failed.' } };
}

/** The outcome of a child job that was deleted before it was looked at. */
export const missingChild = (): StepOutcome => failed('job/not_found', 'Missing', 'The job of this task was deleted before its result was taken.');

/** What the code gets of a wait that has ended; `null` for an end that concerns nobody. */
export function outcomeOfWait(kind: StepKind, name: string, ending: Ending): StepOutcome | null {
  switch (ending.by) {
    case 'event':
      return succeeded(ending.payload);
    case 'approval':
      return succeeded(decisionOf(ending));
    case 'time':
      return kind === 'event' ? failed('workflow/timeout', 'TimeoutError', `The event "${name}" did not come in time.`) : succeeded(null);
    default:
      return null;
  }
}

/** A decision as code reads it: who decided, and what they filled in. Values of later votes count. */
function decisionOf({ outcome, votes }: Extract<Ending, { by: 'approval' }>): Record<string, unknown> {
  const deciding = votes.filter(({ vote }) => vote === (outcome === 'approved' ? 'approve' : 'reject'));
  const last = deciding.at(-1);
  return {
    approved: outcome === 'approved',
    outcome,
    by: last?.by ?? null,
    comment: last?.comment ?? '',
    values: Object.assign({}, ...deciding.map(({ values }) => (typeof values === 'object' && values !== null ? values : {}))) as Record<string, unknown>,
    votes: votes.map(({ by, vote, comment, values }) => ({ by, vote, comment, values })),
  };
}
