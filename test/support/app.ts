import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Abstract, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApplication } from '../../backend/application.ts';
import { readConfig } from '../../backend/config/config.ts';
import { openDatabase } from '../../backend/database/database.ts';
import { entities } from '../../backend/database/entities.ts';
import { Notifications } from '../../backend/events/notifications.ts';
import { Logger } from '../../backend/observability/logger.ts';
import type { Platform } from '../../backend/platform.ts';
import { TestBuilders } from './builders.ts';
import { TestClient } from './client.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export { codeOf, TestClient, type TestAnswer } from './client.ts';
export type { TestUser, TestWorkspace } from './builders.ts';

/** The whole server on a database of its own. Take it with `await using`. */
export type TestApp = AsyncDisposable & {
  application: NestExpressApplication;
  platform: Platform;
  /** `http://127.0.0.1:<port>`, without `/api`. */
  url: string;
  /** Nobody: no session, no token. */
  anonymous: TestClient;
  /** Makes workspaces and people, through the services of the product. */
  make: TestBuilders;
  /** A service of the application. */
  get<Service>(token: Type<Service> | Abstract<Service> | symbol): Service;
};

/** What a test may give instead of the usual: a database behind a proxy, a log that is looked at. */
export type TestAppParts = { database?: TestDatabase; logger?: Logger; /** That of another process on the same database. */ masterKey?: Buffer };

/** Boots AppModule and listens on a free port. `settings` are environment variables over those of tests. */
export async function createTestApp(settings: Record<string, string> = {}, parts: TestAppParts = {}): Promise<TestApp> {
  const database = parts.database ?? await createTestDatabase();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'millrace-app-'));
  const platform = await openTestPlatform(database.url, { MILLRACE_DATA_DIR: dataDirectory, ...settings }, parts.logger, parts.masterKey);
  const closePlatform = async () => {
    await platform.notifications.close();
    await platform.database.close();
    await database[Symbol.asyncDispose]();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  const application = await createApplication(platform).catch(async (error: unknown) => {
    // A server that does not boot must not leave a connection behind that tries for ever.
    await closePlatform();
    throw error;
  });
  await application.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(application.getHttpServer().address() as AddressInfo).port}`;
  return {
    application, platform, url,
    anonymous: new TestClient(url),
    make: new TestBuilders(application, url),
    get: (token) => application.get(token, { strict: false }),
    async [Symbol.asyncDispose]() {
      await application.close();
      await closePlatform();
    },
  };
}

/** What a process opens before Nest is built, on the database of a test. */
export async function openTestPlatform(databaseUrl: string, settings: Record<string, string> = {}, givenLogger?: Logger, masterKey: Buffer = randomBytes(32)): Promise<Platform> {
  const config = readConfig({ DATABASE_URL: databaseUrl, MILLRACE_MODE: 'server', MILLRACE_LOG_LEVEL: 'silent', MILLRACE_DEMO: 'false', ...settings });
  const logger = givenLogger ?? Logger.create(config.MILLRACE_LOG_LEVEL, 'test');
  const database = await openDatabase({ url: databaseUrl, entities, poolSize: 8, onError: () => undefined });
  const notifications = new Notifications(databaseUrl, logger);
  await notifications.start();
  return { config, database, notifications, logger, masterKey };
}
