import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseLost } from '../common/database-lost.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Logger } from '../observability/logger.ts';
import { AppFilesService } from './app-files.service.ts';

const intervalMs = 10 * 60_000;

/** Deletes uploads that were never ended or never used, and files whose runs are gone. */
@Injectable()
export class AppFileRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly files: AppFilesService,
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
      const deleted = await this.files.sweep();
      if (deleted > 0) this.logger.info({ files: deleted }, 'Deleted files of apps whose time was over');
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, 'Could not delete files of apps whose time is over');
    }
  }
}
