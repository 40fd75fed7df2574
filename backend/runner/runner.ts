import type { JsonObject } from '../common/json.ts';
import type { JsonText } from '../common/json-text.ts';
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

/** What the code of a job and its worker say to each other while it runs; for workflows. */
export type RunConversation = {
  /** JSON text that the code begins with. */
  opening: string;
  /** Called when the code has its opening, and before it is heard: `tell` sends a JSON text to the code, as long as the job runs. */
  begin(tell: (message: string) => void): void;
  /** The code asks. `call` is any JSON and `value` any bytes: nothing is checked, a script can write to the descriptor too. */
  onAsk(call: unknown, value: Buffer): void;
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
  /**
   * Text of stdout and stderr as it arrives, valid UTF-8 without NUL, all of it before the outcome. A returned promise holds the
   * script back: nothing more is read from it until the promise settles.
   */
  onLog(text: string): void | Promise<void>;
  /** Called when the process is there and the code begins. */
  onBegin?(): void;
  /** Progress in percent, 0 to 100, that the script reported. */
  onProgress(percent: number): void;
  /** Aborting cancels: SIGTERM to the process group, SIGKILL after the grace time. */
  signal: AbortSignal;
  /** Function of the script to call instead of `main`. */
  entry?: string | null;
  /** Present for workflows: only they may ask, and end as `suspended`. */
  conversation?: RunConversation;
  /** The name of a folder that the code sees as `./shared`, like all other jobs with this name. Such a job has a process of its own. */
  shared?: string | null;
};

/**
 * What happened to an attempt. `resultJson` is the text of a JSON value, not parsed again on its way to the database: it was checked, and
 * holds neither `\u0000` nor half surrogates, which Postgres refuses.
 */
export type RunOutcome =
  | { kind: 'succeeded'; resultJson: JsonText }
  | { kind: 'failed'; error: RunError }
  | { kind: 'timed_out'; error: RunError }
  | { kind: 'cancelled' }
  | { kind: 'out_of_memory'; error: RunError };

/** How a run leaves its process: with an outcome, or, a workflow that waits for something that takes longer, without one. */
export type RunEnding = RunOutcome | { kind: 'suspended' };

/** Error of a job in the form in which it is stored and shown. */
export type RunError = {
  /**
   * `job/script_error` (the script threw), `job/exit` (it ended its process), `job/timeout`, `job/out_of_memory`, `job/disk_full`,
   * `job/result_invalid`, `job/result_too_large`, `job/runner_lost` (the process was killed from outside or crashed; safe to retry where
   * the script is idempotent), `job/runner_start` (it could not be started: the worker is at fault, not the script). A script's own codes
   * come through as they are.
   */
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
  /** How runners are isolated here, for the Workers page: `isolation` and `isolation_note`. */
  readonly sandbox: { name: SandboxName; description: string };
  /** `suspended` only for a request with a conversation. */
  run(request: RunRequest): Promise<RunEnding>;
  stats(): RunnerStats;
  /** Ends parked runners whose key fits, for example when a version is archived or an identity loses its rights. */
  retire(fits: (key: string) => boolean): void;
  /** Whose shared folders lie here. */
  readonly sharedFolders: readonly string[];
  /** Removes a shared folder, as soon as nothing runs in it any more. */
  endSharedFolder(name: string): Promise<void>;
  /** Ends parked runners at once and busy ones when their job ends. */
  close(): Promise<void>;
}

/** How processes are kept apart. */
export type SandboxName = 'bubblewrap' | 'unshare' | 'none';

/** The numeric user and group that a runner becomes. */
export type UnixUser = { uid: number; gid: number };

/** What a sandbox driver is asked to wrap. */
export type SandboxRequest = {
  command: string[];
  protocol: Launch['protocol'];
  readOnly: string[];
  /** Folders that must not be seen wherever they lie, except what `readOnly` names in them: the data folder. */
  hidden: string[];
  /** A folder on the host that belongs to this runner alone. */
  workDirectory: string;
  /** A folder on the host that is to be seen as `shared` in the work folder. */
  sharedDirectory?: string | null;
  /** Whom to become, when the worker is root; `null` stays whom the worker is. */
  user: UnixUser | null;
  limits: Pick<Limits, 'memoryBytes' | 'diskBytes' | 'processes'>;
};

/** How to start what a sandbox driver wrapped. */
export type Wrapped = {
  command: string[];
  /** The only writable folder as the program sees it: its working folder, HOME and TMPDIR. */
  workDirectory: string;
  /** A second folder to write to, which is not emptied between jobs: a job that changes it costs the runner. */
  temporaryDirectory: string | null;
  /** Whom the process is started as; drivers that drop rights themselves leave it `null`. */
  user: UnixUser | null;
  /** How many processes stand above the init shell: where orphans go (its last but one, or the init itself) follows from it. */
  depth: number;
};

/** A way to isolate a process. One file each under `sandbox/`. */
export type SandboxDriver = {
  name: SandboxName;
  /** Why it cannot be used here, or `null`. Tried by starting a real process. */
  unavailable(): Promise<string | null>;
  /** The command that starts the wrapped program. */
  wrap(request: SandboxRequest): Wrapped;
  /** Whether processes have pids, mounts and a temp folder of their own, so that ending the first ends all. */
  isIsolated: boolean;
  /** What it keeps apart, for people: "own pids, mounts, user; no network limits". */
  description: string;
};
