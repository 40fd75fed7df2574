/**
 * Tells whether bytes are one JSON value, without building it, and in slices: `advance` looks at about so many bytes and comes back. Depth
 * is limited like in the readers that come after it.
 */
export class JsonScan {
  private at = 0;
  private next: 'value' | 'first value' | 'key' | 'first key' | 'rest' = 'value';
  /** Whether each open bracket is an object's. */
  private readonly open: boolean[] = [];
  private problem: string | null = null;
  /** As far as they have been looked for: they lie behind the place of the last look. */
  private nextQuote = -1;
  private nextBackslash = -1;

  constructor(private readonly bytes: Buffer) {}

  /** `null` while there is more to look at. */
  advance(count: number): { isValid: boolean; reason: string } | null {
    const until = this.at + count;
    while (this.problem === null && this.at < until) {
      this.skipBlanks();
      if (this.at >= this.bytes.length) return this.atEnd();
      this.token();
    }
    return this.problem === null ? null : { isValid: false, reason: this.problem };
  }

  private atEnd(): { isValid: boolean; reason: string } {
    const isValid = this.next === 'rest' && this.open.length === 0;
    return { isValid, reason: isValid ? '' : 'it ends too early' };
  }

  private skipBlanks(): void {
    for (let byte = this.bytes[this.at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = this.bytes[this.at]) this.at += 1;
  }

  private token(): void {
    const byte = this.bytes[this.at];
    if (this.next === 'rest') this.afterValue(byte);
    else if (byte === CLOSE_OBJECT && this.next === 'first key') this.close(true);
    else if (byte === CLOSE_ARRAY && this.next === 'first value') this.close(false);
    else if (this.next === 'key' || this.next === 'first key') this.key(byte);
    else this.value(byte);
  }

  private afterValue(byte: number | undefined): void {
    const isObject = this.open.at(-1);
    if (byte === COMMA && isObject !== undefined) {
      this.next = isObject ? 'key' : 'value';
      this.at += 1;
    } else if (byte === CLOSE_OBJECT && isObject === true) this.close(true);
    else if (byte === CLOSE_ARRAY && isObject === false) this.close(false);
    else this.fail();
  }

  private key(byte: number | undefined): void {
    if (byte !== QUOTE) return this.fail();
    this.string();
    this.skipBlanks();
    if (this.problem === null && this.bytes[this.at] !== COLON) return this.fail();
    this.at += 1;
    this.next = 'value';
  }

  private value(byte: number | undefined): void {
    this.next = 'rest';
    if (byte === QUOTE) this.string();
    else if (byte === OPEN_OBJECT) this.enter(true);
    else if (byte === OPEN_ARRAY) this.enter(false);
    else if (byte === 0x74) this.word('true');
    else if (byte === 0x66) this.word('false');
    else if (byte === 0x6e) this.word('null');
    else this.number();
  }

  private enter(isObject: boolean): void {
    if (this.open.length >= MAX_DEPTH) {
      this.problem = `it is nested more than ${MAX_DEPTH} deep`;
      return;
    }
    this.open.push(isObject);
    this.next = isObject ? 'first key' : 'first value';
    this.at += 1;
  }

  private close(isObject: boolean): void {
    if (this.open.pop() !== isObject) return this.fail();
    this.next = 'rest';
    this.at += 1;
  }

  private word(word: string): void {
    if (this.bytes.toString('latin1', this.at, this.at + word.length) !== word) return this.fail();
    this.at += word.length;
  }

  private string(): void {
    const { bytes } = this;
    let at = this.at + 1;
    let longFrom = at + SHORT_STRING;
    for (;;) {
      const end = Math.min(longFrom, bytes.length);
      let byte = 0x20;
      while (at < end && (byte = bytes[at]!) >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) at += 1;
      if (at < end && byte === QUOTE) {
        this.at = at + 1;
        return;
      }
      const isEscape = at < end && byte === BACKSLASH;
      const length = isEscape ? escapeLength(bytes, at) : 0;
      if (at >= bytes.length || (at < end && length === 0)) break;
      at = isEscape ? at + length : this.plainUntil(at);
      longFrom = at + SHORT_STRING;
    }
    this.at = at;
    this.fail();
  }

  /** Where the first byte from `from` on may be that is not plain text: found many bytes at a time. */
  private plainUntil(from: number): number {
    if (this.nextQuote < from) this.nextQuote = found(this.bytes.indexOf(QUOTE, from));
    if (this.nextBackslash < from) this.nextBackslash = found(this.bytes.indexOf(BACKSLASH, from));
    return withoutControl(this.bytes, from, Math.min(this.nextQuote, this.nextBackslash, this.bytes.length - 1));
  }

  private number(): void {
    const { bytes } = this;
    let at = this.at;
    if (bytes[at] === MINUS) at += 1;
    const whole = at;
    at = digits(bytes, at);
    if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) return this.fail();
    if (bytes[at] === DOT) {
      const fraction = at + 1;
      at = digits(bytes, fraction);
      if (at === fraction) return this.fail();
    }
    const hasExponent = bytes[at] === 0x65 || bytes[at] === 0x45;
    if (hasExponent) {
      const exponent = bytes[at + 1] === MINUS || bytes[at + 1] === 0x2b ? at + 2 : at + 1;
      at = digits(bytes, exponent);
      if (at === exponent) return this.fail();
    }
    if (hasExponent || at - this.at > LONG_NUMBER) this.range(at);
    this.at = at;
  }

