import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from './database.ts';

/**
 * A test database behind a connection that can be cut and restored, as when a server restarts or a network fails: everything that is connected is
 * cut off at once, and nobody gets through until it is restored.
 */
export class CuttableDatabase implements TestDatabase {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  private constructor(private readonly database: TestDatabase) {}

  static async create(): Promise<CuttableDatabase> {
    const cuttable = new CuttableDatabase(await createTestDatabase());
    await cuttable.restore();
    return cuttable;
  }

  /** Where the application finds it. */
  get url(): string {
    const url = new URL(this.database.url);
    url.port = String(this.port);
    return url.toString();
  }

  /** The way around, for a test that looks at what happened meanwhile. */
  get directUrl(): string {
    return this.database.url;
  }

  async cut(): Promise<void> {
    const server = this.server;
    this.server = null;
    const closed = new Promise((resolve) => server ? server.close(resolve) : resolve(undefined));
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
  }

  async restore(): Promise<void> {
    if (this.server) return;
    const { hostname, port } = new URL(this.database.url);
    const server = createServer((inner) => this.join(inner, connect(Number(port), hostname)));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
    await this.database[Symbol.asyncDispose]();
  }

  private join(inner: Socket, outer: Socket): void {
    for (const [from, to] of [[inner, outer], [outer, inner]] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
