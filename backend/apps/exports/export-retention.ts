import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseLost } from '../../common/database-lost.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { Logger } from '../../observability/logger.ts';
import { AppExportsService } from './app-exports.service.ts';

const intervalMs = 60 * 60_000;

/** Deletes exported files after a week, and ends exports that stand still. */
@Injectable()
export class ExportRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly exports: AppExportsService,
    @Inject(CONFIG) private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.MILLRACE_MODE === 'worker') return;
    this.timer = setInterval(() => void this.look(), intervalMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      await this.exports.sweep();
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, 'Could not delete exports of apps whose time is over');
    }
  }
}
