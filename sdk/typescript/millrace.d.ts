/// <reference path="./resource-types.d.ts" />

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** As the type of a parameter of `main`: stored encrypted, and hidden in the form, the log and the result. */
export type Secret = string;

/** As the type of a parameter of `main`: an e-mail address, checked by the form. */
export type Email = string;

/** As the type of a parameter of `main`: SQL, with an editor for it in the form. */
export type Sql = string;

/** As the type of a parameter of `main`: a file that is chosen in the form, as base64. */
export type Base64 = string;

/** What Millrace answered when it refused. Branch on `code`, show `message`. */
export declare class MillraceError extends Error {
  constructor(code: string, message: string, options?: { status?: number; details?: Record<string, unknown>; requestId?: string | null; cause?: unknown });
  /** Such as `variable/not_found`; `server/unreachable` and `sdk/not_configured` are of this library. */
  readonly code: string;
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  readonly details: Record<string, unknown>;
  /** Under this id the server's log has the details. */
  readonly requestId: string | null;
}

/** A job that was waited for failed or was cancelled. `code` and `message` are those of the job's error. */
export declare class MillraceJobError extends MillraceError {
  constructor(
    code: string,
    message: string,
    options?: {
      status?: number;
      details?: Record<string, unknown>;
      requestId?: string | null;
      cause?: unknown;
      jobId?: string | null;
      error?: JobError | null;
    },
  );
  readonly jobId: string | null;
  readonly error: JobError | null;
}

/** Error of a job as it is stored. */
export type JobError = { code: string; name: string; message: string; stack?: string; line?: number; column?: number; exit_code?: number };

/** The job in which this code runs; every text is `''` outside of a job. */
export declare const job: {
  readonly id: string;
  /** The job that started it all, possibly this one. */
  readonly rootId: string;
  /** The job that ran this one, or `''`. */
  readonly parentId: string;
  /** 1 the first time, more when an earlier attempt failed or its worker was lost. */
  readonly attempt: number;
  readonly workspace: string;
  /** Whose rights this job has: `u/<username>`. */
  readonly runAs: string;
  /** Path of the script; `''` in a preview that was never saved. */
  readonly path: string;
  readonly tag: string;
  /** The same for a job and everything that it started. */
  readonly traceId: string;
};

/** The value of a variable. Reading a secret is audited. */
export declare function getVariable(path: string): Promise<string>;

/** Makes or changes a variable. Options that are left out keep what is stored. */
export declare function setVariable(path: string, value: string, options?: { isSecret?: boolean; description?: string }): Promise<void>;

/** The value of a resource with its secrets, references resolved: `getResource<RT.Postgresql>('f/crm/db')`. Audited. */
export declare function getResource<Value = Record<string, Json>>(path: string): Promise<Value>;

/** Makes or changes a resource. `resourceType` is needed only for a new one. */
export declare function setResource(path: string, value: object, options?: { resourceType?: string; description?: string }): Promise<void>;

/** What this script remembered with {@link setState}, or `null`. Without a path it is the state of the running script. */
export declare function getState<State = Json>(path?: string): Promise<State | null>;

/** Remembers a value between runs; the last one wins. */
export declare function setState(state: unknown, path?: string): Promise<void>;

/** How a script is run. */
export type RunOptions = {
  /** Which workers may take it. */
  tag?: string;
  /** Not before this moment; a text is ISO 8601. */
  scheduledFor?: Date | string;
  scheduledInSeconds?: number;
  /** Time limit of the job. */
  timeoutSeconds?: number;
  /** Higher first, -100 to 100. */
  priority?: number;
  /** A version other than the newest. */
  version?: number;
  /** The same key gives the same job, however often it is asked for. */
  idempotencyKey?: string;
};

/** How long to wait; without it, until the job ends. */
export type WaitOptions = {
  /** After that a {@link MillraceError} `job/wait_timeout` is thrown; the job goes on. */
  waitSeconds?: number;
};

/** Runs a script as a child of this job and gives its result. Throws {@link MillraceJobError} when it fails. */
export declare function runScript<Result = Json>(path: string, args?: object, options?: RunOptions & WaitOptions): Promise<Result>;

/** Starts a script as a child of this job and gives the id of the job at once. */
export declare function runScriptAsync(path: string, args?: object, options?: RunOptions): Promise<string>;

/** The result of a job, as soon as it has one. Throws {@link MillraceJobError} when it fails. */
export declare function waitJob<Result = Json>(id: string, options?: WaitOptions): Promise<Result>;

/** A job as `GET /jobs/:id` gives it. */
export type Job = {
  id: string;
  kind: string;
  path: string;
  version: number | null;
  language: string | null;
  status: 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled' | 'skipped';
  created_by: string;
  run_as: string;
  trigger_kind: string;
  tag: string;
  parent_id: string | null;
  root_id: string | null;
  attempt: number;
  worker: string | null;
  progress: number | null;
  created_at: string;
  scheduled_for: string;
  started_at: string | null;
  ended_at: string | null;
  args: Record<string, Json>;
  result: Json;
  has_result: boolean;
  error: JobError | null;
  trace_id: string;
};