  /** Readers of JSON take what is beyond a double for infinity, which they cannot write again. */
  private range(end: number): void {
    const text = this.bytes.toString('latin1', this.at, end);
    if (!Number.isFinite(Number(text))) this.problem = `the number ${text.slice(0, 20)}${text.length > 20 ? '…' : ''} is too large; return it as text`;
  }

  private fail(): void {
    const found = this.at >= this.bytes.length ? 'the end' : JSON.stringify(this.bytes.toString('latin1', this.at, this.at + 20));
    this.problem = `unexpected ${found} at byte ${this.at}`;
  }
}

/** Postgres itself stops at a depth that depends on its stack; nobody nests that deep on purpose. */
const MAX_DEPTH = 2_000;
/** Digits that a double holds for certain. */
const LONG_NUMBER = 300;
/** Up to here a string is read byte by byte: for a short one that is faster than any preparation. */
const SHORT_STRING = 48;
const QUOTE = 0x22,
  BACKSLASH = 0x5c,
  COMMA = 0x2c,
  COLON = 0x3a,
  MINUS = 0x2d,
  DOT = 0x2e,
  ZERO = 0x30;
const OPEN_OBJECT = 0x7b,
  CLOSE_OBJECT = 0x7d,
  OPEN_ARRAY = 0x5b,
  CLOSE_ARRAY = 0x5d;

/** Bytes of the escape at `at`; 0 for a wrong one. */
function escapeLength(bytes: Buffer, at: number): number {
  const byte = bytes[at + 1];
  if (byte === 0x75) return /^[0-9a-fA-F]{4}$/.test(bytes.toString('latin1', at + 2, at + 6)) ? 6 : 0;
  return byte !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 2 : 0;
}

const NO_WORDS = new Int32Array(0);
const found = (index: number): number => (index < 0 ? Number.POSITIVE_INFINITY : index);

/** The first place in `[from, to)` where a control character may begin, or `to`: four bytes are looked at in one go. */
function withoutControl(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (; at < to && (bytes.byteOffset + at) % 4 !== 0; at += 1) if (bytes[at]! < 0x20) return at;
  const words = at < to ? new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >> 2) : NO_WORDS;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    // The highest bit of a byte is set here where the byte is below 0x20.
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return at + index * 4;
  }
  at += words.length * 4;
  for (; at < to; at += 1) if (bytes[at]! < 0x20) return at;
  return to;
}

function digits(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte !== undefined && byte >= ZERO && byte <= 0x39; byte = bytes[at]) at += 1;
  return at;
}
