import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.ts';

/** For what is due later, nobody keeps an alarm: see `backend/waits/coming-waits.service.ts`. Without one it is found by the regular look of the queue, which comes every two seconds. */
const furthestMs = 60_000;

/** Rows that are due within so short a time share a wake. */
const togetherMs = 20;

/** The clock of the database may be behind by so much, and a timer early: a wake that comes before its row is due finds nothing. */
const afterMs = 2;

/**
 * Wakes the workers when rows that were written for later become due: the queue by itself would find them only at its next
 * regular look. A wake that is lost with its process costs those two seconds and nothing else.
 */
@Injectable()
export class DueTimes implements OnApplicationShutdown {
  private readonly timers = new Map<number, NodeJS.Timeout>();

  constructor(private readonly database: Database) {}

  /** Notes that something is due in `delayMs`. */
  note(delayMs: number): void {
    if (delayMs <= 0 || delayMs > furthestMs) return;
    const slot = Math.ceil((Date.now() + delayMs + afterMs) / togetherMs);
    if (this.timers.has(slot)) return;
    this.timers.set(slot, setTimeout(() => this.wake(slot), slot * togetherMs - Date.now()).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private wake(slot: number): void {
    this.timers.delete(slot);
    // The payload is that of graphile-worker's own notification; a lost database is the same as a lost wake.
    void this.database.run({ name: 'wake_queue', text: `select pg_notify('jobs:insert', '{"count":1}')`, values: [] }).catch(() => undefined);
  }
}
