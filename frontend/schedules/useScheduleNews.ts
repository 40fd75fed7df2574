import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { schedulesKey } from './schedules.api.ts';

// Under load, changes come by the thousand: what is shown is read again at most this often.
const refreshMs = 1500;

/** Reads schedules again when runs change, of all scripts or of one path. */
export function useScheduleNews(workspace: string, path?: string): void {
  const refresh = useRefresh(schedulesKey(workspace), refreshMs);
  useRoom(workspace, 'runs', { onJobChanged: (change) => (path === undefined || change.path === path) && refresh(), onJoined: refresh });
}
