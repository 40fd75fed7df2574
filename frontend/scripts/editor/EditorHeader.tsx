import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRocket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EditorHead } from '../../runnables/editor/EditorHead.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { LanguageIcon } from '../../ui/KindIcon.tsx';
import type { ScriptEditor } from './useScriptEditor.ts';

/** Props of {@link EditorHeader}. */
export type EditorHeaderProps = { workspace: string; editor: ScriptEditor; hasMain: boolean; isStarting: boolean; onTest: () => void; onDeploy: () => void };

/** What is edited, how far it is from what runs, and the two things to do with it. */
export function EditorHeader({ workspace, editor, hasMain, isStarting, onTest, onDeploy }: EditorHeaderProps): ReactNode {
  const { path, source, version } = editor;
  return (
    <EditorHead
      workspace={workspace}
      kind="script"
      path={path}
      summary={source.summary}
      icon={<LanguageIcon language={source.language} />}
      state={editor}
      backLabel="Open the script's form"
    >
      <Button leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} onClick={onTest} loading={isStarting} disabled={!hasMain}>
        Test
      </Button>
      <Button variant="filled" leftSection={<IconRocket />} rightSection={<Kbd keys="mod+s" />} onClick={onDeploy} disabled={version > 0 && !editor.isChanged}>
        Deploy
      </Button>
    </EditorHead>
  );
}
