import type { ReactNode } from 'react';
import type { Flow } from '../../backend/flows/flows.contract.ts';
import { hasToAsk } from '../approvals/run-approval-edit.ts';
import type { Runnable } from '../runnables/runnable.ts';
import { RunnableAtPath } from '../runnables/RunnableAtPath.tsx';
import { RunnablePage } from '../runnables/RunnablePage.tsx';
import { VersionsTab } from '../runnables/VersionsTab.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { FlowSettingsTab } from './FlowSettingsTab.tsx';
import { flowQuery, restoreFlowVersion } from './flows.api.ts';
import { GraphTab } from './GraphTab.tsx';
import { FlowChanges } from './versions/FlowChanges.tsx';
import { FlowVersion } from './versions/FlowVersion.tsx';

/** A flow for whoever uses it: its form, its steps, its runs, its versions, the ways to call it. */
export function FlowPage(): ReactNode {
  return (
    <RunnableAtPath kind="flow" query={flowQuery}>
      {(flow, workspace) => <LoadedFlow key={flow.path} workspace={workspace} flow={flow} />}
    </RunnableAtPath>
  );
}

function LoadedFlow({ workspace, flow }: { workspace: string; flow: Flow }): ReactNode {
  const { canBuild } = useWorkspace();
  const mayEdit = canBuild && flow.my_level !== 'read';
  const { path, summary, description, schema, version } = flow;
  const runnable: Runnable = {
    kind: 'flow',
    path,
    summary,
    description,
    schema,
    version,
    isRunnable: true,
    hasToAsk: hasToAsk(flow.value.run_approval, flow.my_level),
  };
  const versions = (
    <VersionsTab
      workspace={workspace}
      runnable={runnable}
      mayEdit={mayEdit}
      substance="Its steps, inputs and settings"
      restore={(earlier) => restoreFlowVersion(workspace, flow, earlier)}
      renderChanges={(before, after) => <FlowChanges workspace={workspace} path={path} before={before} after={after} />}
      renderVersion={(shown, actions) => <FlowVersion workspace={workspace} path={path} version={shown} actions={actions} />}
    />
  );
  const graph = { id: 'steps', label: 'Steps', content: <GraphTab workspace={workspace} flow={flow} /> };
  return (
    <RunnablePage
      workspace={workspace}
      runnable={runnable}
      head={{
        icon: <KindIcon kind="flow" />,
        createdBy: flow.created_by,
        createdAt: flow.created_at,
        isFavourite: flow.is_favourite,
        level: flow.my_level,
      }}
      afterRuns={[graph, ...(canBuild ? [{ id: 'versions', label: 'Versions', count: version, content: versions }] : [])]}
      beforeAccess={canBuild ? [{ id: 'settings', label: 'Settings', content: <FlowSettingsTab flow={flow} /> }] : []}
    />
  );
}
