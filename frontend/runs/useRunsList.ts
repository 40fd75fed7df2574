import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Page } from '../../backend/common/page.ts';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { JobChanged } from '../../backend/jobs/live.contract.ts';
import type { Query } from '../api/client.ts';
import { useRoom } from '../api/live.ts';
import { type PagedList, usePages } from '../api/pages.ts';
import { inWorkspace } from '../api/client.ts';
import { runsKey, runsListKey } from './runs.api.ts';

// Under load, changes come by the thousand: the list is read again at most this often.
const refreshMs = 1000;

/** The row after a change that was heard, as far as the message tells. */
export function applyChange(row: JobRow, { status, progress, at }: JobChanged): JobRow {
  if (isTerminal(row.status)) return row;
  return {
    ...row, status, progress,
    started_at: row.started_at ?? (status === 'running' ? at : null),
    ended_at: isTerminal(status) ? (row.ended_at ?? at) : null,
  };
}

/** Runs under a filter, newest first. Known rows change as soon as it is heard; the list is read again a moment later. */
export function useRunsList(workspace: string, query: Query): PagedList<JobRow> {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const list = usePages<JobRow>(runsListKey(workspace), inWorkspace(workspace, '/jobs'), query);
  useEffect(() => () => clearTimeout(timer.current), []);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: runsKey(workspace) });
    }, refreshMs);
  };
  useRoom(workspace, 'runs', {
    onJobChanged: (change) => {
      client.setQueriesData<InfiniteData<Page<JobRow>>>({ queryKey: runsListKey(workspace) }, (data) => {
        if (!data?.pages.some((page) => page.items.some((row) => row.id === change.id))) return data;
        return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === change.id ? applyChange(row, change) : row)) })) };
      });
      refresh();
    },
    onJoined: refresh,
  });
  return list;
}
