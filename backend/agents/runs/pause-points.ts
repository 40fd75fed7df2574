import { Injectable } from '@nestjs/common';

/** Places of a run between what is written and what follows from it. Tests hold a run there and take its worker away. */
export const pausePoints = ['before turn', 'after turn', 'before ask', 'after ask', 'before start', 'after start', 'before tool end', 'after tool end', 'before end', 'before rest'] as const;
/** One of {@link pausePoints}. */
export type PausePoint = (typeof pausePoints)[number];

/** Lets tests hold runs at a {@link PausePoint}. Nothing is held in production. */
@Injectable()
export class PausePoints {
  private hold: ((point: PausePoint, jobId: string) => Promise<void>) | null = null;

  /** Calls `hold` each time a run comes by. */
  set(hold: (point: PausePoint, jobId: string) => Promise<void>): void {
    this.hold = hold;
  }

  async at(point: PausePoint, jobId: string): Promise<void> {
    await this.hold?.(point, jobId);
  }
}
