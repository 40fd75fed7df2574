import { z } from 'zod';
import type { RunError } from '../../runner/runner.ts';

/** What a workflow can do that is recorded. */
export const stepKinds = ['step', 'task', 'sleep', 'event', 'approval'] as const;
/** One of {@link stepKinds}. */
export type StepKind = (typeof stepKinds)[number];

/** How something recorded stands: asked for and not ended; ended; no longer waited for, since it lost a race. */
export type StepStatus = 'open' | 'succeeded' | 'failed' | 'cancelled';

const Key = z
  .string()
  .max(200)
  .regex(/^[0-9[\]/]+$/);
const Name = z.string().max(300);
/** Milliseconds since the epoch, within the years that Postgres and JavaScript share. */
const Moment = z.number().min(0).max(8_000_000_000_000);
const StepFailure = z.object({
  name: z.string().default('Error'),
  message: z.string().default(''),
  stack: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  code: z.string().max(200).optional(),
});

const TaskRetry = z
  .object({
    attempts: z.number().int().min(0).max(100),
    delay_s: z.number().min(0).max(86_400).default(1),
    backoff: z.enum(['constant', 'exponential']).default('exponential'),
    max_delay_s: z.number().min(0).max(86_400).default(600),
    jitter: z.boolean().default(true),
  })
  .optional();

/**
 * What the code of a workflow asks its worker for, in the `call` of an `ask` line; the `value` beside it holds the result of a step, the
 * arguments of a task, the spec of an approval. A script can write such lines by itself, so everything is checked.
 */
export const WorkflowCall = z.discriminatedUnion('op', [
  /** A step was done in the process: record it, then tell. */
  z.object({
    op: z.literal('step'),
    key: Key,
    name: Name,
    status: z.enum(['succeeded', 'failed']),
    started_at: Moment,
    attempts: z.number().int().min(1).max(1_000_000),
    error: StepFailure.optional(),
  }),
  /** Run a runnable, or a function of the same script, as a child job. */
  z.object({
    op: z.literal('task'),
    key: Key,
    name: Name,
    path: z.string().max(255).optional(),
    entry: z.string().max(200).optional(),
    kind: z.enum(['script', 'flow']).default('script'),
    tag: z
      .string()
      .max(60)
      .regex(/^[A-Za-z0-9_.:-]+$/)
      .optional(),
    timeout_s: z.number().min(1).max(604_800).optional(),
    priority: z.number().int().min(-100).max(100).optional(),
    retry: TaskRetry,
  }),
  z.object({ op: z.literal('sleep'), key: Key, name: Name, until: Moment }),
  z.object({ op: z.literal('event'), key: Key, name: Name.min(1), until: Moment.nullable() }),
  z.object({ op: z.literal('approval'), key: Key, name: Name }),
  /** It lost a race: nobody waits for it any more. */
  z.object({ op: z.literal('cancel'), key: Key }),
  /** The answer to `suspend` of code that is at work. */
  z.object({ op: z.literal('busy') }),
  /** The answer to `suspend` of code that waits and lets go of its process: what it was told last. */
  z.object({ op: z.literal('resting'), told: z.number().int() }),
]);
export type WorkflowCall = z.infer<typeof WorkflowCall>;

/** A call that begins something. */
export type StepCall = Exclude<WorkflowCall, { op: 'cancel' | 'busy' | 'resting' }>;

/** The end of something as the code is told it, and as it is told again in a replay. */
export type Delivery = {
  key: string;
  status: 'succeeded' | 'failed';
  /** Its place in the order of what the code is told; 0 for what is not on record. */
  ordinal: number;
  /** Milliseconds: the time that the code sees from then on. */
  at: number;
  error?: RunError | StepFailure;
  child_job_id?: string;
};
export type StepFailure = z.infer<typeof StepFailure>;

/** Something recorded, in the opening of a replay. */
export type OpeningRecord = {
  key: string;
  kind: StepKind;
  name: string;
  status: StepStatus;
  ordinal: number | null;
  at: number;
  error?: unknown;
  child_job_id?: string;
};

/** The JSON text of a delivery; the value is JSON text already, and absent for a step, whose value the code has. */
export function tellText(delivery: Delivery, value: string | null): string {
  const head = JSON.stringify(delivery);
  return value === null ? head : `${head.slice(0, -1)},"value":${value}}`;
}

/** Asks the code to let go of its process, if it is doing nothing. */
export const suspendText = '{"suspend":true}';

/** The JSON text with which the code begins. */
export function openingText(seed: string, at: number, records: readonly { record: OpeningRecord; value: string | null }[]): string {
  const history = records.map(({ record, value }) => {
    const head = JSON.stringify(record);
    return value === null ? head : `${head.slice(0, -1)},"value":${value}}`;
  });
  return `{"seed":${JSON.stringify(seed)},"at":${at},"history":[${history.join(',')}]}`;
}
