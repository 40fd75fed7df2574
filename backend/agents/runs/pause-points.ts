import { Injectable } from '@nestjs/common';

/** Places of a run between what is written and what follows from it. Tests hold a run there and take its worker away. */
export type PausePoint =
  | 'before ask'
  | 'after ask'
  | 'before start'
  | 'after start'
  | 'before turn'
  | 'after turn'
  | 'before tool end'
  | 'after tool end'
  | 'before end'
  | 'before rest';

/** Lets tests hold runs at a {@link PausePoint}. Nothing is held in production. */
@Injectable()
export class PausePoints {
  private readonly holds = new Map<string, () => Promise<void>>();

  /** Calls `hold` each time a run comes by; gives what lets it pass again. */
  set(point: PausePoint, hold: () => Promise<void>): () => void {
    this.holds.set(point, hold);
    return () => void this.holds.delete(point);
  }

  at(point: PausePoint): Promise<void> {
    return this.holds.get(point)?.() ?? Promise.resolve();
  }
}
