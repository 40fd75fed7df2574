/** Environment variable by which the set-up tells the workers of Jest where the server is. */
export const serverVariable = 'MILLRACE_TEST_SERVER';

/** What the set-ups and tear-downs of one Jest process share. */
export type SharedServer = { users: number; ready?: Promise<void>; stop?: () => Promise<void> };

const key = Symbol.for('millrace.test-server');

/** The one of this process; Jest loads the set-up module once per project, so a module variable would not do. */
export function sharedServer(): SharedServer {
  const holder = globalThis as { [key]?: SharedServer };
  return (holder[key] ??= { users: 0 });
}

/** Name of the migrated database of one run. */
export function templateName(pid: number): string {
  return `millrace_template_${pid}`;
}

/** The same server, another database, as the ordinary role of tests. */
export function withDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.username = 'millrace_test';
  url.password = 'millrace_test';
  url.pathname = `/${database}`;
  return url.toString();
}
