import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What really ran, told by the scripts themselves: each execution of a job begins with a request that names its key and is answered with how often
 * that key was executed up to now. It lives in the test, so it survives whatever is killed.
 */
export class ExecutionLedger implements AsyncDisposable {
  private readonly executions = new Map<string, number>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ExecutionLedger> {
    const server = createServer();
    const ledger = new ExecutionLedger(server);
    server.on('request', (request, response) => {
      const count = ledger.add((request.url ?? '/').slice(1));
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ count }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return ledger;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How often a key was executed. */
  count(key: string): number {
    return this.executions.get(key) ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private add(key: string): number {
    const count = this.count(key) + 1;
    this.executions.set(key, count);
    return count;
  }
}
