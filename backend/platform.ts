import type { Config } from './config/config.ts';
import type { Database } from './database/database.ts';
import type { Notifications } from './events/notifications.ts';
import type { Logger } from './observability/logger.ts';

/** What a process opens before Nest is built, and closes after it: everything else receives these. */
export type Platform = { config: Config; database: Database; notifications: Notifications; logger: Logger; masterKey: Buffer };

/** Token of the 32-byte master key. */
export const MASTER_KEY = Symbol('MasterKey');
