import { AppError } from '../common/app-error.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import type { Identifier } from './access.guard.ts';
import type { Auth, Identity } from './core/auth.ts';

/** A person in whose name something is done while they are not there: by a run, a schedule, a request, an app. `null` where nobody is known. */
export type Principal = { workspaceId: string; userId: string | null; via: Identity['via'] };

/** The person with what they hold now: what was taken from them since is gone for what acts for them too. `null` for who is no member any more. */
export async function standInFor(identifier: Identifier, { workspaceId, userId, via }: Principal): Promise<Auth | null> {
  if (userId === null) return null;
  return identifier.enter({ userId, email: '', name: '', isSuperadmin: false, via, scopes: null, boundWorkspace: workspaceId }, workspaceId);
}

/** As {@link standInFor}; who is no member any more throws `access/forbidden`. `who` is the begin of its sentence: "u/ada, as whom this flow runs,". */
export async function requireStandIn(identifier: Identifier, principal: Principal, who: string, remedy = ''): Promise<Auth> {
  const auth = await standInFor(identifier, principal);
  if (!auth) throw noMember(who, remedy);
  return auth;
}

/** The error of what acts for somebody who is no member any more. `remedy` is a sentence on what to do. */
export const noMember = (who: string, remedy = ''): AppError =>
  new AppError('access/forbidden', `${who} is not a member of the workspace any more.${remedy === '' ? '' : ` ${remedy}`}`);

/** What someone holds is believed for so long: the steps of a run come one after the other. */
const believedMs = 2_000;

/** Stand-ins of runs, looked up once for the many steps that come one after the other. */
export class StandIns {
  private readonly known = new BoundedCache<{ until: number; auth: Promise<Auth | null> }>(1_000);

  constructor(private readonly identifier: Identifier) {}

  /** Whom a job acts as. */
  async ofJob(jobId: string, workspaceId: string, userId: string | null): Promise<Auth | null> {
    const via = { kind: 'job', jobId } as const;
    const auth = await this.lookUp({ workspaceId, userId, via });
    return auth && { ...auth, via };
  }

  /** Looks these people up again: whoever left while a run waited must not be who it goes on as. */
  forget(workspaceId: string, userIds: readonly (string | null)[]): void {
    for (const userId of userIds) this.known.delete(keyOf(workspaceId, userId));
  }

  private lookUp(principal: Principal): Promise<Auth | null> {
    const key = keyOf(principal.workspaceId, principal.userId);
    const now = Date.now();
    const known = this.known.get(key);
    if (known && known.until > now) return known.auth;
    const auth = standInFor(this.identifier, principal);
    this.known.set(key, { until: now + believedMs, auth });
    auth.catch(() => this.known.delete(key));
    return auth;
  }
}

const keyOf = (workspaceId: string, userId: string | null): string => `${workspaceId} ${userId ?? ''}`;
