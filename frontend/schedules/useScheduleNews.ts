import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useRoom } from '../api/live.ts';
import { schedulesKey } from './schedules.api.ts';

// Under load, changes come by the thousand: what is shown is read again at most this often.
const refreshMs = 1500;

/** Reads schedules again when runs change, of all scripts or of one path. */
export function useScheduleNews(workspace: string, path?: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: schedulesKey(workspace) });
    }, refreshMs);
  };
  useRoom(workspace, 'runs', { onJobChanged: (change) => (path === undefined || change.path === path) && refresh(), onJoined: refresh });
}
