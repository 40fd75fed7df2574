import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { flowQuery } from '../flows.api.ts';
import { GraphTab } from '../GraphTab.tsx';

/** The steps of one version, to look at and to take along. */
export function FlowVersion({ workspace, path, version, actions }: { workspace: string; path: string; version: number; actions: ReactNode }): ReactNode {
  const { data, error } = useQuery(flowQuery(workspace, path, version));
  const download = data && (
    <Button
      size="xs"
      component="a"
      href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify({ summary: data.summary, description: data.description, value: data.value, schema: data.schema }, null, 2))}`}
      download={`${path.split('/').at(-1) ?? 'flow'}-v${version}.flow.json`}
    >
      Download OpenFlow
    </Button>
  );
  return (
    <Section
      title={`Version ${version}`}
      actions={
        <>
          {actions}
          {download}
        </>
      }
    >
      {error && <ErrorNotice error={error} title="The version could not be read." />}
      {!data && !error && <SkeletonBlock height={420} />}
      {data && <GraphTab workspace={workspace} flow={data} />}
    </Section>
  );
}
