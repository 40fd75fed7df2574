import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '../../backend/common/page.ts';
import { api, type Query } from './client.ts';

/** A list that grows by scrolling: what a {@link DataTable} needs of it. */
export type PagedList<Item> = {
  items: Item[];
  isLoading: boolean;
  isRefreshing: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  reload: () => void;
};

/** Options of {@link usePages}. */
export type PagesOptions = { isEnabled?: boolean; limit?: number; refetchIntervalMs?: number };

/** Reads a keyset-paged list of the API, page by page. The rows of the last filter stay until those of the new one are here. */
export function usePages<Item>(key: readonly unknown[], path: string, query: Query = {}, { isEnabled = true, limit = 50, refetchIntervalMs }: PagesOptions = {}): PagedList<Item> {
  const answer = useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => api.get<Page<Item>>(path, { ...query, limit, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isEnabled,
    refetchInterval: refetchIntervalMs,
  });
  const items = useMemo(() => answer.data?.pages.flatMap((page) => page.items) ?? [], [answer.data]);
  return {
    items,
    isLoading: answer.isPending && isEnabled,
    isRefreshing: answer.isFetching && !answer.isPending,
    error: answer.error,
    hasMore: answer.hasNextPage,
    isLoadingMore: answer.isFetchingNextPage,
    loadMore: () => void (answer.hasNextPage && !answer.isFetchingNextPage && answer.fetchNextPage()),
    reload: () => void answer.refetch(),
  };
}
