/** How a schedule does: failures in a row, and whether somebody was told. */
export type Streak = { failingCount: number; failingSince: Date | null; recoveringCount: number; isAlerted: boolean };

/** When somebody is told, by kind; `null` where there is nobody to tell. */
export type StreakRules = {
  /** Handler: at the `times`th failure in a row, and at each one after it unless `exactly`. */
  onFailure: { times: number; exactly: boolean } | null;
  /** Handler: at the `times`th success in a row after a failure that was told. */
  onRecovery: { times: number } | null;
  onSuccess: object | null;
  /** E-mail: once at the `times`th failure in a row, and once when it works again. */
  alertEmail: { times: number } | null;
};

/** Who is to be told of an end. */
export type StreakCall = 'failure' | 'recovery' | 'success' | 'failure_email' | 'recovery_email';

/** A schedule that has not failed. */
export const calm: Streak = { failingCount: 0, failingSince: null, recoveringCount: 0, isAlerted: false };

/** What follows from the end of a run. Pure. Runs that were cancelled or skipped say nothing about how it does. */
export function afterEnd(streak: Streak, rules: StreakRules, end: { status: string; at: Date }): { streak: Streak; calls: StreakCall[] } {
  if (end.status === 'succeeded') return afterSuccess(streak, rules);
  if (end.status === 'failed') return afterFailure(streak, rules, end.at);
  return { streak, calls: [] };
}

function afterFailure({ failingCount, failingSince, isAlerted }: Streak, { onFailure, alertEmail }: StreakRules, at: Date): { streak: Streak; calls: StreakCall[] } {
  const count = failingCount + 1;
  const calls: StreakCall[] = [];
  if (onFailure && (count === onFailure.times || (count > onFailure.times && !onFailure.exactly))) calls.push('failure');
  if (alertEmail && count === alertEmail.times) calls.push('failure_email');
  // Without a handler the first failure is what a recovery recovers from.
  const isTold = calls.length > 0 || (!onFailure && !alertEmail);
  return { streak: { failingCount: count, failingSince: failingSince ?? at, recoveringCount: 0, isAlerted: isAlerted || isTold }, calls };
}

function afterSuccess({ failingCount, isAlerted, recoveringCount }: Streak, { onRecovery, onSuccess, alertEmail }: StreakRules): { streak: Streak; calls: StreakCall[] } {
  const calls: StreakCall[] = onSuccess ? ['success'] : [];
  if (!isAlerted) return { streak: calm, calls };
  const count = recoveringCount + 1;
  const times = onRecovery?.times ?? 1;
  if (alertEmail && count === 1 && failingCount >= alertEmail.times) calls.push('recovery_email');
  if (count < times) return { streak: { failingCount: 0, failingSince: null, recoveringCount: count, isAlerted: true }, calls };
  if (onRecovery) calls.push('recovery');
  return { streak: calm, calls };
}
