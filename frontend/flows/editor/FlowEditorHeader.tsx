import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlayerPlay, IconRocket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EditorHead } from '../../runnables/editor/EditorHead.tsx';
import { ProblemsButton } from '../../runnables/editor/ProblemsButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { KindIcon } from '../../ui/KindIcon.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { ProblemList } from './panel/ProblemList.tsx';
import type { EditorPage } from './state/useEditorPage.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';

/** Props of {@link FlowEditorHeader}. */
export type FlowEditorHeaderProps = { editor: FlowEditor; page: EditorPage; onDeploy: () => void };

/** What is edited, how far it is from what runs, and what one can do with it. */
export function FlowEditorHeader({ editor, page, onDeploy }: FlowEditorHeaderProps): ReactNode {
  const { workspace, path, document, version } = editor;
  const canDeploy = version === 0 || editor.isChanged;
  const run = (): void => page.startTest();
  useShortcut('mod+enter', 'Run the flow', run);
  useShortcut('mod+s', 'Deploy', () => canDeploy && onDeploy());
  useShortcut('mod+z', 'Undo', editor.undo);
  useShortcut('mod+shift+z', 'Redo', editor.redo);
  const tools = (
    <>
      <IconButton
        label={editor.undoLabel === null ? 'Undo' : `Undo: ${editor.undoLabel}`}
        shortcut="mod+z"
        variant="subtle"
        icon={<IconArrowBackUp />}
        disabled={editor.undoLabel === null}
        onClick={editor.undo}
      />
      <IconButton
        label={editor.redoLabel === null ? 'Redo' : `Redo: ${editor.redoLabel}`}
        shortcut="mod+shift+z"
        variant="subtle"
        icon={<IconArrowForwardUp />}
        disabled={editor.redoLabel === null}
        onClick={editor.redo}
      />
      <SegmentedControl
        size="xs"
        aria-label="View of the flow"
        value={page.isText ? 'yaml' : 'graph'}
        onChange={(next) => page.setText(next === 'yaml')}
        data={[
          { value: 'graph', label: 'Graph' },
          { value: 'yaml', label: 'YAML' },
        ]}
      />
      <Problems editor={editor} page={page} />
    </>
  );
  return (
    <EditorHead
      workspace={workspace}
      kind="flow"
      path={path}
      summary={document.summary}
      icon={<KindIcon kind="flow" />}
      state={editor}
      backLabel="Open the flow"
      tools={tools}
    >
      <Button leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} onClick={run} loading={page.test.isStarting}>
        Run
      </Button>
      <Button variant="filled" leftSection={<IconRocket />} rightSection={<Kbd keys="mod+s" />} onClick={onDeploy} disabled={!canDeploy}>
        Deploy
      </Button>
    </EditorHead>
  );
}

/** What the check has to say about the whole flow; each line leads to its step. */
function Problems({ editor, page }: { editor: FlowEditor; page: EditorPage }): ReactNode {
  const { problems } = page.check;
  return (
    <ProblemsButton problems={problems}>
      {(close) => (
        <ProblemList
          problems={problems}
          onOpen={({ step }) => {
            close();
            page.setPane('panel');
            if (step === null) page.setTab('settings');
            editor.select(step);
          }}
        />
      )}
    </ProblemsButton>
  );
}
