import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Logger } from '../observability/logger.ts';
import { DueTimes } from '../queue/due-times.ts';
import { comingWaits } from './coming-waits.sql.ts';

/** How often what comes is looked for, and how far ahead: longer, so that nothing falls between two looks. */
const lookEveryMs = 30_000;
const aheadMs = 45_000;

/**
 * Sees to it that what waits for a time ends at that time. Who opens a wait sets an alarm for what is due soon; a wait of a day outlives the process that
 * opened it, and would otherwise be found by the regular look of the queue, up to two seconds late.
 */
@Injectable()
export class ComingWaits implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly dueTimes: DueTimes,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.MILLRACE_MODE === 'server') return;
    const look = (): void => void this.look().catch((error: unknown) => this.logger.debug({ err: error }, 'What is due soon is looked for later'));
    look();
    this.timer = setInterval(look, lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Sets an alarm for each time at which something is due soon. */
  async look(): Promise<void> {
    for (const { in_ms: delayMs } of await this.database.run<{ in_ms: number }>(comingWaits(aheadMs))) this.dueTimes.note(delayMs);
  }
}
