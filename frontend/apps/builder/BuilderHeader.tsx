import { Button, SegmentedControl } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDots,
  IconExternalLink,
  IconHistory,
  IconRocket,
  IconTrash,
  IconUserSearch,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { ActionMenu, type Action } from '../../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { useEditor, useEditorStore } from './editor-context.ts';
import { PresentPeople } from './presence/PresentPeople.tsx';
import { PreviewAsDialog } from './PreviewAsDialog.tsx';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { VersionsDialog } from './VersionsDialog.tsx';
import classes from './Builder.module.css';

const savings = { saved: 'Saved', saving: 'Saving …', failed: 'Not saved: trying again' } as const;

/** Above the canvas: undo, widths, preview, release. */
export function BuilderHeader({ onDiscard }: { onDiscard: () => Promise<void> }): ReactNode {
  const store = useEditorStore();
  const [isReleasing, setIsReleasing] = useState(false);
  const [dialog, setDialog] = useState<'versions' | 'preview' | 'discard' | null>(null);
  const { path, workspace } = { path: useEditor((editor) => editor.path), workspace: useEditor((editor) => editor.workspace) };
  const summary = useEditor((editor) => editor.summary);
  const mode = useEditor((editor) => editor.mode);
  const width = useEditor((editor) => editor.width);
  const saving = useEditor((editor) => editor.saving);
  const live = useEditor((editor) => editor.liveVersion);
  const [undoTitle, redoTitle] = [useEditor(({ session }) => session.undo.at(-1)?.title), useEditor(({ session }) => session.redo.at(-1)?.title)];
  const more: Action[] = [
    { id: 'versions', label: 'Releases', icon: <IconHistory />, perform: () => setDialog('versions') },
    { id: 'preview', label: 'Preview as …', icon: <IconUserSearch />, perform: () => setDialog('preview') },
    {
      id: 'discard',
      label: live === null ? 'Delete app' : 'Discard changes',
      icon: <IconTrash />,
      isDanger: true,
      isFirstOfGroup: true,
      perform: () => setDialog('discard'),
    },
  ];
  useShortcut('mod+s', 'Release', () => setIsReleasing(true));
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>{summary === '' ? path : summary}</h1>
      <span className={classes.saving} role="status" data-saving={saving}>
        {savings[saving]}
      </span>
      <PresentPeople />
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
      <ActionMenu actions={more} target={<IconButton label="More about this app" icon={<IconDots />} variant="default" size={30} />} />
      <Button size="xs" variant="filled" leftSection={<IconRocket aria-hidden />} onClick={() => setIsReleasing(true)}>
        Release
      </Button>
      <ReleaseDialog isOpen={isReleasing} onClose={() => setIsReleasing(false)} />
      <PreviewAsDialog isOpen={dialog === 'preview'} onClose={() => setDialog(null)} />
      <VersionsDialog isOpen={dialog === 'versions'} onClose={() => setDialog(null)} />
      <ConfirmDialog
        isOpen={dialog === 'discard'}
        onClose={() => setDialog(null)}
        title={live === null ? `Throw ${path} away?` : `Discard the changes of ${path}?`}
        confirmLabel={live === null ? 'Delete app' : 'Discard changes'}
        onConfirm={onDiscard}
      >
        {live === null
          ? 'It was never released, so nothing of it is left then. Everybody who edits it loses it.'
          : `Everything since version ${live} is lost, also what others did. Viewers notice nothing.`}
      </ConfirmDialog>
    </header>
  );
}
