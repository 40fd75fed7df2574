import { type InfiniteData, type Query as CachedQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Page } from '../../backend/common/page.ts';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { JobChanged } from '../../backend/jobs/live.contract.ts';
import { useRoom } from '../api/live.ts';
import { type PagedList, usePages } from '../api/pages.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { inWorkspace, type Query } from '../api/client.ts';
import { runsKey, runsListKey } from './runs.api.ts';

// Under load, changes come by the thousand: the list is read again at most this often, and only while few pages of it are open.
const refreshMs = 1000;
const pagesReadAgain = 3;
const rowsReadAgain = pagesReadAgain * 50;

/** The row after a change that was heard, as far as the message tells. */
export function applyChange(row: JobRow, { status, progress, at }: JobChanged): JobRow {
  if (isTerminal(row.status)) return row;
  return {
    ...row,
    status,
    progress,
    started_at: row.started_at ?? (status === 'running' ? at : null),
    ended_at: isTerminal(status) ? (row.ended_at ?? at) : null,
  };
}

/** A live list of runs. Far down in it, new runs are not pushed in above the reader: `hasNewer` says that there are some. */
export type RunsList = PagedList<JobRow> & { hasNewer: boolean; showNewest: () => void };

type Pages = InfiniteData<Page<JobRow>>;

/** Long lists are not read again as a whole. */
const isShort = ({ state }: CachedQuery): boolean => ((state.data as Partial<Pages> | undefined)?.pages?.length ?? 0) <= pagesReadAgain;

const holds = (data: Pages | undefined, id: string): boolean => data?.pages.some((page) => page.items.some((row) => row.id === id)) === true;

/** Runs under a filter, newest first. Known rows change as soon as it is heard; the list is read again a moment later. */
export function useRunsList(workspace: string, query: Query): RunsList {
  const client = useQueryClient();
  const [hasNewer, setHasNewer] = useState(false);
  const list = usePages<JobRow>(runsListKey(workspace), inWorkspace(workspace, '/jobs'), query);
  const isFarDown = list.items.length > rowsReadAgain;
  useEffect(() => setHasNewer(false), [query]);
  const refresh = useRefresh(runsKey(workspace), refreshMs, isShort);
  useRoom(workspace, 'runs', {
    onJobChanged: (change) => {
      client.setQueriesData<Pages>({ queryKey: runsListKey(workspace) }, (data) => {
        if (!data || !holds(data, change.id)) return data;
        return {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === change.id ? applyChange(row, change) : row)) })),
        };
      });
      if (isFarDown && !list.items.some((row) => row.id === change.id)) setHasNewer(true);
      refresh();
    },
    onJoined: refresh,
  });
  const showNewest = (): void => {
    setHasNewer(false);
    void client.resetQueries({ queryKey: runsListKey(workspace) });
  };
  return { ...list, hasNewer, showNewest };
}
