import type { FlowStepWait } from '../../flow-runs.contract.ts';

/** What is said of a wait: its kind, its end, and what makes it particular. */
export type WaitFacts = Pick<FlowStepWait, 'kind' | 'until' | 'event_key' | 'approvers' | 'next_attempt' | 'most_attempts'>;

/** What a step waits for, in one sentence. `timeOf` writes a moment down: in UTC at the server, in the reader's zone in the browser. */
export function waitWords(wait: WaitFacts, timeOf: (moment: string) => string): string {
  const until = wait.until === null ? '' : ` until ${timeOf(wait.until)}`;
  switch (wait.kind) {
    case 'sleep':
      return `Sleeping${until}`;
    case 'event':
      return `Waiting for event ${wait.event_key ?? ''}${until}`;
    case 'approval':
      return `Waiting for approval${wait.approvers.length === 0 ? '' : ` by ${namesOf(wait.approvers)}`}${until}`;
    case 'retry': {
      const attempt = wait.next_attempt === null ? '' : ` (attempt ${wait.next_attempt}${wait.most_attempts === null ? '' : ` of ${wait.most_attempts}`})`;
      return `Waiting to retry${attempt}${wait.until === null ? '' : ` at ${timeOf(wait.until)}`}`;
    }
  }
}

const mostNames = 3;

/** "a", "a or b", "a, b or 3 others". */
function namesOf(names: readonly string[]): string {
  const shown = names.length > mostNames ? names.slice(0, mostNames - 1) : names;
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} others`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

/** A moment in UTC: the time alone where it is today, the day as well otherwise. */
export function utcTime(moment: string, nowMs: number): string {
  const iso = new Date(moment).toISOString();
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const time = `${iso.slice(11, 16)} UTC`;
  return iso.startsWith(today) ? time : `${iso.slice(0, 10)} ${time}`;
}
