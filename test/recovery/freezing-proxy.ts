import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands between the product and Postgres and can go silent: bytes of the connections that exist are swallowed from then on, in both directions, and nobody
 * is told, as when a firewall forgets them. New connections work.
 */
export class FreezingProxy {
  private readonly pairs = new Set<[Socket, Socket]>();
  private readonly frozen = new Set<Socket>();

  private constructor(private readonly server: Server, readonly url: string) {}

  /** Listens for what belongs to the database at `target`. */
  static async start(target: string): Promise<FreezingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(target);
    const { hostname, port } = url;
    url.port = String((server.address() as AddressInfo).port);
    const proxy = new FreezingProxy(server, url.toString());
    server.on('connection', (inner) => proxy.join(inner, connect(Number(port), hostname)));
    return proxy;
  }

  /** Makes every connection of now half-open; gives how many there were. */
  freeze(): number {
    const before = this.frozen.size;
    for (const pair of this.pairs) for (const socket of pair) {
      socket.unpipe();
      socket.pause();
      this.frozen.add(socket);
    }
    this.pairs.clear();
    return (this.frozen.size - before) / 2;
  }

  async stop(): Promise<void> {
    for (const socket of [...this.frozen, ...[...this.pairs].flat()]) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(inner: Socket, outer: Socket): void {
    const pair: [Socket, Socket] = [inner, outer];
    this.pairs.add(pair);
    for (const [from, to] of [[inner, outer], [outer, inner]] as const) {
      from.pipe(to);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.pairs.delete(pair);
        if (!this.frozen.has(from)) to.destroy();
      });
    }
  }
}
