/**
 * Keeps a log within a limit: the first half of it passes at once, of what follows only the newest half of the limit is kept, and comes at
 * the end behind a line that says how much was left out. Memory stays below the limit however much is printed. Nothing is ever cut inside
 * of a character.
 */
export class CappedLog {
  private passed = 0;
  private tail: string[] = [];
  /** Index of the first entry of `tail` that still counts; the ones before it are dropped in batches. */
  private first = 0;
  private tailBytes = 0;
  private leftOut = 0;
  private isFull = false;
  private readonly half: number;

  constructor(limitBytes: number = 10 * 1024 * 1024) {
    this.half = Math.max(1, Math.floor(limitBytes / 2));
  }

  /** Bytes that were printed and are in no part of the log. */
  get leftOutBytes(): number {
    return this.leftOut;
  }

  /** Takes text as it arrives and gives the part of it that belongs into the log now, maybe `''`. */
  append(text: string): string {
    if (this.isFull) {
      this.keep(text);
      return '';
    }
    const bytes = Buffer.byteLength(text);
    if (this.passed + bytes <= this.half) {
      this.passed += bytes;
      return text;
    }
    this.isFull = true;
    const head = firstBytes(text, this.half - this.passed);
    this.keep(text.slice(head.length));
    return head;
  }

  /** What is still to be written at the end: nothing for a log within the limit, otherwise the notice and the tail. */
  finish(): string {
    const tail = lastBytes(this.tail.slice(this.first).join(''), this.half);
    const leftOut = this.leftOut + this.tailBytes - Buffer.byteLength(tail);
    this.tail = [];
    this.first = 0;
    this.tailBytes = 0;
    this.leftOut = leftOut;
    return leftOut === 0 ? tail : `\n[... ${leftOut.toLocaleString('en')} bytes of log were left out here: the log is limited, its beginning and its end are kept ...]\n${tail}`;
  }

  private keep(text: string): void {
    if (text === '') return;
    const last = this.tail.at(-1);
    // Single characters are gathered into blocks, or a script that flushes each of them would cost many times its bytes.
    if (last !== undefined && this.tail.length - 1 > this.first && last.length < 16_384) this.tail[this.tail.length - 1] = last + text;
    else this.tail.push(text);
    this.tailBytes += Buffer.byteLength(text);
    for (let oldest = this.tail[this.first]; oldest !== undefined; oldest = this.tail[this.first]) {
      const bytes = Buffer.byteLength(oldest);
      if (this.tailBytes - bytes < this.half) break;
      this.tail[this.first] = '';
      this.first += 1;
      this.tailBytes -= bytes;
      this.leftOut += bytes;
    }
    if (this.first > 1024) {
      this.tail = this.tail.slice(this.first);
      this.first = 0;
    }
  }
}

/** The longest beginning of whole characters within `limit` bytes. */
function firstBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(limit, bytes.length);
  while (end > 0 && end < bytes.length && isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** The longest end of whole characters within `limit` bytes. */
function lastBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  let start = Math.max(0, bytes.length - limit);
  while (start < bytes.length && isContinuation(bytes[start])) start += 1;
  return bytes.toString('utf8', start);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
