import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBinaryTree, IconComponents, IconDeviceDesktop, IconFiles, IconSettings, IconVariable, type Icon } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { AppDraft } from '../../../backend/apps/apps.contract.ts';
import type { ViewHost } from '../../../components/view.ts';
import { useRoom } from '../../api/live.ts';
import { useMe } from '../../session/workspace.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { useWidePage } from '../../shell/rail-room.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHeader, usePageTitle } from '../../ui/PageHeader.tsx';
import { SkeletonPage } from '../../ui/Skeletons.tsx';
import { appsKey, appsListKey, beginAppDraft, discardAppDraft } from '../apps.api.ts';
import { viewHost } from '../runtime/view-host.tsx';
import { formOfAction } from './form-of-action.ts';
import { QuestionDialog } from '../viewer/QuestionDialog.tsx';
import { BuilderHeader } from './BuilderHeader.tsx';
import { Canvas } from './canvas/Canvas.tsx';
import { DragLayer } from './canvas/DragLayer.tsx';
import { useCanvasPage, type RanEntry } from './canvas/useCanvasPage.ts';
import { Dock } from './dock/Dock.tsx';
import { createEditor, type LeftPanel } from './editor-store.ts';
import { EditorProvider } from './editor-context.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { LeaveBuilder } from './LeaveBuilder.tsx';
import { AddPanel } from './panels/AddPanel.tsx';
import { PagesPanel } from './panels/PagesPanel.tsx';
import { SettingsPanel } from './panels/SettingsPanel.tsx';
import { TreePanel } from './panels/TreePanel.tsx';
import { ValuesPanel } from './panels/ValuesPanel.tsx';
import { PeopleProvider, usePresence } from './presence/usePresence.ts';
import { StatusBar } from './StatusBar.tsx';
import { useBuilderKeys } from './useBuilderKeys.ts';
import classes from './Builder.module.css';

/** Edits an app: panels, canvas, inspector. */
export function AppBuilderPage(): ReactNode {
  const { id: workspace } = useWorkspace();
  const { _splat: path = '' } = useParams({ strict: false });
  const queryClient = useQueryClient();
  usePageTitle(path);
  const [generation, setGeneration] = useState(0);
  const navigate = useNavigate();
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const { data, error, refetch } = useQuery({
    queryKey: [...appsKey(workspace), 'draft', path, generation],
    queryFn: () => beginAppDraft(workspace, path),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  if (isNarrow) return <NarrowNote workspace={workspace} draft={data} />;
  const discard = async (): Promise<void> => {
    await discardAppDraft(workspace, path);
    await queryClient.invalidateQueries({ queryKey: appsListKey(workspace) });
    if (data.live_version === null) await navigate({ to: '/w/$workspace/apps', params: { workspace } });
    else setGeneration((before) => before + 1);
  };
  return <Builder key={`${path} ${generation}`} workspace={workspace} draft={data} onDiscard={discard} />;
}

/** Building takes three columns; a phone gets a calm word instead of a broken page. */
function NarrowNote({ workspace, draft }: { workspace: string; draft: AppDraft }): ReactNode {
  const name = draft.summary === '' ? draft.path : draft.summary;
  return (
    <Page header={<PageHeader title={name} description="Working copy" />}>
      <EmptyState
        icon={<IconDeviceDesktop />}
        title="Building takes a window of at least 900 pixels."
        action={
          draft.live_version !== null && (
            <Button component="a" href={`/a/${workspace}/${draft.path}`}>
              Open version {draft.live_version}
            </Button>
          )
        }
      >
        Everything is saved; open it on a wider screen to go on.
      </EmptyState>
    </Page>
  );
}

const panels: readonly { id: LeftPanel; label: string; icon: Icon }[] = [
  { id: 'add', label: 'Add a component', icon: IconComponents },
  { id: 'tree', label: 'Components of the page', icon: IconBinaryTree },
  { id: 'pages', label: 'Pages', icon: IconFiles },
  { id: 'values', label: 'Values and variables', icon: IconVariable },
  { id: 'settings', label: 'Settings of the app', icon: IconSettings },
];

const panelContents: Readonly<Record<LeftPanel, () => ReactNode>> = {
  add: AddPanel,
  tree: TreePanel,
  pages: PagesPanel,
  values: ValuesPanel,
  settings: SettingsPanel,
};

const mostRan = 200;

function Builder({ workspace, draft, onDiscard }: { workspace: string; draft: AppDraft; onDiscard: () => Promise<void> }): ReactNode {
  const me = useMe();
  const queryClient = useQueryClient();
  const [store] = useState(() => createEditor(workspace, draft));
  useEffect(() => store.getState().attach(), [store]);
  const { people, hear, say } = usePresence(store);
  useRoom(workspace, `app:${draft.path}`, {
    onAppChanged: ({ seq }) => store.getState().catchUp(seq),
    onAppPresence: hear,
    onJoined: () => {
      store.getState().catchUp();
      say();
    },
  });
  const { session, page: pageId, mode, panel } = useStore(store);
  const page = session.document.pages.find(({ id }) => id === pageId);
  const [ran, setRan] = useState<readonly RanEntry[]>([]);
  const onRan = useCallback((entry: RanEntry) => setRan((before) => [...before, entry].slice(-mostRan)), []);
  const user = useMemo(() => ({ username: me.name, name: me.name, email: me.email, groups: [], is_signed_in: true }), [me]);
  const runtime = useCanvasPage({
    workspace,
    path: draft.path,
    document: session.document,
    page,
    isEditing: mode === 'edit',
    user,
    onGo: (id) => store.getState().show({ page: id }),
    onRan,
  });
  useBuilderKeys(store);
  useWidePage();
  const context = useMemo(() => ({ store, runtime }), [store, runtime]);
  const host = useMemo(
    (): ViewHost | null =>
      runtime ? viewHost(workspace, runtime, (action) => formOfAction(queryClient, workspace, draft.path, store.getState().session.document, action)) : null,
    [workspace, draft.path, runtime, store, queryClient],
  );
  const Panel = panel === null ? null : panelContents[panel];
  return (
    <EditorProvider value={context}>
      <PeopleProvider value={people}>
        <Page layout="fill" isFlush header={<BuilderHeader onDiscard={onDiscard} />}>
          <DragLayer>
            <div className={classes.builder} data-mode={mode}>
              <nav className={classes.rail} aria-label="Panels">
                {panels.map(({ id, label, icon: PanelIcon }) => (
                  <IconButton
                    key={id}
                    label={label}
                    icon={<PanelIcon />}
                    isActive={panel === id}
                    onClick={() => store.getState().show({ panel: panel === id ? null : id })}
                  />
                ))}
              </nav>
              {Panel && mode === 'edit' && (
                <aside className={classes.panel} data-panel={panel} aria-label={panels.find(({ id }) => id === panel)?.label}>
                  <Panel />
                </aside>
              )}
              <div className={classes.centre}>
                {page && <Canvas runtime={runtime} page={page} host={host} />}
                <Dock ran={ran} />
                <StatusBar />
              </div>
              {mode === 'edit' && (
                <aside className={classes.inspector} data-inspector aria-label="What is selected">
                  <Inspector />
                </aside>
              )}
            </div>
          </DragLayer>
          <QuestionDialog />
          <LeaveBuilder />
        </Page>
      </PeopleProvider>
    </EditorProvider>
  );
}
