import type { JsonObject } from '../common/json.ts';
import type { Launch } from '../languages/language.ts';

/** Limits of one job. */
export type Limits = {
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  memoryBytes: number;
  /** Result larger than this is an error, never cut. */
  resultBytes: number;
  /** Size of the temporary folder. */
  diskBytes: number;
  processes: number;
};

/** One attempt of one job, for the pool. */
export type RunRequest = {
  jobId: string;
  attempt: number;
  /**
   * Who may share a process: version of the script and identity that it runs as. Two requests with different keys never
   * meet in one process.
   */
  key: string;
  /** `fresh`: a process for this job alone, ended after it. */
  isolation: 'warm' | 'fresh';
  launch: Launch;
  args: JsonObject;
  /** Environment for this job: `MR_TOKEN`, `MR_JOB_ID` and the script's own variables. */
  environment: Record<string, string>;
  limits: Limits;
  /** Text of stdout and stderr as it arrives, valid UTF-8 without NUL. */
  onLog(text: string): void;
  /** Progress in percent, 0 to 100, that the script reported. */
  onProgress(percent: number): void;
  /** Aborting cancels: SIGTERM to the process group, SIGKILL after the grace time. */
  signal: AbortSignal;
};

/** What happened to an attempt. `resultJson` is the text of a JSON value, not parsed again on its way to the database. */
export type RunOutcome =
  | { kind: 'succeeded'; resultJson: string }
  | { kind: 'failed'; error: RunError }
  | { kind: 'timed_out'; error: RunError }
  | { kind: 'cancelled' }
  | { kind: 'out_of_memory'; error: RunError };

/** Error of a job in the form in which it is stored and shown. */
export type RunError = {
  /** `job/script_error`, `job/timeout`, `job/out_of_memory`, `job/exit`, `job/result_invalid`, `job/result_too_large`, `job/disk_full` … */
  code: string;
  name: string;
  message: string;
  stack?: string;
  line?: number;
  column?: number;
  exit_code?: number;
};

/** State of the pool, for the Workers page and `/metrics`. */
export type RunnerStats = { busy: number; parked: number; started: number; retired: number; reused: number; memoryBytes: number };

/** The pool of warm runners of one worker. */
export interface RunnerPool {
  run(request: RunRequest): Promise<RunOutcome>;
  stats(): RunnerStats;
  /** Ends parked runners at once and busy ones when their job ends. */
  close(): Promise<void>;
}

/** How processes are kept apart. */
export type SandboxName = 'bubblewrap' | 'unshare' | 'none';

/** What a sandbox driver is asked to wrap. */
export type SandboxRequest = {
  command: string[];
  readOnly: string[];
  /** The only writable folder, also the working folder and TMPDIR. */
  workDirectory: string;
  limits: Pick<Limits, 'memoryBytes' | 'diskBytes' | 'processes'>;
};

/** A way to isolate a process. One file each under `sandbox/`. */
export type SandboxDriver = {
  name: SandboxName;
  /** Why it cannot be used here, or `null`. Tried by starting a real process. */
  unavailable(): Promise<string | null>;
  /** The command that starts the wrapped program. */
  wrap(request: SandboxRequest): string[];
  /** What it keeps apart, for people: "own pids, mounts, user; no network limits". */
  description: string;
};
