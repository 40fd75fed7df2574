import { type JobStatus, jobStatuses } from '../../backend/jobs/core/job-status.ts';
import type { Query } from '../api/client.ts';

/** Spans of time that end now, by the name that stands in the address. */
export const timeSpans = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 } as const;
/** One of the names of {@link timeSpans}. */
export type TimeSpan = keyof typeof timeSpans;

/** Filters that are plain text, by the name that they have in the address and in the API alike. */
export const textFilters = ['path', 'folder', 'user', 'tag', 'worker', 'trigger', 'kind', 'text', 'parent', 'root'] as const;
/** One of {@link textFilters}. */
export type TextFilter = (typeof textFilters)[number];

/** Which runs to show. Either a span that moves with the clock, or a fixed time from–to. */
export type RunsFilter = {
  texts: Partial<Record<TextFilter, string>>;
  statuses: JobStatus[];
  span: TimeSpan | null;
  fromMs: number | null;
  toMs: number | null;
};

/** All runs. */
export const allRuns: RunsFilter = { texts: {}, statuses: [], span: null, fromMs: null, toMs: null };

type Parameters = Readonly<Record<string, string | undefined>>;

const readMoment = (text: string | undefined): number | null => {
  const value = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isFinite(value) ? value : null;
};

const isSpan = (text: string | undefined): text is TimeSpan => text !== undefined && Object.hasOwn(timeSpans, text);

/** Reads the filter out of an address. What is not understood is passed over: an old link still shows runs. */
export function readRunsFilter(parameters: Parameters): RunsFilter {
  const texts: RunsFilter['texts'] = {};
  for (const name of textFilters) {
    const value = parameters[name]?.trim();
    if (value) texts[name] = value;
  }
  const asked = new Set(parameters['status']?.split(','));
  const span = isSpan(parameters['span']) ? parameters['span'] : null;
  const [fromMs, toMs] = span ? [null, null] : [readMoment(parameters['from']), readMoment(parameters['to'])];
  return { texts, statuses: jobStatuses.filter((status) => asked.has(status)), span, fromMs, toMs };
}

/** The filter as parameters of an address. What is not filtered by is `undefined`, so that it leaves the address. */
export function writeRunsFilter(filter: RunsFilter): Record<string, string | undefined> {
  const parameters: Record<string, string | undefined> = {};
  for (const name of textFilters) parameters[name] = filter.texts[name];
  parameters['status'] = filter.statuses.length > 0 ? filter.statuses.join(',') : undefined;
  parameters['span'] = filter.span ?? undefined;
  parameters['from'] = filter.span || filter.fromMs === null ? undefined : new Date(filter.fromMs).toISOString();
  parameters['to'] = filter.span || filter.toMs === null ? undefined : new Date(filter.toMs).toISOString();
  return parameters;
}

/** The filter as the query of `GET /jobs` and `GET /jobs/durations`. */
export function queryOfFilter(filter: RunsFilter, nowMs: number): Query {
  const { span, from, to, ...rest } = writeRunsFilter(filter);
  return span === undefined ? { ...rest, from, to } : { ...rest, from: new Date(nowMs - timeSpans[span as TimeSpan]).toISOString() };
}

/** Whether anything is filtered at all. */
export function isFiltered(filter: RunsFilter): boolean {
  return Object.values(writeRunsFilter(filter)).some((value) => value !== undefined);
}

/** What is asked about when runs are looked for by it is what a worker did, and that is mostly a step of a flow. */
const aboutSteps: readonly TextFilter[] = ['path', 'worker', 'tag', 'parent', 'root', 'text'];

/**
 * Whether runs that other runs have started are listed as well. Without a word in the address they are left out, unless the filter
 * asks for something that only they may have.
 */
export function showsSteps({ texts }: RunsFilter, asked: string | undefined): boolean {
  if (asked === 'on' || asked === 'off') return asked === 'on';
  return aboutSteps.some((name) => texts[name] !== undefined) || texts.trigger === 'flow' || texts.trigger === 'job' || texts.kind === 'task';
}
