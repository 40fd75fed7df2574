/** What stands where a secret was. */
export const mask = '••••••';

/** Shorter values would mask half of every log and hide nothing. */
const shortestSecret = 4;
/** Lines of a secret of many lines (a private key) are masked one by one as well, from this length on. */
const shortestLine = 12;

/** One state of the automaton: what is matched so far is the longest end of the text that begins a secret. */
type State = { next: Map<number, State>; fail: State | null; depth: number; longestMatch: number };

/**
 * Replaces secret values in text by {@link mask}, wherever they stand: also in their JSON, URL and base64 forms, and across
 * the borders of the chunks of a {@link RedactedStream}. Overlapping and touching secrets give one mask.
 *
 * An Aho-Corasick automaton: one step per character, however many secrets there are; and its state tells exactly how much
 * of the end of a chunk may still become a secret, so that a live log is held back no longer than needed.
 */
export class Redactor {
  private readonly patterns: string[];
  private readonly root: State;

  constructor(secrets: Iterable<string>) {
    this.patterns = [...new Set([...secrets].flatMap(formsOf))];
    this.root = buildAutomaton(this.patterns);
  }

  /** Whether there is nothing to redact. */
  get isIdle(): boolean {
    return this.patterns.length === 0;
  }

  /** The text without secrets. */
  redact(text: string): string {
    if (!this.patterns.some((pattern) => text.includes(pattern))) return text;
    const stream = this.stream();
    return stream.push(text) + stream.end();
  }

  /** A JSON value without secrets, in strings and in keys. */
  redactJson<Value>(value: Value): Value {
    if (this.isIdle) return value;
    return this.redactValue(value) as Value;
  }

  /** For text that arrives in pieces. */
  stream(): RedactedStream {
    return new RedactedStream(this.root);
  }

  private redactValue(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((item) => this.redactValue(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.redact(key), this.redactValue(item)]));
  }
}

/** Redacts a stream of chunks: what is pushed comes out as soon as it cannot be part of a secret any more. */
export class RedactedStream {
  private state: State;
  private pending = '';
  /** Which parts of `pending` are known to be secret, in order and apart from each other. */
  private secretRanges: { from: number; to: number }[] = [];
  private isAfterMask = false;

  constructor(private readonly root: State) {
    this.state = root;
  }

  /** Takes a chunk and gives what may be shown by now. */
  push(chunk: string): string {
    const start = this.pending.length;
    this.pending += chunk;
    for (let index = start; index < this.pending.length; index += 1) {
      this.state = step(this.root, this.state, this.pending.charCodeAt(index));
      if (this.state.longestMatch > 0) this.cover(index + 1 - this.state.longestMatch, index + 1);
    }
    // A whole secret that no longer one continues is held back no further than its own end allows.
    while (this.state.next.size === 0 && this.state.fail) this.state = this.state.fail;
    return this.emit(this.pending.length - this.state.depth);
  }

  /** Gives the rest. */
  end(): string {
    this.state = this.root;
    return this.emit(this.pending.length);
  }

  private cover(from: number, to: number): void {
    let start = from;
    // Touching ranges become one, as they do when they are emitted in pieces.
    for (let last = this.secretRanges.at(-1); last && last.to >= start; last = this.secretRanges.at(-1)) {
      start = Math.min(start, last.from);
      this.secretRanges.pop();
    }
    this.secretRanges.push({ from: start, to });
  }

  private emit(until: number): string {
    let shown = '';
    let position = 0;
    for (const { from, to } of this.secretRanges) {
      if (from >= until) break;
      shown += this.plain(position, from) + this.masked();
      position = Math.min(to, until);
    }
    shown += this.plain(position, until);
    this.pending = this.pending.slice(until);
    this.secretRanges = this.secretRanges.filter(({ to }) => to > until).map(({ from, to }) => ({ from: Math.max(0, from - until), to: to - until }));
    return shown;
  }

  private plain(from: number, to: number): string {
    if (to > from) this.isAfterMask = false;
    return this.pending.slice(from, to);
  }

  /** A secret of which a part was already shown as a mask needs no second one. */
  private masked(): string {
    const text = this.isAfterMask ? '' : mask;
    this.isAfterMask = true;
    return text;
  }
}

/** The ways in which a secret usually appears in text. */
function formsOf(secret: string): string[] {
  if (secret.length < shortestSecret) return [];
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const parts = lines.length > 1 ? lines.filter((line) => line.length >= shortestLine) : [];
  return [secret, ...parts].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    Buffer.from(text, 'utf8').toString('base64'),
    Buffer.from(text, 'utf8').toString('base64url'),
  ]);
}

function buildAutomaton(patterns: readonly string[]): State {
  const root: State = { next: new Map(), fail: null, depth: 0, longestMatch: 0 };
  for (const pattern of patterns) {
    let state = root;
    for (let index = 0; index < pattern.length; index += 1) {
      const code = pattern.charCodeAt(index);
      const known = state.next.get(code);
      const child = known ?? { next: new Map(), fail: root, depth: index + 1, longestMatch: 0 };
      if (!known) state.next.set(code, child);
      state = child;
    }
    state.longestMatch = pattern.length;
  }
  linkFailures(root);
  return root;
}

/** Breadth first: the failure link of a state is the longest shorter end that also begins a pattern. */
function linkFailures(root: State): void {
  const queue = [...root.next.values()];
  for (const state of queue) {
    for (const [code, child] of state.next) {
      child.fail = step(root, state.fail ?? root, code);
      if (child.longestMatch === 0) child.longestMatch = child.fail.longestMatch;
      queue.push(child);
    }
  }
}

function step(root: State, from: State, code: number): State {
  for (let state: State | null = from; state; state = state.fail) {
    const next = state.next.get(code);
    if (next) return next;
  }
  return root;
}
