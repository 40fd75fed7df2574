import { levels } from '../../access/core/actions.ts';
import type { Auth } from '../../access/core/auth.ts';
import { levelOn, type Target } from '../../access/core/can.ts';
import { AppError } from '../../common/app-error.ts';
import type { RunApproval } from '../../approvals/approvals.contract.ts';

/**
 * Whether `auth`, who may read the item, may also run it without asking. An item may say that its runs need an approval: then who may
 * change it still runs it, or nobody does. It is asked wherever a job is made, of the item as it is now: an older version does not open
 * what the current one closes.
 */
export function mayRunDirectly(auth: Auth, target: Target, runApproval: RunApproval | null | undefined): boolean {
  if (!runApproval) return true;
  if (runApproval.needed_by === 'everyone') return false;
  const { level } = levelOn(auth, target);
  return level !== undefined && levels.indexOf(level) >= levels.indexOf('write');
}

/** Throws `job/approval_required` where {@link mayRunDirectly} says no: with words that say how to ask. */
export function requireDirectRun(auth: Auth, target: Target, runApproval: RunApproval | null | undefined): void {
  if (mayRunDirectly(auth, target, runApproval)) return;
  throw new AppError('job/approval_required', `Runs of ${target.path} need an approval. Ask for it with "Ask to run", or by POST /approval_requests.`, {
    kind: target.kind,
    path: target.path,
  });
}
