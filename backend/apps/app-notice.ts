import type { Statement } from '../database/database.ts';

/** A change of the working copy of an app as it travels by NOTIFY: workspace, path, number of its last command. */
export type AppNotice = { w: string; p: string; q: number };

/** The statement that tells of a change of a working copy; part of the transaction that makes it. */
export const notifyApp = (notice: AppNotice): Statement => ({
  name: 'notify_app',
  text: `select pg_notify('millrace_app', $1)`,
  values: [JSON.stringify(notice)],
});

/** Reads a payload; what is not ours is ignored. */
export function readAppNotice(payload: string): AppNotice | null {
  try {
    const notice = JSON.parse(payload) as Partial<AppNotice> | null;
    return typeof notice?.w === 'string' && typeof notice.p === 'string' && typeof notice.q === 'number' ? { w: notice.w, p: notice.p, q: notice.q } : null;
  } catch {
    return null;
  }
}
