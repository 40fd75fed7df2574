import { StringDecoder } from 'node:string_decoder';

/**
 * Turns the bytes of stdout or stderr into text that Postgres takes: valid UTF-8 (wrong bytes become U+FFFD, a character that is split
 * between two chunks is put together), without NUL.
 */
export class LogStream {
  private readonly decoder = new StringDecoder('utf8');

  constructor(private readonly onText: (text: string) => void) {}

  push(chunk: Buffer): void {
    this.pass(this.decoder.write(chunk));
  }

  /** Nothing more belongs to this log: half a character at its end is a wrong byte. */
  finish(): void {
    this.pass(this.decoder.end());
  }

  private pass(text: string): void {
    const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
    if (clean !== '') this.onText(clean);
  }
}

/** The newest log text of a stream, for error messages that quote what a process said last. */
export class LogTail {
  private text = '';

  append(text: string): void {
    const joined = text.length >= 4096 ? text : this.text + text;
    this.text = joined.length > 4096 ? joined.slice(-4096) : joined;
  }

  clear(): void {
    this.text = '';
  }

  get all(): string {
    return this.text;
  }

  /** The last line that is not empty, or `''`. */
  get lastLine(): string {
    return this.text.trimEnd().split('\n').at(-1)?.trim().slice(0, 500) ?? '';
  }
}
