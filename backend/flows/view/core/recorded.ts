import type { JobStatus } from '../../../jobs/core/job-status.ts';
import type { StepRow } from '../../core/rows.ts';
import type { FrameKey } from '../../core/state.ts';

/** A row of the record as it is stored. */
export type RecordedRow = {
  readonly seq: number;
  readonly at: string;
  readonly row: StepRow;
  readonly jobId: string | null;
  /** Taken over from the run that this one restarts, or from the cache. */
  readonly isReused: boolean;
};

/** What the view needs of a child job. */
export type JobFacts = {
  readonly id: string;
  readonly status: JobStatus;
  readonly createdAt: string;
  readonly scheduledFor: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

/** An open wait, with who may decide where it is an approval. */
export type OpenWait = {
  readonly frame: FrameKey;
  readonly step: string;
  readonly kind: 'sleep' | 'retry' | 'approval' | 'event';
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly eventKey: string | null;
  readonly approvalId: string | null;
  readonly approvers: readonly string[];
};

/** How many sequences of a container have begun and ended, counted by the database. */
export type ChildCounts = { readonly started: number; readonly succeeded: number; readonly failed: number };
