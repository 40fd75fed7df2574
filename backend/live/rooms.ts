import type { Action } from '../access/core/actions.ts';

/** A room of the live stream: what it needs, declared like the access of a route, and which job, app or agent it is about, if it is about one. */
export type Room = { name: string; action: Action; jobId: string | null; appPath: string | null; agentPath: string | null };

const jobRoom = /^job:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

const appRoom = /^app:([uf]\/[^/]+\/.+)$/;

const evaluationsRoom = /^evaluations:([uf]\/[^/]+\/.+)$/;

const nothing = { jobId: null, appPath: null, agentPath: null };

/** The room of a name; `null` when there is none. */
export function roomOf(name: string): Room | null {
  if (name === 'runs') return { name, action: 'jobs:read', ...nothing };
  if (name === 'inbox') return { name, action: 'approvals:read', ...nothing };
  if (name === 'workers') return { name, action: 'workers:read', ...nothing };
  const appPath = appRoom.exec(name)?.[1];
  if (appPath !== undefined) return { name, action: 'apps:write', ...nothing, appPath };
  const agentPath = evaluationsRoom.exec(name)?.[1];
  if (agentPath !== undefined) return { name, action: 'agents:read', ...nothing, agentPath };
  const jobId = jobRoom.exec(name)?.[1];
  return jobId === undefined ? null : { name, action: 'jobs:read', ...nothing, jobId };
}
