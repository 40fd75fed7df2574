import { useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import type { RunnableKind } from './runnable.ts';

/** Props of {@link RunnableAtPath}: how the runnable is read, and its page once it is there. */
export type RunnableAtPathProps<Item, Key extends QueryKey> = {
  kind: RunnableKind;
  query: (workspace: string, path: string) => UseQueryOptions<Item, Error, Item, Key>;
  children: (item: Item, workspace: string) => ReactNode;
};

/** The runnable at the path of the address: the frame of a page while it is read, plain words where it is not there or not for this person. */
export function RunnableAtPath<Item extends { path: string }, Key extends QueryKey>({ kind, query, children }: RunnableAtPathProps<Item, Key>): ReactNode {
  const { _splat: path = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data, error, refetch } = useQuery(query(workspace, path));
  if (data && data.path === path) return children(data, workspace);
  if (!error) return <SkeletonPage />;
  return (
    <ItemUnavailable error={error} noun={kind} name={path} onRetry={() => void refetch()} list={{ href: `/w/${workspace}/${kind}s`, label: `All ${kind}s` }} />
  );
}