/** Everything about a job. */
export declare function getJob(id: string): Promise<Job>;

/** Asks a job to stop, with its children. */
export declare function cancelJob(id: string, reason?: string): Promise<void>;

/** A request for a decision, as lists give it. */
export type ApprovalRow = {
  id: string;
  title: string;
  subject: { kind: 'flow' | 'workflow' | 'run' | 'agent'; path: string; version: number | null; job_id: string | null; step: string | null };
  status: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'void';
  risk: 'low' | 'normal' | 'high';
  requested_by: string;
  waiting_for: string;
  stage: number;
  stage_count: number;
  claimed_by: string | null;
  has_form: boolean;
  /** What a decision is about: give it as `expectedHash`. */
  hash: string;
  created_at: string;
  due_at: string | null;
  expires_at: string | null;
  ended_at: string | null;
  viewer: { can_act: boolean; reason: string; my_vote: 'approve' | 'reject' | null };
};

/** A whole request, as `GET /approvals/:id` gives it. */
export type Approval = ApprovalRow & {
  summary: string;
  args: Record<string, Json>;
  preview: Json;
  labels: Record<string, string>;
  form: { approve: Record<string, Json> | null; reject: Record<string, Json> | null };
  run_job_id: string | null;
};

/** As whom to ask, where that is not this job: an API token of a person. */
export type AsPerson = { token?: string };

/** A page of the requests that one may see. */
export declare function listApprovals(
  filter?: AsPerson & { box?: 'mine' | 'groups' | 'requested' | 'done' | 'all'; search?: string; path?: string; job?: string; status?: ApprovalRow['status']; limit?: number; after?: string },
): Promise<{ items: ApprovalRow[]; next: string | null }>;

/** One request. */
export declare function getApproval(id: string, options?: AsPerson): Promise<Approval>;

/**
 * Decides a request, and gives it as it is then. A decision is that of a person: the token of a job is refused, so inside of a job give
 * the API token of a person whose scopes have `approvals:decide`.
 */
export declare function decideApproval(
  id: string,
  vote: 'approve' | 'reject',
  options?: AsPerson & { comment?: string; values?: Record<string, Json>; expectedHash?: string; onBehalfOf?: string; idempotencyKey?: string },
): Promise<Approval>;

/** A file that somebody gave to an app, as the component `file_upload` hands it over. */
export type AppFile = { id: string; name: string; size: number; type: string };

/** The content of a file that was given to an app. This job may read what was given by whoever started it, and files of apps that its person may edit. */
export declare function readFile(file: AppFile | string): Promise<Uint8Array>;

/** An address by which anybody gets a file, without signing in, for 15 minutes or as long as is said (7 days at most). */
export declare function fileLink(file: AppFile | string, options?: { expiresInSeconds?: number }): Promise<string>;

/** How far this job is, in percent from 0 to 100. */
export declare function setProgress(percent: number): Promise<void>;

/** A line in the log of this job; what is not text is written as JSON. */
export declare function log(...values: unknown[]): void;

/** Whose rights this job has. */
export type User = { username: string; role: 'admin' | 'developer' | 'operator'; groups: string[]; folders: Record<string, 'read' | 'write' | 'owner'> };

/** The person as whom this job runs. */
export declare function currentUser(): Promise<User>;

/** Seconds, or a text such as `"30s"`, `"2h 30m"`, `"1 day"`, or parts such as `{ hours: 2 }`. */
export type Duration = number | string | Partial<Record<'weeks' | 'days' | 'hours' | 'minutes' | 'seconds', number>>;

/** When to try again. */
export type WorkflowRetry = { /** After the first one. */ attempts: number; delaySeconds?: number; backoff?: 'constant' | 'exponential'; maxDelaySeconds?: number };

/**
 * Makes `main` a workflow: `export const main = workflow(async (order: Order) => { … })`. What it does by the functions below is recorded, so that it
 * can wait for days without a process, and goes on where it was after a crash. The body must do the same each time that it is run: what comes from
 * outside belongs into a step.
 */
export declare function workflow<Args extends unknown[], Result>(body: (...args: Args) => Result): (...args: Args) => Promise<Awaited<Result>>;

/** Does something in this process, once, and records its result as JSON. Throws {@link StepError} when it fails. */
export declare function step<Result>(name: string, work: () => Result, options?: { retry?: WorkflowRetry }): Promise<Awaited<Result>>;
export declare function step<Result>(work: () => Result, options?: { retry?: WorkflowRetry }): Promise<Awaited<Result>>;

