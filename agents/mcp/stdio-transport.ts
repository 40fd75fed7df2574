import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { JSONRPCMessageSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { afterNotices } from './after-notices.ts';
import type { StdioLauncher, StdioProcess, StdioRequest } from './ports.ts';
import { largestMessageBytes, tooLargeMessage } from './message-size.ts';

/** Lines that are no messages and are passed over: programs print greetings where they should not. */
const toleratedLines = 1000;

/** MCP with a program in a sandbox: a message for each line. */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Why the connection ended, where the program or this side is at fault; for the error that the caller gets. */
  failure: string | null = null;
  private process: StdioProcess | null = null;
  private partial: Buffer[] = [];
  private partialBytes = 0;
  private strayLines = 0;
  private isClosed = false;

  constructor(
    private readonly launch: StdioLauncher,
    private readonly request: StdioRequest,
  ) {}

  async start(): Promise<void> {
    const process = await this.launch(this.request);
    this.process = process;
    process.onOutput((chunk) => this.take(chunk));
    void process.ended.then(({ exitCode, lastWords }) => {
      if (!this.isClosed) this.failure ??= `The program has ended with exit code ${exitCode}${lastWords === '' ? '' : `: ${lastWords}`}`;
      this.closed();
    });
    if (this.isClosed) await process.close();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (!this.process || this.isClosed) return Promise.reject(new Error(this.failure ?? 'The program does not run.'));
    this.process.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.closed();
    await this.process?.close();
  }

  private closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.partial = [];
    this.onclose?.();
  }

  private take(chunk: Buffer): void {
    for (let rest = chunk; !this.isClosed && rest.length > 0;) {
      const end = rest.indexOf(10);
      const piece = end < 0 ? rest : rest.subarray(0, end);
      rest = end < 0 ? Buffer.alloc(0) : rest.subarray(end + 1);
      this.partial.push(piece);
      this.partialBytes += piece.length;
      if (this.partialBytes > largestMessageBytes) return this.fail(tooLargeMessage);
      if (end < 0) return;
      const line = Buffer.concat(this.partial).toString('utf8').trim();
      this.partial = [];
      this.partialBytes = 0;
      if (line !== '') this.read(line);
    }
  }

  private read(line: string): void {
    const message = parse(line);
    if (message && 'method' in message) return this.onmessage?.(message);
    if (message) return afterNotices(() => this.onmessage?.(message));
    this.strayLines += 1;
    if (this.strayLines > toleratedLines) this.fail(`It wrote more than ${toleratedLines} lines that are no messages of the protocol`);
  }

  private fail(reason: string): void {
    this.failure = reason;
    void this.close();
  }
}

function parse(line: string): JSONRPCMessage | null {
  try {
    return JSONRPCMessageSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
