import { Button, Popover, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconPlayerPlay, IconRocket, IconRoute } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { formatPlural } from '../../ui/format.ts';
import { splitPath } from '../../ui/item-path.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { usePageTitle } from '../../ui/PageHeader.tsx';
import { PathText } from '../../ui/PathField.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { RelativeTime } from '../../ui/Values.tsx';
import classes from './FlowEditorHeader.module.css';
import { ProblemList } from './panel/ProblemList.tsx';
import type { EditorPage } from './state/useEditorPage.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';

/** Props of {@link FlowEditorHeader}. */
export type FlowEditorHeaderProps = { editor: FlowEditor; page: EditorPage; onDeploy: () => void };

/** What is edited, how far it is from what runs, and what one can do with it. */
export function FlowEditorHeader({ editor, page, onDeploy }: FlowEditorHeaderProps): ReactNode {
  const navigate = useNavigate();
  const { workspace, path, document, version } = editor;
  const name = splitPath(path).name;
  usePageTitle(`Edit ${document.summary || name}`);
  const canDeploy = version === 0 || editor.isChanged;
  const run = (): void => page.startTest();
  useShortcut('mod+enter', 'Run the flow', run);
  useShortcut('mod+s', 'Deploy', () => canDeploy && onDeploy());
  useShortcut('mod+z', 'Undo', editor.undo);
  useShortcut('mod+shift+z', 'Redo', editor.redo);
  return (
    <header className={classes.header}>
      {version > 0 && (
        <IconButton
          label="Open the flow"
          icon={<IconArrowLeft />}
          onClick={() => void navigate({ to: '/w/$workspace/flows/$', params: { workspace, _splat: path } })}
        />
      )}
      <div className={classes.words}>
        <h1 className={classes.title}>
          <span className={classes.icon}>
            <IconRoute aria-hidden />
          </span>
          <span className="truncate">{document.summary || name}</span>
        </h1>
        <p className={classes.facts}>
          <PathText path={path} />
          <DraftWords editor={editor} />
        </p>
      </div>
      <div className={classes.tools}>
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
      </div>
      <div className={classes.actions}>
        <Button leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} onClick={run} loading={page.test.isStarting}>
          Run
        </Button>
        <Button variant="filled" leftSection={<IconRocket />} rightSection={<Kbd keys="mod+s" />} onClick={onDeploy} disabled={!canDeploy}>
          Deploy
        </Button>
      </div>
    </header>
  );
}

/** What the check has to say about the whole flow; each line leads to its step. */
function Problems({ editor, page }: { editor: FlowEditor; page: EditorPage }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { problems } = page.check;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (problems.length === 0) return null;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={420} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          className={classes.problems}
          data-severity={errors > 0 ? 'error' : 'warning'}
          leftSection={<IconAlertTriangle />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {errors > 0 ? formatPlural(errors, 'problem') : formatPlural(problems.length, 'warning')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.problemList}>
        <ProblemList
          problems={problems}
          onOpen={({ step }) => {
            setOpen(false);
            page.setPane('panel');
            if (step === null) page.setTab('settings');
            editor.select(step);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** How far the flow is from what runs, and whether it is safe. */
function DraftWords({ editor }: { editor: FlowEditor }): ReactNode {
  const { version, isChanged } = editor;
  const { state, savedAt } = editor.draft.saving;
  if (state === 'failed')
    return (
      <span className={classes.failed} role="alert">
        The draft could not be saved; it is tried again.
      </span>
    );
  if (!isChanged) return <span>{version === 0 ? 'New, not deployed' : `Version ${version}, as deployed`}</span>;
  return (
    <span role="status">
      <span className={classes.dot} aria-hidden />
      {version === 0 ? 'New draft' : `Draft on version ${version}`}
      {state === 'saved' ? (
        savedAt ? (
          <>
            , saved <RelativeTime at={savedAt} />
          </>
        ) : (
          ', saved'
        )
      ) : (
        ', saving…'
      )}
    </span>
  );
}
