import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconExternalLink, IconRocket } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { useEditor, useEditorStore } from './editor-context.ts';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import classes from './Builder.module.css';

const savings = { saved: 'Saved', saving: 'Saving …', failed: 'Not saved: trying again' } as const;

/** Above the canvas: undo, widths, preview, release. */
export function BuilderHeader(): ReactNode {
  const store = useEditorStore();
  const [isReleasing, setIsReleasing] = useState(false);
  const { path, workspace } = { path: useEditor((editor) => editor.path), workspace: useEditor((editor) => editor.workspace) };
  const summary = useEditor((editor) => editor.summary);
  const mode = useEditor((editor) => editor.mode);
  const width = useEditor((editor) => editor.width);
  const saving = useEditor((editor) => editor.saving);
  const live = useEditor((editor) => editor.liveVersion);
  const [undoTitle, redoTitle] = [useEditor(({ session }) => session.undo.at(-1)?.title), useEditor(({ session }) => session.redo.at(-1)?.title)];
  useShortcut('mod+s', 'Release', () => setIsReleasing(true));
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>{summary === '' ? path : summary}</h1>
      <span className={classes.saving} role="status" data-saving={saving}>
        {savings[saving]}
      </span>
      <span className={classes.tools}>
        <IconButton
          label={undoTitle === undefined ? 'Undo' : `Undo: ${undoTitle}`}
          icon={<IconArrowBackUp />}
          disabled={undoTitle === undefined}
          onClick={() => store.getState().undo()}
        />
        <IconButton
          label={redoTitle === undefined ? 'Redo' : `Redo: ${redoTitle}`}
          icon={<IconArrowForwardUp />}
          disabled={redoTitle === undefined}
          onClick={() => store.getState().redo()}
        />
        <IconButton label="Wide" icon={<IconDeviceDesktop />} isActive={width === 'base'} onClick={() => store.getState().show({ width: 'base' })} />
        <IconButton label="Tablet" icon={<IconDeviceTablet />} isActive={width === 'medium'} onClick={() => store.getState().show({ width: 'medium' })} />
        <IconButton label="Phone" icon={<IconDeviceMobile />} isActive={width === 'narrow'} onClick={() => store.getState().show({ width: 'narrow' })} />
      </span>
      <SegmentedControl
        size="xs"
        aria-label="Mode"
        data={[
          { value: 'edit', label: 'Edit' },
          { value: 'preview', label: 'Preview' },
        ]}
        value={mode}
        onChange={(next) => store.getState().show({ mode: next as 'edit' | 'preview' })}
      />
      {live !== null && (
        <Button component="a" href={`/a/${workspace}/${path}`} target="_blank" size="xs" variant="default" leftSection={<IconExternalLink aria-hidden />}>
          Version {live}
        </Button>
      )}
      <Button size="xs" variant="filled" leftSection={<IconRocket aria-hidden />} onClick={() => setIsReleasing(true)}>
        Release
      </Button>
      <ReleaseDialog isOpen={isReleasing} onClose={() => setIsReleasing(false)} />
    </header>
  );
}
