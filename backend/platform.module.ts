import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG } from './config/config.ts';
import { Database } from './database/database.ts';
import { Notifications } from './events/notifications.ts';
import { Logger } from './observability/logger.ts';
import { MASTER_KEY, type Platform } from './platform.ts';

/** Gives every module the settings, the database, the notifications, the log and the master key. */
@Module({})
export class PlatformModule {
  static of({ config, database, notifications, logger, masterKey }: Platform): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Database, useValue: database },
        { provide: Notifications, useValue: notifications },
        { provide: Logger, useValue: logger },
        { provide: MASTER_KEY, useValue: masterKey },
      ],
      exports: [CONFIG, Database, Notifications, Logger, MASTER_KEY],
    };
  }
}
