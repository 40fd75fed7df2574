import type { Json } from '../common/json.ts';

/** What a run can wait for without a worker. `child` is for an owner that wants to be told of a job in its own words. */
export type WaitKind = 'sleep' | 'retry' | 'approval' | 'event' | 'child';

/** A vote as the one who waits sees it. */
export type ApprovalVote = { id: string; by: string; vote: 'approve' | 'reject'; comment: string; values: Json };

/** Why a wait ended. */
export type Ending =
  { by: 'time' } | { by: 'event'; payload: Json } | { by: 'approval'; outcome: 'approved' | 'rejected' | 'expired' | 'withdrawn'; votes: ApprovalVote[] };

/** A wait that is about to be opened. `place` says where in the run of the job, in the words of its owner; there is one of a kind at a place. */
export type NewWait = {
  id?: string;
  workspaceId: string;
  jobId: string;
  owner: 'flow' | 'workflow' | 'agent';
  place: string;
  kind: WaitKind;
  /** When it ends by itself; `null` for never. */
  dueAt: Date | null;
  /** The event that ends it; `null` for none. */
  eventKey: string | null;
};

/** A wait that has ended, as its owner is told of it. */
export type EndedWait = { id: string; workspaceId: string; jobId: string; owner: string; place: string; kind: WaitKind; ending: Ending; openedAt: Date };
