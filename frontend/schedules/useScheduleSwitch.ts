import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { changesPerson } from './schedule-words.ts';
import { changeSchedule, schedulesKey } from './schedules.api.ts';

/** What a switch needs to know of its schedule. */
export type Switchable = Pick<ScheduleRow, 'path' | 'enabled' | 'run_as'>;

/** Switching schedules on and off. Taking one over from somebody else is asked about first: it runs as whoever switches it on. */
export function useScheduleSwitch() {
  const { id: workspace, username } = useWorkspace();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Switchable | null>(null);
  const change = useMutation({
    mutationFn: ({ path, enabled }: Switchable) => changeSchedule(workspace, path, { enabled: !enabled }),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey(workspace) }),
  });
  return {
    toggle: (schedule: Switchable): void => (!schedule.enabled && changesPerson(schedule.run_as, username) ? setAsking(schedule) : change.mutate(schedule)),
    /** The schedule that is being switched. */
    busyPath: change.isPending ? change.variables.path : null,
    error: change.error,
    reset: change.reset,
    asking,
    confirm: () => (asking ? change.mutateAsync(asking) : undefined),
    cancel: () => setAsking(null),
  };
}
