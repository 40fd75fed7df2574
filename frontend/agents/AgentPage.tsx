import { Button } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Agent } from '../../backend/agents/agents.contract.ts';
import { hasToAsk } from '../approvals/run-approval-edit.ts';
import type { Runnable } from '../runnables/runnable.ts';
import { RunnableAtPath } from '../runnables/RunnableAtPath.tsx';
import { RunnablePage } from '../runnables/RunnablePage.tsx';
import { VersionsTab } from '../runnables/VersionsTab.tsx';
import { EvaluationsTab } from '../evaluations/EvaluationsTab.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { AboutTab } from './AboutTab.tsx';
import { isPractice } from './agent-words.ts';
import { agentQuery, restoreAgentVersion } from './agents.api.ts';
import { SandboxFiles } from './SandboxFiles.tsx';
import { AgentChanges, AgentVersion } from './AgentVersions.tsx';

/** An agent for whoever uses it: the way to talk to it, what it is, its form, its runs, its versions, the ways to call it. */
export function AgentPage(): ReactNode {
  return (
    <RunnableAtPath kind="agent" query={agentQuery}>
      {(agent, workspace) => <LoadedAgent key={agent.path} workspace={workspace} agent={agent} />}
    </RunnableAtPath>
  );
}

function LoadedAgent({ workspace, agent }: { workspace: string; agent: Agent }): ReactNode {
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  const mayEdit = canBuild && agent.my_level !== 'read';
  const { path, summary, description, schema, version } = agent;
  const runnable: Runnable = {
    kind: 'agent',
    path,
    summary,
    description,
    schema,
    version,
    isRunnable: true,
    hasToAsk: hasToAsk(agent.value.run_approval, agent.my_level),
  };
  const versions = (
    <VersionsTab
      workspace={workspace}
      runnable={runnable}
      mayEdit={mayEdit}
      substance="Its instructions, tools and settings"
      restore={(earlier) => restoreAgentVersion(workspace, agent, earlier)}
      renderChanges={(before, after) => <AgentChanges workspace={workspace} path={path} before={before} after={after} />}
      renderVersion={(shown, actions) => <AgentVersion workspace={workspace} path={path} version={shown} actions={actions} />}
    />
  );
  const evaluations = <EvaluationsTab workspace={workspace} agent={agent} mayEvaluate={mayEdit} />;
  const files = (quotaMb: number): ReactNode => <SandboxFiles workspace={workspace} owner={{ agent: path }} quotaMb={quotaMb} />;
  const chat = (
    <Button
      variant="filled"
      leftSection={<IconMessage />}
      onClick={() => void navigate({ to: '/w/$workspace/chat', params: { workspace }, search: { agent: path } })}
    >
      Chat
    </Button>
  );
  return (
    <RunnablePage
      workspace={workspace}
      runnable={runnable}
      head={{
        icon: <KindIcon kind="agent" />,
        createdBy: agent.created_by,
        createdAt: agent.created_at,
        isFavourite: agent.is_favourite,
        level: agent.my_level,
        primary: chat,
        ...(isPractice(agent.value.model) ? { mark: 'practice model' } : {}),
      }}
      first={[{ id: 'about', label: 'About', content: <AboutTab workspace={workspace} agent={agent} /> }]}
      afterRuns={
        canBuild
          ? [
              { id: 'versions', label: 'Versions', count: version, content: versions },
              { id: 'evaluations', label: 'Evaluations', content: evaluations },
              ...(mayEdit && agent.value.sandbox?.scope === 'agent' ? [{ id: 'files', label: 'Files', content: files(agent.value.sandbox.quota_mb) }] : []),
            ]
          : []
      }
      beforeAccess={[]}
    />
  );
}
