import { StringDecoder } from 'node:string_decoder';

const NUL = 0;

/**
 * Turns the bytes of stdout or stderr into text that Postgres takes: valid UTF-8 (wrong bytes become U+FFFD, a character that is split
 * between two chunks is put together), without NUL. Finds and removes the line that ends a job's log (`logEnd` of the protocol), even when
 * it arrives in pieces.
 */
export class LogStream {
  private decoder = new StringDecoder('utf8');
  private marker: Buffer | null = null;
  /** Bytes that may be the beginning of the marker. */
  private held: Buffer | null = null;
  private isClosed = false;

  constructor(private readonly onText: (text: string) => void, private readonly onEnd: () => void) {}

  /** From here on `marker` ends the log. */
  expect(marker: Buffer): void {
    this.marker = marker;
    this.held = null;
    this.decoder = new StringDecoder('utf8');
  }

  /** Whether the end was seen, or nothing can come any more. */
  get hasEnded(): boolean {
    return this.marker === null || this.isClosed;
  }

  push(chunk: Buffer): void {
    if (this.held === null && (this.marker === null || !chunk.includes(NUL))) this.emit(chunk);
    else this.search(this.held === null ? chunk : Buffer.concat([this.held, chunk]));
  }

  /** The stream was closed: what was held back was text after all. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.held !== null) this.emit(this.held);
    this.held = null;
    this.finish();
  }

  private search(bytes: Buffer): void {
    this.held = null;
    const marker = this.marker;
    if (marker === null) return this.emit(bytes);
    const found = bytes.indexOf(marker);
    if (found >= 0) {
      if (found > 0) this.emit(bytes.subarray(0, found));
      return this.finish();
    }
    const partial = beginningOf(marker, bytes);
    if (partial < bytes.length) this.held = Buffer.from(bytes.subarray(partial));
    if (partial > 0) this.emit(bytes.subarray(0, partial));
  }

  private finish(): void {
    const rest = this.decoder.end();
    if (rest !== '') this.onText(rest);
    this.marker = null;
    this.onEnd();
  }

  private emit(bytes: Buffer): void {
    const text = this.decoder.write(bytes);
    const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
    if (clean !== '') this.onText(clean);
  }
}

/** Where the last bytes are a beginning of `marker`; the length where they are not. */
function beginningOf(marker: Buffer, bytes: Buffer): number {
  for (let start = bytes.indexOf(NUL, Math.max(0, bytes.length - marker.length + 1)); start >= 0; start = bytes.indexOf(NUL, start + 1)) {
    if (marker.subarray(0, bytes.length - start).equals(bytes.subarray(start))) return start;
  }
  return bytes.length;
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
