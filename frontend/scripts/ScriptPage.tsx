import type { ReactNode } from 'react';
import type { Script } from '../../backend/scripts/scripts.contract.ts';
import { hasToAsk } from '../approvals/run-approval-edit.ts';
import type { Runnable } from '../runnables/runnable.ts';
import { RunnableAtPath } from '../runnables/RunnableAtPath.tsx';
import { RunnablePage } from '../runnables/RunnablePage.tsx';
import { VersionsTab } from '../runnables/VersionsTab.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { ScriptChanges, ScriptVersion } from './ScriptVersions.tsx';
import { restoreVersion, scriptQuery } from './scripts.api.ts';
import { SettingsTab } from './SettingsTab.tsx';

/** A script for whoever uses it: its form, its runs, its versions, the ways to call it. */
export function ScriptPage(): ReactNode {
  return (
    <RunnableAtPath kind="script" query={scriptQuery}>
      {(script, workspace) => <LoadedScript key={script.path} workspace={workspace} script={script} />}
    </RunnableAtPath>
  );
}

function LoadedScript({ workspace, script }: { workspace: string; script: Script }): ReactNode {
  const { canBuild } = useWorkspace();
  const mayEdit = canBuild && script.my_level !== 'read';
  const { path, summary, description, schema, version, has_main: isRunnable } = script;
  const runnable: Runnable = {
    kind: 'script',
    path,
    summary,
    description,
    schema,
    version,
    isRunnable,
    hasToAsk: hasToAsk(script.settings.run_approval, script.my_level),
  };
  const versions = (
    <VersionsTab
      workspace={workspace}
      runnable={runnable}
      mayEdit={mayEdit}
      substance="Its code and settings"
      restore={(earlier) => restoreVersion(workspace, script, earlier)}
      renderChanges={(before, after) => <ScriptChanges workspace={workspace} path={path} before={before} after={after} />}
      renderVersion={(shown, actions) => <ScriptVersion workspace={workspace} path={path} version={shown} actions={actions} />}
    />
  );
  return (
    <RunnablePage
      workspace={workspace}
      runnable={runnable}
      head={{
        icon: <LanguageIcon language={script.language} />,
        createdBy: script.created_by,
        createdAt: script.created_at,
        isFavourite: script.is_favourite,
        level: script.my_level,
        ...(script.is_workflow ? { mark: 'workflow' } : {}),
      }}
      afterRuns={canBuild ? [{ id: 'versions', label: 'Versions', count: version, content: versions }] : []}
      beforeAccess={canBuild ? [{ id: 'settings', label: 'Settings', content: <SettingsTab workspace={workspace} script={script} mayEdit={mayEdit} /> }] : []}
    />
  );
}
