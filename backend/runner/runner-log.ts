import type { Readable } from 'node:stream';
import { LogStream, type LogTail } from './log-stream.ts';

/** stdout and stderr of one process as one log, in the order in which it arrives. */
export class RunnerLog {
  private readonly streams: LogStream[];
  private take: ((text: string) => void | Promise<void>) | null = null;

  /** `tail` keeps what came last on stderr; `onOutput` sees stdout alone; `onEnd` is told whenever a stream reaches its end. */
  constructor(private readonly sources: { stdout: Readable; stderr: Readable }, tail: LogTail, private readonly onEnd: () => void, onOutput: (text: string) => void = () => {}) {
    this.streams = [
      this.connect(sources.stdout, onOutput),
      this.connect(sources.stderr, (text) => tail.append(text)),
    ];
  }

  /** From here on text goes to `take`, until `marker` came on both streams or they closed. */
  begin(take: (text: string) => void | Promise<void>, marker: Buffer | null): void {
    this.take = take;
    if (marker !== null) for (const stream of this.streams) stream.expect(marker);
  }

  /** What comes now belongs to no job and is dropped. */
  end(): void {
    this.take = null;
  }

  get hasEnded(): boolean {
    return this.streams.every((stream) => stream.hasEnded);
  }

  /** Whether someone holds the script back, so that waiting for its text may take longer. */
  get isHeldBack(): boolean {
    return this.sources.stdout.isPaused() || this.sources.stderr.isPaused();
  }

  /** A script that closed a stream leaves the next one without a log. */
  get isWhole(): boolean {
    return !this.sources.stdout.readableEnded && !this.sources.stderr.readableEnded;
  }

  close(): void {
    for (const stream of this.streams) stream.close();
  }

  private connect(source: Readable, also: (text: string) => void): LogStream {
    const stream = new LogStream((text) => {
      also(text);
      const accepted = this.take?.(text);
      if (accepted instanceof Promise) holdBack(source, accepted);
    }, this.onEnd);
    source.on('data', (chunk: Buffer) => stream.push(chunk));
    source.on('end', () => stream.close());
    source.on('error', () => stream.close());
    return stream;
  }
}

function holdBack(source: Readable, until: Promise<void>): void {
  source.pause();
  const resume = (): void => void source.resume();
  until.then(resume, resume);
}
