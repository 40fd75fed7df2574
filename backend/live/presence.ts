import { z } from 'zod';
import type { Statement } from '../database/database.ts';

/** Where somebody is in the app that they edit, as they say it; `null` once they have left. */
export const PresenceSpot = z.object({ page: z.string().max(60), selection: z.array(z.string().max(60)).max(50) });
export type PresenceSpot = z.infer<typeof PresenceSpot>;

/** Presence as it travels by NOTIFY: workspace, path of the app, window, username, name, spot. Nothing of it is kept. */
const PresenceNotice = z.object({ w: z.string(), p: z.string(), c: z.string(), u: z.string(), n: z.string(), s: PresenceSpot.nullable() });
export type PresenceNotice = z.infer<typeof PresenceNotice>;

/** Longest payload that Postgres takes, with room to spare. */
const longestPayload = 7500;

/** The statement that tells all servers where somebody is. What is selected is left out where it is too much for one notice. */
export function notifyPresence(notice: PresenceNotice): Statement {
  const whole = JSON.stringify(notice);
  const isFit = Buffer.byteLength(whole) <= longestPayload;
  const payload = isFit ? whole : JSON.stringify({ ...notice, s: notice.s && { ...notice.s, selection: [] } });
  return { name: 'notify_presence', text: `select pg_notify('millrace_presence', $1)`, values: [payload] };
}

/** Reads a payload; what is not ours is ignored. */
export function readPresenceNotice(payload: string): PresenceNotice | null {
  try {
    return PresenceNotice.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
