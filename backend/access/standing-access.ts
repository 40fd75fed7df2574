import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { Notifications } from '../events/notifications.ts';
import { IDENTIFIER, type Identifier } from './access.guard.ts';
import type { Auth, Identity } from './core/auth.ts';

/** Access is looked up again so often, for notices that were lost. What ends by the clock has a timer, what is taken away a notice. */
const lookAgainMs = 30_000;

/** Notices that come together, such as those of an import, count once. */
const settleMs = 100;

/** A moment after the end that the database named, so that its clock agrees that it has passed. */
const afterEndMs = 20;

/** Longest delay that a timer takes: 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** A connection that outlives the request that opened it: who holds it, what it needs, and how it ends. */
export type Standing = {
  identity: Identity;
  workspaceId: string;
  /** Throws an {@link AppError} unless what they hold now is still enough. */
  require(auth: Auth): void | Promise<void>;
  /** Ends the connection; is called once, and not after it was let go. */
  end(error: AppError): void;
};

/** What the holder of a connection may do by the last look, and the way to let it go. */
export type HeldAccess = { readonly auth: Auth; release(): void };

type Look = { auth: Auth; endsInMs: number | null };
type Holding = { standing: Standing; timer: NodeJS.Timeout | null; auth: Auth | null };

/**
 * Ends sockets and streams with the access that they were opened by: with the session or token (at the moment at which it ends by the clock, too), the
 * account, the membership, the grant. A lost database ends nothing: it is asked again.
 */
@Injectable()
export class StandingAccess implements OnModuleDestroy {
  private readonly holdings = new Set<Holding>();
  private readonly stopListening: (() => void)[];
  private readonly interval: NodeJS.Timeout;
  private settling: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private changes = 0;

  constructor(
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    notifications: Notifications,
  ) {
    this.stopListening = [notifications.on('millrace_access', () => this.changed()), notifications.on('reconnected', () => this.changed())];
    this.interval = setInterval(() => this.changed(), lookAgainMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.interval);
    if (this.settling) clearTimeout(this.settling);
    for (const stop of this.stopListening) stop();
    for (const { timer } of this.holdings) if (timer) clearTimeout(timer);
  }

  /** Checks a connection and watches it from then on. Throws like the matching GET would. */
  async open(standing: Standing): Promise<HeldAccess> {
    const before = this.changes;
    const look = await this.lookAt(standing);
    const holding: Holding = { standing, timer: null, auth: look.auth };
    this.holdings.add(holding);
    this.renew(holding, look);
    // What was taken away while we looked.
    if (this.changes !== before) void this.check(holding);
    return {
      get auth() {
        return holding.auth ?? look.auth;
      },
      release: () => this.release(holding),
    };
  }

  /** Watches a connection whose request was let through just now; gives the function that lets it go. */
  watch(standing: Standing): () => void {
    const holding: Holding = { standing, timer: null, auth: null };
    this.holdings.add(holding);
    void this.check(holding);
    return () => this.release(holding);
  }

  private release(holding: Holding): void {
    if (holding.timer) clearTimeout(holding.timer);
    this.holdings.delete(holding);
  }

  /** One round at a time; a change in the middle of one is followed by another. */
  private changed(): void {
    this.changes += 1;
    if (this.holdings.size === 0) return;
    this.settling ??= setTimeout(() => {
      this.settling = null;
      this.looking = this.looking.then(async () => {
        for (const holding of this.holdings) await this.check(holding);
      });
    }, settleMs);
  }

  private async check(holding: Holding): Promise<void> {
    try {
      const look = await this.lookAt(holding.standing);
      if (this.holdings.has(holding)) this.renew(holding, look);
    } catch (error) {
      if (!(error instanceof AppError) || !this.holdings.has(holding)) return;
      this.release(holding);
      holding.standing.end(error);
    }
  }

  private async lookAt({ identity, workspaceId, require }: Standing): Promise<Look> {
    const validity = await this.identifier.validityOf(identity);
    if (!validity) throw new AppError('access/not_signed_in', 'Sign in first: what you signed in with has ended.');
    const isOutside = identity.boundWorkspace !== null && identity.boundWorkspace !== workspaceId;
    const auth = isOutside ? null : await this.identifier.enter(identity, workspaceId);
    if (!auth) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    await require(auth);
    return { auth, endsInMs: validity.endsInMs };
  }

  /** Looks again when the session or token ends; it may have been slid on by then. */
  private renew(holding: Holding, { auth, endsInMs }: Look): void {
    holding.auth = auth;
    if (holding.timer) clearTimeout(holding.timer);
    holding.timer = endsInMs === null ? null : setTimeout(() => void this.check(holding), Math.min(endsInMs + afterEndMs, longestTimerMs)).unref();
  }
}
