import { behaviours, type EndedJob } from './behaviours.ts';
import { draw } from './fault-plan.ts';
import type { JobHistory } from './job-history.ts';
import { seed } from './seed.ts';

/** One job that the workload asks for. */
export type PlannedJob = { key: string; behaviour: string; /** When it is cancelled, counted from when it was asked for. */ cancelAfterMs: number | null };

/** A mix of behaviours by their weights; the same seed gives the same mix. */
export function planJobs(seed: string, count: number): PlannedJob[] {
  const names = Object.entries(behaviours).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
  return Array.from({ length: count }, (_, index) => {
    const behaviour = names[Math.floor(draw(`${seed}:behaviour:${index}`) * names.length)] as string;
    const isCancelled = behaviours[behaviour]?.isCancelled === true;
    return { key: `${behaviour}-${index}`, behaviour, cancelAfterMs: isCancelled ? Math.floor(draw(`${seed}:cancel:${index}`) * 3_000) : null };
  });
}

/** Where the script of a behaviour lies. */
export const pathOf = (behaviour: string): string => `f/recovery/${behaviour}`;

/** What is wrong with the jobs at the end, in words; empty when every job ended as it was declared. */
export function findProblems(planned: readonly PlannedJob[], ended: readonly EndedJob[], executions: (key: string) => number): string[] {
  const byKey = Map.groupBy(ended, ({ key }) => key);
  const known = new Set(planned.map(({ key }) => key));
  const strangers = ended.filter(({ key }) => !known.has(key)).map(({ id, key }) => `${key}: nobody asked for job ${id}`);
  return [...strangers, ...planned.flatMap(({ key, behaviour }) => {
    const jobs = byKey.get(key) ?? [];
    if (jobs.length !== 1) return [`${key}: there are ${jobs.length} jobs for one idempotency key`];
    const problem = behaviours[behaviour]?.problem(jobs[0] as EndedJob, executions(key)) ?? null;
    return problem === null ? [] : [`${key}: ${problem} (job ${jobs[0]?.id}, ${executions(key)} executions)`];
  })];
}

/** The largest number of intervals that overlap at any time. */
export function mostAtOnce(intervals: readonly { from: Date; to: Date }[]): number {
  const changes = intervals.flatMap(({ from, to }) => [{ at: from.getTime(), by: 1 }, { at: to.getTime(), by: -1 }]).sort((left, right) => left.at - right.at || left.by - right.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/** Resolves when no job of the workload is left; a job that never ends is lost. */
export async function untilAllEnded(history: JobHistory, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (let left = await history.unfinished(); left.length > 0; left = await history.unfinished()) {
    if (Date.now() > deadline) throw new Error(`Jobs were lost (seed ${seed}):\n${left.join('\n')}\nThe queue holds:\n${(await history.queue()).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
