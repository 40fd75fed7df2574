import { IconDownload, IconFile, IconFolderCode } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { VolumeFile } from '../../backend/agents/threads.contract.ts';
import { addressOf, api, inWorkspace } from '../api/client.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatBytes, formatPlural } from '../ui/format.ts';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './SandboxFiles.module.css';

/** Whose files: of one conversation, or of all runs of an agent. */
export type SandboxOwner = { thread: string } | { agent: string };

const addressesOf = (workspace: string, owner: SandboxOwner) => {
  const [list, file] =
    'thread' in owner
      ? [`/threads/${owner.thread}/volume`, `/threads/${owner.thread}/volume_file`]
      : [`/agent_volume/${owner.agent}`, `/agent_volume_file/${owner.agent}`];
  return { list: inWorkspace(workspace, list), file: (path: string) => addressOf(inWorkspace(workspace, file), { path }) };
};

/** The files in a sandbox, as they are now. */
export const sandboxFilesQuery = (workspace: string, owner: SandboxOwner) =>
  queryOptions({
    queryKey: [workspace, 'sandbox-files', owner],
    queryFn: ({ signal }) => api.get<{ items: VolumeFile[] }>(addressesOf(workspace, owner).list, undefined, signal).then(({ items }) => items),
  });

/** Props of {@link SandboxFiles}. */
export type SandboxFilesProps = { workspace: string; owner: SandboxOwner; quotaMb: number | null };

/** What lies in the sandbox of an agent: name, size, when it was written, and the way to have it; with how much room there is. */
export function SandboxFiles({ workspace, owner, quotaMb }: SandboxFilesProps): ReactNode {
  const { data, error, refetch } = useQuery(sandboxFilesQuery(workspace, owner));
  if (error && !data) return <ErrorNotice error={error} title="The files could not be read." onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  if (data.length === 0)
    return (
      <EmptyState icon={<IconFolderCode />} title="No files yet">
        What the agent writes in its sandbox is kept here for its next commands.
      </EmptyState>
    );
  const used = data.reduce((sum, { size }) => sum + size, 0);
  const room = quotaMb === null ? '' : ` of ${formatBytes(quotaMb * 1024 * 1024)}`;
  return (
    <div className={classes.files}>
      <p className={classes.sum}>
        {formatPlural(data.length, 'file')}, {formatBytes(used)}
        {room}
      </p>
      <ul className={classes.list} aria-label="Files in the sandbox">
        {data.map(({ path, size, modified_at: at }) => (
          <li key={path} className={classes.row}>
            <IconFile aria-hidden className={classes.icon} />
            <span className={classes.path}>{path}</span>
            <span className={classes.fact}>{formatBytes(size)}</span>
            <span className={classes.fact}>
              <RelativeTime at={at} />
            </span>
            <a href={addressesOf(workspace, owner).file(path)} download={path.split('/').at(-1)} className={classes.load} aria-label={`Download ${path}`}>
              <IconDownload aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
