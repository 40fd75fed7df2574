import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { createServer, type Connection } from 'mysql2';

/** A server that speaks the protocol of MySQL on loopback, lets one user in, and answers what its version is. */
export type TestMysqlServer = AsyncDisposable & { port: number; queries: string[] };

type Credentials = { user: string; password: string; database: string };
type Attempt = { user: string; database: string; authPluginData1: Buffer; authPluginData2: Buffer; authToken: Buffer };
type Verdict = (error: null, refusal?: { message: string; code: number }) => void;

/** Everything but TLS and compression. */
const capabilityFlags = 0xff_ff_ff & ~0x20 & ~0x800;

/** Starts one for {@link Credentials}. */
export async function startMysqlServer(credentials: Credentials): Promise<TestMysqlServer> {
  const queries: string[] = [];
  const open = new Set<Connection>();
  const server = createServer((handed) => {
    const connection = handed as Connection;
    open.add(connection);
    connection.on('error', () => undefined);
    connection.on('query', (text: string) => {
      queries.push(text);
      // Each command counts its packets anew; this side of the library goes on counting.
      (handed as unknown as { sequenceId: number }).sequenceId = 1;
      connection.writeTextResult(
        [{ version: '8.4.0-test' }],
        [
          {
            catalog: 'def',
            schema: '',
            table: '',
            orgTable: '',
            name: 'version',
            orgName: 'version',
            characterSet: 45,
            columnLength: 60,
            columnType: 253,
            flags: 0,
            decimals: 0,
          },
        ],
      );
    });
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.4.0-test',
      connectionId: open.size,
      statusFlags: 2,
      characterSet: 45,
      capabilityFlags,
      authCallback: (attempt: Attempt, decide: Verdict) => decide(null, refusalOf(attempt, credentials)),
    });
  });
  const { _server: listener } = server as unknown as { _server: Server };
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    queries,
    [Symbol.asyncDispose]: () => {
      for (const connection of open) connection.destroy();
      return new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

function refusalOf(
  { user, database, authPluginData1, authPluginData2, authToken }: Attempt,
  credentials: Credentials,
): { message: string; code: number } | undefined {
  const seed = Buffer.concat([authPluginData1, authPluginData2.subarray(0, 12)]);
  const isRight = user === credentials.user && authToken.equals(tokenOf(credentials.password, seed));
  if (!isRight) return { message: `Access denied for user '${user}'@'localhost' (using password: YES)`, code: 1045 };
  return database === credentials.database ? undefined : { message: `Unknown database '${database}'`, code: 1049 };
}

const sha1 = (...parts: Buffer[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();

/** What a client proves with that it knows the password: `mysql_native_password`. */
function tokenOf(password: string, seed: Buffer): Buffer {
  const once = sha1(Buffer.from(password));
  const mask = sha1(seed, sha1(once));
  return Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
