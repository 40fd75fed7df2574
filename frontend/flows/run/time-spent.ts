import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';

/** What a run does with its time. `engine`: between two steps nothing runs, waits or queues. */
export type TimeKind = 'running' | 'starting' | 'queued' | 'waiting' | 'engine';

/** How long a run did each of it; together they are its whole time. */
export type TimeSpent = Readonly<Record<TimeKind, number>>;

const moment = (text: string | null, otherwise: number): number => (text === null ? otherwise : Date.parse(text));

type Edge = { readonly atMs: number; readonly kind: TimeKind; readonly by: 1 | -1 };

/**
 * Parts the time of a run: at each moment it runs if any step runs, else it starts if a process is being made for any, else it is queued if any step is, else it waits. So the parts add up to the
 * time that passed, however many steps ran beside each other.
 */
export function timeSpent(bars: readonly FlowTimelineBar[], fromMs: number, toMs: number): TimeSpent {
  const edges = bars.flatMap((bar) => edgesOf(bar, fromMs, toMs)).sort((left, right) => left.atMs - right.atMs);
  const open = { running: 0, starting: 0, queued: 0, waiting: 0, engine: 0 };
  const spent = { running: 0, starting: 0, queued: 0, waiting: 0, engine: 0 };
  let cursor = fromMs;
  const advance = (untilMs: number): void => {
    const kind: TimeKind = open.running > 0 ? 'running' : open.starting > 0 ? 'starting' : open.queued > 0 ? 'queued' : open.waiting > 0 ? 'waiting' : 'engine';
    spent[kind] += Math.max(0, untilMs - cursor);
    cursor = Math.max(cursor, untilMs);
  };
  for (const { atMs, kind, by } of edges) {
    advance(atMs);
    open[kind] += by;
  }
  advance(toMs);
  return spent;
}

function edgesOf(bar: FlowTimelineBar, fromMs: number, toMs: number): Edge[] {
  const within = (atMs: number): number => Math.min(Math.max(atMs, fromMs), toMs);
  const stretch = (kind: TimeKind, from: number, to: number): Edge[] =>
    to > from
      ? [
          { atMs: within(from), kind, by: 1 },
          { atMs: within(to), kind, by: -1 },
        ]
      : [];
  const created = Date.parse(bar.created_at);
  const ended = moment(bar.ended_at, toMs);
  if (bar.kind === 'wait') return stretch('waiting', created, ended);
  const started = moment(bar.started_at, ended);
  if (bar.started_at === null) return stretch('queued', created, started);
  const begun = Math.min(ended, started + (bar.starting_ms ?? 0));
  return [...stretch('queued', created, started), ...stretch('starting', started, begun), ...stretch('running', begun, ended)];
}
