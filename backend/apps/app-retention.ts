import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseLost } from '../common/database-lost.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Logger } from '../observability/logger.ts';
import { AppFilesService } from './app-files.service.ts';
import { AppExportsService } from './exports/app-exports.service.ts';

const intervalMs = 10 * 60_000;

/** Deletes what apps keep for a time: uploads that were never ended or used, files whose runs are gone, exports after a week. Ends exports that stand still. */
@Injectable()
export class AppRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly files: AppFilesService,
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
    await Promise.all([this.sweep('files', () => this.files.sweep()), this.sweep('exports', () => this.exports.sweep())]);
  }

  /** One that fails keeps no other from being done; it is tried again with the next look. */
  private async sweep(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, `Could not delete ${what} of apps whose time is over`);
    }
  }
}
