import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CodeDiff } from '../ui/CodeEditor.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonBlock } from '../ui/Skeletons.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import { agentQuery } from './agents.api.ts';
import { type AgentDocument, documentOf } from './editor/agent-document.ts';
import { writeAgent } from './editor/agent-text.ts';

/** What differs between two versions of an agent: its instructions by themselves, then everything else as its file. */
export function AgentChanges({ workspace, path, before, after }: { workspace: string; path: string; before: number; after: number }): ReactNode {
  const first = useQuery(agentQuery(workspace, path, before));
  const second = useQuery(agentQuery(workspace, path, after));
  const error = first.error ?? second.error;
  if (error) return <ErrorNotice error={error} title="A version could not be read." />;
  if (!first.data || !second.data) return <SkeletonBlock height={240} />;
  return <AgentTextDiff before={documentOf(first.data)} after={documentOf(second.data)} label={`Changes from version ${before} to ${after}`} />;
}

/** The differences of two states of an agent. */
export function AgentTextDiff({
  before,
  after,
  label,
  maxHeight,
}: {
  before: AgentDocument;
  after: AgentDocument;
  label: string;
  maxHeight?: number;
}): ReactNode {
  const [one, other] = [before.value.instructions, after.value.instructions];
  const [restOfOne, restOfOther] = [writeAgent(before, { isWithoutInstructions: true }), writeAgent(after, { isWithoutInstructions: true })];
  if (one === other && restOfOne === restOfOther) return <p>Both say the same.</p>;
  return (
    <>
      {one !== other && <CodeDiff before={one} after={other} language="markdown" label={`${label}: instructions`} maxHeight={maxHeight} />}
      {restOfOne !== restOfOther && <CodeDiff before={restOfOne} after={restOfOther} language="yaml" label={label} maxHeight={maxHeight} />}
    </>
  );
}

/** One version as its file. */
export function AgentVersion({ workspace, path, version, actions }: { workspace: string; path: string; version: number; actions: ReactNode }): ReactNode {
  const { data, error } = useQuery(agentQuery(workspace, path, version));
  const text = data ? writeAgent(documentOf(data)) : '';
  return (
    <Section
      title={`Version ${version}`}
      actions={
        data && (
          <>
            {actions}
            <Button
              size="xs"
              component="a"
              href={`data:text/yaml;charset=utf-8,${encodeURIComponent(text)}`}
              download={`${path.split('/').at(-1) ?? 'agent'}.agent.yaml`}
            >
              Download file
            </Button>
          </>
        )
      }
    >
      {error && <ErrorNotice error={error} title="The version could not be read." />}
      {!data && !error && <SkeletonBlock height={240} />}
      {data && <StaticCode content={text} language="yaml" label={`Version ${version}`} hasLineNumbers />}
    </Section>
  );
}