/** How the job of a task is run. */
export type TaskOptions = { /** Which workers may take it. */ tag?: string; timeoutSeconds?: number; priority?: number; retry?: WorkflowRetry };

/** A function of this file that runs as a job of its own when a workflow calls it; declared beside `main`. Calls throw {@link TaskError} when it fails. */
export declare function task<Args extends unknown[], Result>(name: string, work: (...args: Args) => Result, options?: TaskOptions): (...args: Args) => Promise<Awaited<Result>>;
export declare function task<Args extends unknown[], Result>(work: (...args: Args) => Result, options?: TaskOptions): (...args: Args) => Promise<Awaited<Result>>;
/**
 * Runs a script as a child job and gives its result: `task<Customer>('f/crm/find', { id })`; a flow with `{ kind: 'flow' }`. Throws {@link TaskError}
 * when it fails.
 */
export declare function task<Result = Json>(path: string, args?: object, options?: TaskOptions & { kind?: 'script' | 'flow' }): Promise<Result>;

/** Waits. However long it is, it costs nothing: no process waits along. */
export declare function sleep(duration: Duration): Promise<void>;
/** Waits for a moment. */
export declare function sleepUntil(moment: Date | string | number): Promise<void>;

/** Waits for `POST /events/<key>` and gives its body. Throws {@link TimeoutError} when it does not come in time. */
export declare function waitForEvent<Payload = Json>(key: string, options?: { timeout?: Duration }): Promise<Payload>;

/** What people are asked. Texts are Markdown in the summary and plain elsewhere. */
export type ApprovalRequest = {
  title: string;
  summary?: string;
  /** `u/<username>`, `g/<group>` or `owners`. With `quorum` they make one stage; several are given as `stages`. */
  candidates?: string[];
  quorum?: 'any' | 'all' | number;
  stages?: { name?: string; candidates?: string[]; quorum?: 'any' | 'all' | number; isDistinct?: boolean }[];
  veto?: 'first' | 'majority';
  isSelfApprovalForbidden?: boolean;
  /** JSON Schema of what is filled in on approval, or one for each outcome. */
  form?: object | { approve?: object | null; reject?: object | null };
  isCommentRequiredOnReject?: boolean;
  isRejectHidden?: boolean;
  isExternalAllowed?: boolean;
  risk?: 'low' | 'normal' | 'high';
  due?: Duration;
  remindEvery?: Duration;
  escalateAfter?: Duration;
  escalateTo?: string[];
  expires?: Duration;
  onExpiry?: 'reject' | 'approve' | 'expire';
  preview?: Json;
  labels?: Record<string, string>;
};

/** What people decided. A rejection, an expiry and a withdrawal are outcomes, not errors. */
export type ApprovalDecision<Values = Record<string, Json>> = {
  approved: boolean;
  outcome: 'approved' | 'rejected' | 'expired' | 'withdrawn';
  /** Who decided last, `u/<username>`; null where time did. */
  by: string | null;
  comment: string;
  /** What was filled in; of several votes the later ones count. */
  values: Values;
  votes: { by: string; vote: 'approve' | 'reject'; comment: string; values: Json }[];
};

/** Asks people, and waits for their decision. */
export declare function waitForApproval<Values = Record<string, Json>>(request: ApprovalRequest): Promise<ApprovalDecision<Values>>;

/** Does `work` for every item, at most `concurrency` at once, and gives the results in the order of the items. After a failure no more are begun. */
export declare function parallel<Item, Result>(items: Iterable<Item>, work: (item: Item, index: number) => Result, options?: { concurrency?: number }): Promise<Awaited<Result>[]>;

/** Waits for whichever ends first, and gives up the others: `race({ paid: waitForEvent(key), late: sleep('1 day') })`. */
export declare function race<Contenders extends Record<string, Promise<unknown>>>(
  contenders: Contenders,
): Promise<{ [Name in keyof Contenders]: { winner: Name; value: Awaited<Contenders[Name]> } }[keyof Contenders]>;

/** The time, the same in a replay: that of the last thing that ended. */
export declare function now(): Date;
/** A number from 0 up to 1, the same in a replay. */
export declare function random(): number;
/** A version 4 UUID, the same in a replay. */
export declare function uuid(): string;

/** A workflow did what cannot be recorded: `workflow/nondeterministic`, `workflow/outside`, `workflow/nested`, `workflow/invalid`. */
export declare class WorkflowError extends MillraceError {}

/** A step failed; `error` is what it threw, as it was recorded. `code` is that of the error where it has one. */
export declare class StepError extends MillraceError {
  readonly step: string;
  readonly error: { name: string; message: string; code?: string; stack?: string };
}

/** The job of a task failed or was cancelled. */
export declare class TaskError extends MillraceJobError {
  readonly step: string;
}

/** What was waited for did not come in time. */
export declare class TimeoutError extends WorkflowError {
  readonly step: string;
}
