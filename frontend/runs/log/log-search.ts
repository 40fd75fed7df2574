import { plainTextOf } from './ansi.ts';
import type { LogLine } from './log-model.ts';

/** One hit of a search: which line, and which characters of its plain text. */
export type LogMatch = { line: number; start: number; end: number };

/** More hits than this are counted as "more than": nobody steps through them. */
export const maximumMatches = 10_000;

/** What was found, in the order of the log. */
export type LogMatches = { matches: LogMatch[]; isCut: boolean };

/** No hits. */
export const noMatches: LogMatches = { matches: [], isCut: false };

/** Finds a text in the lines, without regard to case. `from` continues an earlier search when a log has grown. */
export function searchLog(lines: readonly LogLine[], query: string, from = 0, before: LogMatches = noMatches): LogMatches {
  const needle = query.toLowerCase();
  if (needle === '') return noMatches;
  const matches = from === 0 ? [] : before.matches.filter((match) => match.line < from);
  for (let line = from; line < lines.length; line += 1) {
    const text = plainTextOf((lines[line] as LogLine).raw).toLowerCase();
    for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + needle.length)) {
      if (matches.length >= maximumMatches) return { matches, isCut: true };
      matches.push({ line, start, end: start + needle.length });
    }
  }
  return { matches, isCut: false };
}

/** Hits of each line, for drawing. */
export function matchesByLine(matches: readonly LogMatch[]): ReadonlyMap<number, LogMatch[]> {
  const byLine = new Map<number, LogMatch[]>();
  for (const match of matches) {
    const known = byLine.get(match.line);
    if (known) known.push(match);
    else byLine.set(match.line, [match]);
  }
  return byLine;
}

/** The hit to stand on first: the first one at or after a line, or the first of all. */
export function firstMatchFrom(matches: readonly LogMatch[], line: number): number {
  const index = matches.findIndex((match) => match.line >= line);
  return index === -1 ? 0 : index;
}
