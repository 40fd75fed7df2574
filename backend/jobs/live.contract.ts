import type { JobStatus } from './core/job-status.ts';

/**
 * The live stream of D16, over socket.io with the session cookie or `auth: {token}`.
 *
 * The client emits `subscribe` `{workspace, room, after_seq?}` and is answered `{ok: true}` or `{ok: false, error}`; access
 * is checked like that of the matching GET. `unsubscribe` `{workspace, room}` leaves. Rooms:
 * - `job:<id>`: `job.changed` and `job.log` of one job; `after_seq` resumes the log without loss or repeat; of a flow also `flow.changed`, of a workflow `workflow.changed`
 * - `runs`: `job.changed` of every job of the workspace that the subscriber may see
 * - `inbox`: `approvals.changed` when a request for a decision changed that concerns the subscriber
 * - `evaluations:<path>`: `evaluation.changed` when a case of an evaluation of that agent has ended, or the evaluation
 * - `workers`: `workers.changed` when a worker came, went or reported its load
 * - `app:<path>`: `app.changed` of the working copy of an app, and `app.presence` of the others in it, for who may edit it
 *
 * Who follows the room of an app says where they are by `present` `{workspace, room, spot: {page, selection}}`.
 */
export type JobChanged = { workspace: string; id: string; path: string; kind: string; status: JobStatus; progress: number | null; at: string };
/** A piece of a log; `seq` counts from 1 for each job. */
export type JobLogged = { id: string; seq: number; text: string };
/** A flow run went on; `seq` is its `next_seq`. At most about ten a second for each run: who hears it reads the run again. */
export type FlowChanged = { id: string; seq: number };
/** A workflow recorded more steps; a few times a second at the most. Who hears it reads the steps again. */
export type WorkflowChanged = { id: string };
/** Something in the inbox changed: who hears it asks for the boxes and the counts again. */
export type ApprovalsChanged = { workspace: string };
/** What the client sends to follow a room. */
export type Subscribe = { workspace: string; room: string; after_seq?: number };
/** The answer to {@link Subscribe}. */
export type Subscribed = { ok: true } | { ok: false; error: { code: string; message: string } };
/** The working copy of an app changed; `seq` is the number of its last command. */
export type AppChanged = { workspace: string; path: string; seq: number };

/** An evaluation went on: who hears it reads it again. */
export type EvaluationChanged = { workspace: string; agent: string; id: string };

/** Somebody who edits an app: which page, what is selected; `spot` null once they left. `client` tells the windows of one person apart. */
export type AppPresence = {
  workspace: string;
  path: string;
  client: string;
  username: string;
  name: string;
  spot: { page: string; selection: string[] } | null;
};

/** Nothing more comes from a room: the session or token has ended, or what it was allowed was taken. */
export type RoomEnded = { workspace: string; room: string };
