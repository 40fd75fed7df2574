import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ObjectKind } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { AccessMatrix } from './AccessMatrix.tsx';
import { accessQuery, grantsQuery } from './folders.api.ts';
import { GrantEditor } from './GrantEditor.tsx';

/** Who can do what with an object, and why; and, for its owners, giving access. Works for folders and for single items. */
export function AccessPanel({ kind, path, mayGrant }: { kind: ObjectKind; path: string; mayGrant: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  const grants = useQuery(grantsQuery(workspace, kind, path));
  const access = useQuery(accessQuery(workspace, kind, path));
  return (
    <>
      <Section
        title="Access given"
        description={
          kind === 'folder'
            ? 'To people and groups, for everything in this folder.'
            : `To people and groups, for this ${kind} alone. The folder that it lies in gives access as well.`
        }
      >
        {grants.error ? (
          <ErrorNotice error={grants.error} title="The access could not be read." onRetry={() => void grants.refetch()} />
        ) : grants.data ? (
          <GrantEditor kind={kind} path={path} grants={grants.data} mayGrant={mayGrant} />
        ) : (
          <SkeletonRows count={2} />
        )}
      </Section>
      <Section title="Who can do what here, and why" description="Every member, with all that roles, groups and folders add up to.">
        {access.error ? (
          <ErrorNotice error={access.error} title="The members could not be read." onRetry={() => void access.refetch()} />
        ) : access.data ? (
          <AccessMatrix rows={access.data} />
        ) : (
          <SkeletonRows count={4} />
        )}
      </Section>
    </>
  );
}
