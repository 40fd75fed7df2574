/** Jobs under one admission key, as the database has them at `now`. Times are milliseconds since the epoch. */
export type AdmissionState = {
  now: number;
  /** Not admitted yet, in the order in which they would start. */
  waiting: readonly WaitingJob[];
  /** Admitted and not ended: they hold the slots. A slot is nothing but such a job. */
  holders: number;
  /** When jobs under this key were admitted within the longest window, ended or not. */
  admittedAt: readonly number[];
  /** The arguments that are gathered into one call may be as large as this together, in bytes. */
  maximumSize?: number;
};

/** A job that waits to be admitted, with its own limits (they are those of the version that it will run). */
export type WaitingJob = {
  id: string;
  priority: number;
  createdAt: number;
  scheduledFor: number;
  concurrency: { max: number; windowMs: number | null } | null;
  debounce: DebouncedCall | null;
};

/** `size`: of the arguments in bytes, where lists of several calls are put together. */
export type DebouncedCall = { key: string; delayMs: number; maximumWaitMs: number | null; maximumCalls?: number | null; size?: number };

/** What to do now, and when to look again without being told. */
export type Admission = {
  admit: string[];
  /** Jobs that another one stands for: `id` is skipped, `into` runs. */
  merge: { id: string; into: string }[];
  lookAgainAt: number | null;
};

/**
 * Decides who may start under one admission key (D18). Pure, so that its promises are property tests: never more holders than
 * `max`, never more starts than `max` in a window, higher priority first and older first within it, no call is lost, and
 * when nothing can start now it says when something can.
 */
export function admit(state: AdmissionState): Admission {
  const { ready, merge, nextDebounce } = settleDebounce(state);
  const due = ready.filter(({ scheduledFor }) => scheduledFor <= state.now).sort(byTurn);
  const later = ready.filter(({ scheduledFor }) => scheduledFor > state.now).map(({ scheduledFor }) => scheduledFor);
  const taken = take(due, state);
  const times = [nextDebounce, taken.nextSlotAt, ...later].filter((time): time is number => time !== null);
  return { admit: taken.ids, merge, lookAgainAt: times.length > 0 ? Math.min(...times) : null };
}

/** When a group of debounced calls is due: the delay after the last call, at most the maximum wait after the first. */
export function debounceDueAt(createdAt: readonly number[], delayMs: number, maximumWaitMs: number | null): number {
  const quietAt = Math.max(...createdAt) + delayMs;
  return maximumWaitMs === null ? quietAt : Math.min(quietAt, Math.min(...createdAt) + maximumWaitMs);
}

function byTurn(left: WaitingJob, right: WaitingJob): number {
  return right.priority - left.priority || left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);
}

function settleDebounce({ waiting, now, maximumSize = Number.POSITIVE_INFINITY }: AdmissionState): {
  ready: WaitingJob[];
  merge: Admission['merge'];
  nextDebounce: number | null;
} {
  const ready = waiting.filter(({ debounce }) => debounce === null);
  const groups = Map.groupBy(
    waiting.filter(({ debounce }) => debounce !== null),
    ({ debounce }) => debounce?.key ?? '',
  );
  const merge: Admission['merge'] = [];
  let nextDebounce: number | null = null;
  for (const group of groups.values()) {
    const ordered = [...group].sort((left, right) => left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1));
    for (const { calls, isFull } of runsOf(ordered, maximumSize)) {
      const last = calls.at(-1);
      if (!last?.debounce) continue;
      const dueAt = isFull
        ? now
        : debounceDueAt(
            calls.map(({ createdAt }) => createdAt),
            last.debounce.delayMs,
            last.debounce.maximumWaitMs,
          );
      if (dueAt > now) {
        nextDebounce = Math.min(nextDebounce ?? dueAt, dueAt);
        continue;
      }
      for (const { id } of calls.slice(0, -1)) merge.push({ id, into: last.id });
      // The wait is over: the time for which it was scheduled was only the debounce.
      ready.push({ ...last, scheduledFor: Math.min(last.scheduledFor, now) });
    }
  }
  return { ready, merge, nextDebounce };
}

/** Calls of one key, parted where one run can take no more of them. A full one does not wait any longer. */
function runsOf(ordered: readonly WaitingJob[], maximumSize: number): { calls: WaitingJob[]; isFull: boolean }[] {
  const runs: { calls: WaitingJob[]; isFull: boolean }[] = [];
  let size = 0;
  for (const job of ordered) {
    const { size: own = 0, maximumCalls = null } = job.debounce ?? {};
    let current = runs.at(-1);
    if (current && size + own > maximumSize) current.isFull = true;
    if (!current || current.isFull) {
      current = { calls: [], isFull: false };
      runs.push(current);
      size = 0;
    }
    current.calls.push(job);
    size += own;
    current.isFull = maximumCalls !== null && current.calls.length >= maximumCalls;
  }
  return runs;
}

function take(due: readonly WaitingJob[], { now, holders, admittedAt }: AdmissionState): { ids: string[]; nextSlotAt: number | null } {
  const ids: string[] = [];
  const starts = [...admittedAt];
  for (const job of due) {
    if (job.concurrency) {
      const { max, windowMs } = job.concurrency;
      if (windowMs !== null) {
        const recent = starts.filter((start) => start > now - windowMs).sort((left, right) => left - right);
        // The oldest start that still counts against us leaves the window first.
        if (recent.length >= max) return { ids, nextSlotAt: (recent[recent.length - max] as number) + windowMs };
      } else if (holders + ids.length >= max) {
        return { ids, nextSlotAt: null };
      }
    }
    ids.push(job.id);
    starts.push(now);
  }
  return { ids, nextSlotAt: null };
}
