import type { Readable } from 'node:stream';
import { LogStream, type LogTail } from './log-stream.ts';

/** stdout and stderr of one process as one log, in the order in which it arrives. */
export class RunnerLog {
  private readonly streams: LogStream[];
  private take: ((text: string) => void | Promise<void>) | null = null;
  /** Until whoever takes the log is done. */
  private heldBack: Promise<void> | null = null;

  /** `tail` keeps what came last on stderr; `onOutput` sees stdout alone; */
  constructor(
    private readonly sources: { stdout: Readable; stderr: Readable },
    tail: LogTail,
    onOutput: (text: string) => void = () => {},
  ) {
    this.streams = [this.connect(sources.stdout, onOutput), this.connect(sources.stderr, (text) => tail.append(text))];
  }

  /** From here on text goes to `take`. */
  begin(take: (text: string) => void | Promise<void>): void {
    for (const stream of this.streams) stream.finish();
    this.take = take;
  }

  /** What comes now belongs to no job and is dropped. */
  end(): void {
    for (const stream of this.streams) stream.finish();
    this.take = null;
  }

  /**
   * Calls back when everything was read that had been written before now. The event loop reads all that is there before it comes to what was
   * put off to its next phase; where the script is held back, one more round is needed after that.
   */
  whenRead(then: () => void, rounds = 1): void {
    setImmediate(() => {
      if (this.heldBack !== null) void this.heldBack.then(() => this.whenRead(then, 2));
      else if (rounds > 1) this.whenRead(then, rounds - 1);
      else then();
    });
  }

  /** A script that closed a stream leaves the next one without a log. */
  get isWhole(): boolean {
    return !this.sources.stdout.readableEnded && !this.sources.stderr.readableEnded;
  }

  close(): void {
    for (const stream of this.streams) stream.finish();
  }

  private connect(source: Readable, also: (text: string) => void): LogStream {
    const stream = new LogStream((text) => {
      also(text);
      const accepted = this.take?.(text);
      if (accepted instanceof Promise) this.holdBack(source, accepted);
    });
    source.on('data', (chunk: Buffer) => stream.push(chunk));
    source.on('end', () => stream.finish());
    source.on('error', () => stream.finish());
    return stream;
  }

  private holdBack(source: Readable, until: Promise<void>): void {
    source.pause();
    const settled = until.then(ignore, ignore);
    const held = Promise.all([this.heldBack, settled]).then(() => {
      if (this.heldBack === held) this.heldBack = null;
    });
    this.heldBack = held;
    void settled.then(() => source.resume());
  }
}

function ignore(): void {}
