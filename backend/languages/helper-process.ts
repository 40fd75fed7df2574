import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { toolEnvironment } from '../config/tool-environment.ts';

/** The helper ended, or did not answer in time, over a request: what was asked is not to be asked again. */
export class HelperGaveUp extends Error {
  override readonly name = 'HelperGaveUp';
}

/** What a {@link HelperProcess} is made of. */
export type HelperOptions = {
  /** Program and arguments of the helper. Rejections go to whoever asked. */
  launch(): Promise<readonly string[]>;
  /** A request that takes longer ends the helper. */
  answerMs?: number;
  /** A helper that nobody asks for so long is ended; the next request starts another. */
  idleMs?: number;
};

type Child = ChildProcessByStdio<Writable, Readable, null>;
type Request = { line: string; resolve(answer: unknown): void; reject(error: Error): void };

/**
 * A program beside this one that answers lines of JSON, for reading what people wrote: a source can crash a parser or keep it busy for ever, and
 * then only the helper is gone. Requests are answered one after the other, so that it is known which of them ended it; the others go to the next helper.
 */
export class HelperProcess {
  private child: Promise<Child> | null = null;
  /** The helper whose end concerns a request; one that was told to end is none any more. */
  private live: Child | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting: Request[] = [];
  private current: Request | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: HelperOptions) {}

  /** Sends a request and gives the parsed answer. Rejects with {@link HelperGaveUp} when the helper ended over it. */
  ask(request: object): Promise<unknown> {
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.push({ line: `${JSON.stringify(request)}\n`, resolve, reject });
      if (!this.current) this.next();
    });
    this.last = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the helper when it has answered everything; it is started again when it is needed. */
  async close(): Promise<void> {
    await this.last;
    const child = this.dismiss();
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    hold(child);
    await new Promise((resolve) => child.once('close', resolve));
  }

  private next(): void {
    this.stopTimer();
    this.current = this.waiting.shift() ?? null;
    const request = this.current;
    if (!request) return this.rest();
    this.child ??= this.start();
    this.child.then((child) => this.send(child, request), (error: Error) => {
      this.child = null;
      this.settle((failed) => failed.reject(error));
    });
  }

  private send(child: Child, { line }: Request): void {
    hold(child);
    this.timer = setTimeout(() => child.kill('SIGKILL'), this.options.answerMs ?? 10_000);
    child.stdin.write(line);
  }

  private async start(): Promise<Child> {
    const [program = '', ...parameters] = await this.options.launch();
    const child: Child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'], env: toolEnvironment() });
    this.live = child;
    child.stdin.on('error', () => undefined);
    child.on('error', () => this.ended(child));
    child.once('close', () => this.ended(child));
    readLines(child.stdout, (line) => this.settle(({ resolve }) => resolve(JSON.parse(line))));
    return child;
  }

  private ended(child: Child): void {
    if (this.live !== child) return;
    this.dismiss();
    this.settle(({ reject }) => reject(new HelperGaveUp('The helper ended over this request')));
  }

  /** Lets the helper end by itself; whoever asks next gets another one. */
  private dismiss(): Child | null {
    const child = this.live;
    this.stopTimer();
    this.child = null;
    this.live = null;
    child?.stdin.end();
    return child;
  }

  private settle(tell: (request: Request) => void): void {
    const request = this.current;
    this.current = null;
    if (request) tell(request);
    if (!this.current) this.next();
  }

  /** Between requests the helper keeps nobody alive, and after a while not itself either. */
  private rest(): void {
    void this.child?.then((child) => {
      if (this.current || this.live !== child) return;
      release(child);
      this.timer = setTimeout(() => this.dismiss(), this.options.idleMs ?? 60_000).unref();
    }, () => undefined);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let partial: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const [first = '', ...lines] = chunk.split('\n');
    partial.push(first);
    for (const line of lines) {
      onLine(partial.join(''));
      partial = [line];
    }
  });
}

type Holdable = { ref?(): void; unref?(): void };

function hold(child: Child): void {
  for (const handle of [child, child.stdin, child.stdout] as Holdable[]) handle.ref?.();
}

function release(child: Child): void {
  for (const handle of [child, child.stdin, child.stdout] as Holdable[]) handle.unref?.();
}
