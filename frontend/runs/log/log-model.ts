import type { JobLog } from '../../../backend/jobs/jobs.contract.ts';
import { type AnsiStyle, plainStyle, styleAfter } from './ansi.ts';

/** A numbered piece of a log. */
type LogChunk = JobLog['chunks'][number];

/** One line as it came, with the style that lines before it left switched on. */
export type LogLine = { raw: string; style: AnsiStyle };

/** How many lines are kept for showing. What is older is in the download. */
export const maximumLines = 500_000;
// Dropped in steps, so that a flood of short lines does not move the whole list for each of them.
const dropStep = 50_000;
// A line that is redrawn for hours (a progress bar) keeps its last pictures only.
const maximumRedraws = 16;

/**
 * The log of one job as lines, put together from numbered pieces that may come late, twice or out of order.
 *
 * Pieces from the live stream count from 1; one that comes too early waits until those before it are here
 * ({@link LogModel.gap} says from where to read). Pages read over HTTP are taken as they are: a number that is missing there
 * was left out by the server (head and tail of a log that was too long) and will never come.
 */
export class LogModel {
  private readonly early = new Map<number, string>();
  private readonly listeners = new Set<() => void>();
  private kept: LogLine[] = [];
  private openStyle: AnsiStyle = plainStyle;
  private seq = 0;
  private count = 0;
  private dropped = 0;
  private characters = 0;

  constructor(private readonly limit = maximumLines) {}

  /** Lines that are kept; the last one may still grow. The array is the same object while it grows: look at {@link version}. */
  get lines(): readonly LogLine[] {
    return this.kept;
  }

  /** Number of the last piece that is part of {@link lines}. */
  get lastSeq(): number {
    return this.seq;
  }

  /** Counts changes: two equal numbers mean equal content. */
  get version(): number {
    return this.count;
  }

  /** How many lines at the beginning are no longer kept. */
  get droppedLines(): number {
    return this.dropped;
  }

  /** Characters received in all. */
  get size(): number {
    return this.characters;
  }

  /** The number after which pieces are missing, or null: read `logs?after_seq=` that. */
  get gap(): number | null {
    return this.early.size > 0 ? this.seq : null;
  }

  /** Takes a piece of the live stream. A repeated piece changes nothing. */
  addPiece(piece: LogChunk): void {
    if (piece.seq <= this.seq || this.early.has(piece.seq)) return;
    this.early.set(piece.seq, piece.text);
    if (this.takeEarly()) this.tell();
  }

  /** Takes pieces that were read over HTTP after {@link lastSeq}: in order, and complete as far as they reach. */
  addPage(chunks: readonly LogChunk[]): void {
    let hasChanged = false;
    for (const chunk of chunks) {
      if (chunk.seq <= this.seq) continue;
      this.early.delete(chunk.seq);
      this.write(chunk.text);
      this.seq = chunk.seq;
      hasChanged = true;
    }
    for (const seq of this.early.keys()) if (seq <= this.seq) this.early.delete(seq);
    if (this.takeEarly() || hasChanged) this.tell();
  }

  /** Hears of changes, for `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** {@link version}, for `useSyncExternalStore`. */
  readonly snapshot = (): number => this.count;

  private takeEarly(): boolean {
    let hasTaken = false;
    for (let text = this.early.get(this.seq + 1); text !== undefined; text = this.early.get(this.seq + 1)) {
      this.early.delete(this.seq + 1);
      this.write(text);
      this.seq += 1;
      hasTaken = true;
    }
    return hasTaken;
  }

  private write(text: string): void {
    if (text === '') return;
    this.characters += text.length;
    const [first, ...rest] = text.split('\n') as [string, ...string[]];
    const open = this.kept.at(-1);
    if (open) open.raw = first.includes('\r') ? this.shorten(open, open.raw + first) : open.raw + first;
    else this.begin(first);
    for (const line of rest) this.begin(line);
    if (this.kept.length > this.limit + dropStep) this.drop(this.kept.length - this.limit);
  }

  /** Ends the line before, whose last style the new one inherits, and begins another. */
  private begin(text: string): void {
    const before = this.kept.at(-1);
    if (before) this.openStyle = styleAfter(before.raw, before.style);
    const line: LogLine = { raw: '', style: this.openStyle };
    line.raw = this.shorten(line, text);
    this.kept.push(line);
  }

  private shorten(line: LogLine, raw: string): string {
    if (raw.indexOf('\r') === raw.lastIndexOf('\r')) return raw;
    const pictures = raw.split('\r');
    if (pictures.length <= maximumRedraws * 2) return raw;
    const gone = pictures.slice(0, -maximumRedraws).join('\r');
    line.style = styleAfter(gone, line.style);
    return pictures.slice(-maximumRedraws).join('\r');
  }

  private drop(amount: number): void {
    this.kept = this.kept.slice(amount);
    this.dropped += amount;
  }

  private tell(): void {
    this.count += 1;
    this.listeners.forEach((listener) => listener());
  }
}

/** How many lines there are to show: the empty one after a final line break is none. */
export function shownLineCount(lines: readonly LogLine[]): number {
  return lines.length > 0 && lines.at(-1)?.raw === '' ? lines.length - 1 : lines.length;
}
