import { nextSuspensionMs, type OpenStep } from './core/next-suspension.ts';

/** After so long code that was asked to suspend is asked again, and then less and less often. */
const firstAskMs = 5;
const longestAskMs = 1_000;

/** What the timer goes by. */
export type SuspensionFacts = { open: readonly OpenStep[]; inFlight: number; isOver: boolean };

/** Asks the code of a workflow to let go of its process when the time has come: see {@link nextSuspensionMs}. */
export class SuspensionTimer {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly limits: { hotMs: number; isCrowded(): boolean },
    private readonly ask: () => void,
  ) {}

  /** Something happened: plans anew from now on. */
  plan({ open, inFlight, isOver }: SuspensionFacts): void {
    this.stop();
    const now = Date.now();
    const delayMs = isOver ? null : nextSuspensionMs({ now, open, inFlight, quietSince: now, hotMs: this.limits.hotMs, isCrowded: this.limits.isCrowded() });
    if (delayMs !== null) this.timer = setTimeout(() => this.askAgain(firstAskMs), delayMs);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Code that is at work says so, code that is being loaded says nothing: it is asked again. */
  private askAgain(againMs: number): void {
    this.ask();
    this.timer = setTimeout(() => this.askAgain(Math.min(againMs * 2, longestAskMs)), againMs);
  }
}
