import type { ApprovalSpec } from '../approvals.contract.ts';

/** When something becomes of a request by itself. */
export type Times = { dueAt: Date | null; remindAt: Date | null; escalateAt: Date | null; expiresAt: Date | null };

const after = (from: Date, seconds: number | null): Date | null => (seconds === null ? null : new Date(from.getTime() + seconds * 1000));

/** The times of a new request. Reminders begin when it is due, or after the first interval where nothing is. */
export function firstTimes(spec: Pick<ApprovalSpec, 'due_s' | 'remind_every_s' | 'escalate_after_s' | 'escalate_to' | 'expires_s'>, now: Date): Times {
  const dueAt = after(now, spec.due_s);
  return {
    dueAt,
    remindAt: spec.remind_every_s === null ? null : (dueAt ?? after(now, spec.remind_every_s)),
    escalateAt: spec.escalate_to.length === 0 ? null : after(now, spec.escalate_after_s),
    expiresAt: after(now, spec.expires_s),
  };
}

/** The next moment at which a request has to be looked at; `null` when it waits for people alone. */
export function nextMoment({ remindAt, escalateAt, expiresAt }: Omit<Times, 'dueAt'>): Date | null {
  const times = [remindAt, escalateAt, expiresAt].filter((time) => time !== null);
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

/** What has to be done at `now`. What has expired is neither reminded of nor escalated. */
export function dueNow({ remindAt, escalateAt, expiresAt }: Omit<Times, 'dueAt'>, now: Date): readonly ('remind' | 'escalate' | 'expire')[] {
  const isDue = (time: Date | null): boolean => time !== null && time <= now;
  if (isDue(expiresAt)) return ['expire'];
  return [...(isDue(escalateAt) ? (['escalate'] as const) : []), ...(isDue(remindAt) ? (['remind'] as const) : [])];
}

/** The reminder after one at `remindAt` that is given at `now`: in the same rhythm, and one only for all that were missed. */
export function nextReminder(remindAt: Date, everySeconds: number, now: Date): Date {
  const every = everySeconds * 1000;
  const missed = Math.max(0, Math.floor((now.getTime() - remindAt.getTime()) / every));
  return new Date(remindAt.getTime() + (missed + 1) * every);
}

/** How a request ends that nobody decided in time. */
export const outcomeOfExpiry = { reject: 'rejected', approve: 'approved', expire: 'expired' } as const satisfies Record<ApprovalSpec['on_expiry'], string>;
