import { Button } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay, IconRocket } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { splitPath } from '../../ui/item-path.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { LanguageIcon } from '../../ui/KindIcon.tsx';
import { usePageTitle } from '../../ui/PageHeader.tsx';
import { PathText } from '../../ui/PathField.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import classes from './EditorHeader.module.css';
import type { ScriptEditor } from './useScriptEditor.ts';

/** Props of {@link EditorHeader}. */
export type EditorHeaderProps = { workspace: string; editor: ScriptEditor; hasMain: boolean; isStarting: boolean; onTest: () => void; onDeploy: () => void };

/** What is edited, how far it is from what runs, and the two things to do with it. */
export function EditorHeader({ workspace, editor, hasMain, isStarting, onTest, onDeploy }: EditorHeaderProps): ReactNode {
  const navigate = useNavigate();
  const { path, source, version } = editor;
  const name = splitPath(path).name;
  usePageTitle(`Edit ${source.summary || name}`);
  return (
    <header className={classes.header}>
      {version > 0 && <IconButton label="Open the script's form" icon={<IconArrowLeft />} onClick={() => void navigate({ to: '/w/$workspace/scripts/$', params: { workspace, _splat: path } })} />}
      <div className={classes.words}>
        <h1 className={classes.title}>
          <LanguageIcon language={source.language} />
          <span className="truncate">{source.summary || name}</span>
        </h1>
        <p className={classes.facts}>
          <PathText path={path} />
          <DraftWords editor={editor} />
        </p>
      </div>
      <div className={classes.actions}>
        <Button leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} onClick={onTest} loading={isStarting} disabled={!hasMain}>
          Test
        </Button>
        <Button variant="filled" leftSection={<IconRocket />} rightSection={<Kbd keys="mod+s" />} onClick={onDeploy} disabled={version > 0 && !editor.isChanged}>
          Deploy
        </Button>
      </div>
    </header>
  );
}

/** How far the code is from what runs, and whether it is safe. */
function DraftWords({ editor }: { editor: ScriptEditor }): ReactNode {
  const { version, isChanged } = editor;
  const { state, savedAt } = editor.draft.saving;
  if (state === 'failed') return <span className={classes.failed} role="alert">The draft could not be saved; it is tried again.</span>;
  if (!isChanged) return <span>{version === 0 ? 'New, not deployed' : `Version ${version}, as deployed`}</span>;
  return (
    <span role="status">
      <span className={classes.dot} aria-hidden />
      {version === 0 ? 'New draft' : `Draft on version ${version}`}
      {state === 'saved' ? savedAt ? <>, saved <RelativeTime at={savedAt} /></> : ', saved' : ', saving…'}
    </span>
  );
}
