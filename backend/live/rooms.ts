import type { Action } from '../access/core/actions.ts';

/** A room of the live stream: what it needs, declared like the access of a route, and which job it is about, if it is about one. */
export type Room = { name: string; action: Action; jobId: string | null };

const jobRoom = /^job:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The room of a name; `null` when there is none. */
export function roomOf(name: string): Room | null {
  if (name === 'runs') return { name, action: 'jobs:read', jobId: null };
  if (name === 'inbox') return { name, action: 'approvals:read', jobId: null };
  if (name === 'workers') return { name, action: 'workers:read', jobId: null };
  const jobId = jobRoom.exec(name)?.[1];
  return jobId === undefined ? null : { name, action: 'jobs:read', jobId };
}
