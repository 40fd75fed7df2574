import type { ScriptSettings } from '../../backend/scripts/scripts.contract.ts';

/** A job as the database has it at the end. */
export type EndedJob = {
  id: string;
  key: string;
  behaviour: string;
  status: string;
  error_code: string | null;
  error: string | null;
  result: { key?: string; count?: number } | null;
  attempt: number;
  scheduled_for: Date;
  started_at: Date | null;
  admitted_at: Date | null;
  ended_at: Date | null;
};

/** A way to behave that a job declares when it is started, and what its end must look like. */
export type Behaviour = {
  settings: ScriptSettings;
  /** Share of the workload, relative to the others. */
  weight: number;
  /** Query of the run endpoint besides the idempotency key. */
  query?: Record<string, string>;
  /** The client cancels the job some time after it asked for it. */
  isCancelled?: boolean;
  /** What is wrong with this end, or `null`. `executions` is what the script itself told. */
  problem(job: EndedJob, executions: number): string | null;
};

const succeeded = (job: EndedJob): string | null => {
  if (job.status !== 'succeeded') return `ended as ${job.status} (${job.error_code}: ${job.error})`;
  return job.result?.key === job.key ? null : `has the result ${JSON.stringify(job.result)}`;
};

const failedWith =
  (code: string) =>
  (job: EndedJob): string | null =>
    job.status === 'failed' && job.error_code === code ? null : `ended as ${job.status} (${job.error_code}: ${job.error}) and not as failed (${code})`;

/** How many jobs of the behaviour `keyed` may run at once. */
export const keyedAtOnce = 2;

const failedAttempts = 2;
const allowedRetries = 30;
const retries = 2;

/** Every declared behaviour, by the name that the script branches on. Retries are many: a lost worker costs an attempt as well. */
export const behaviours: Record<string, Behaviour> = {
  succeeds: { settings: {}, weight: 6, problem: succeeded },
  slow: { settings: {}, weight: 4, problem: succeeded },
  fails: { settings: {}, weight: 2, problem: failedWith('job/script_error') },
  recovers: {
    settings: { retry: { attempts: allowedRetries, delay_s: 0.2, backoff: 'constant', max_delay_s: 1, jitter: false } },
    weight: 3,
    problem: (job, executions) =>
      succeeded(job) ?? (executions > failedAttempts ? null : `succeeded after ${executions} executions, of which the first ${failedAttempts} fail`),
  },
  gives_up: {
    settings: { retry: { attempts: retries, delay_s: 0.1, backoff: 'constant', max_delay_s: 1, jitter: false } },
    weight: 2,
    problem: (job, executions) => failedWith('job/script_error')(job) ?? (job.attempt > retries && executions > 0 ? null : `gave up in attempt ${job.attempt}`),
  },
  once: {
    settings: { idempotent: false },
    weight: 3,
    problem: (job, executions) => {
      if (executions > 1) return `must not run twice, and ran ${executions} times`;
      return job.error_code === 'job/worker_lost' && job.status === 'failed' ? null : succeeded(job);
    },
  },
  times_out: { settings: { timeout_s: 1 }, weight: 1, problem: failedWith('job/timeout') },
  cancelled: {
    settings: {},
    weight: 2,
    isCancelled: true,
    problem: ({ status, error }) => (status === 'cancelled' ? null : `ended as ${status} (${error}) although it was cancelled`),
  },
  keyed: { settings: { concurrency: { max: keyedAtOnce, key: 'keyed' } }, weight: 2, problem: succeeded },
  later: {
    settings: {},
    weight: 1,
    query: { scheduled_in_s: '2' },
    problem: (job) => succeeded(job) ?? (job.started_at !== null && job.started_at >= job.scheduled_for ? null : 'started before its time'),
  },
};

/** The script of every behaviour. */
export const scriptContent = `
const behave: Record<string, (count: number) => Promise<void> | void> = {
  slow: () => new Promise((resolve) => setTimeout(resolve, 800)),
  once: () => new Promise((resolve) => setTimeout(resolve, 300)),
  keyed: () => new Promise((resolve) => setTimeout(resolve, 20)),
  fails: () => { throw new Error('declared to fail'); },
  gives_up: () => { throw new Error('declared to fail each time'); },
  recovers: (count) => { if (count <= ${failedAttempts}) throw new Error('declared to fail at first'); },
  times_out: () => new Promise(() => setTimeout(() => {}, 600_000)),
  cancelled: () => new Promise(() => setTimeout(() => {}, 600_000)),
};

export async function main(key: string, behaviour: string, ledger: string) {
  const { count } = await (await fetch(\`\${ledger}/\${key}\`, { method: 'POST' })).json();
  console.log('execution', count);
  await behave[behaviour]?.(count);
  return { key, count };
}
`;
