import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconGitMerge, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { nameOfActor } from '../../runs/run-words.ts';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { ErrorNotice, messageOf } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import classes from './EditorNotices.module.css';
import type { ScriptEditor } from './useScriptEditor.ts';

/** Somebody deployed another version while this one was edited: look, then choose. Nothing is lost by looking. */
export function NewerVersion({ editor, isOpen, setOpen }: { editor: ScriptEditor; isOpen: boolean; setOpen: (isOpen: boolean) => void }): ReactNode {
  const [error, setError] = useState<unknown>(null);
  const { newer, source, isChanged } = editor;
  if (!newer) return null;
  const take = (): void => {
    setOpen(false);
    editor.takeDeployed().catch(setError);
  };
  const keep = (): void => {
    setOpen(false);
    editor.keepMine();
  };
  return (
    <div className={classes.notice} data-tone="waiting" role="status">
      <IconGitMerge aria-hidden className={classes.icon} />
      <p className={classes.words}>
        {nameOfActor(newer.created_by)} deployed version {newer.version} <RelativeTime at={newer.created_at} />; you began from version {editor.version}.
        {newer.message && <span className={classes.quiet}> “{newer.message}”</span>}
      </p>
      <Button size="xs" onClick={() => setOpen(true)}>
        Show differences
      </Button>
      {!isChanged && (
        <Button size="xs" onClick={take}>
          Go to version {newer.version}
        </Button>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`From version ${newer.version} to what is in the editor`} size="min(1120px, 94vw)">
        <div className={classes.dialog}>
          {newer.content === source.content ? (
            <p className={classes.quiet}>The code is the same.</p>
          ) : (
            <CodeDiff before={newer.content} after={source.content} language={source.language} label={`Differences from version ${newer.version}`} />
          )}
          <div className={classes.choices}>
            <Button color="red" onClick={take}>
              Discard my changes, take version {newer.version}
            </Button>
            <Button variant="filled" onClick={keep}>
              Keep my code, on top of version {newer.version}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}

/** A draft was found and is what the editor shows. */
export function DraftFound({ editor, onDismiss }: { editor: ScriptEditor; onDismiss: () => void }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return (
    <div className={classes.notice} role="status">
      <p className={classes.words}>You go on with your draft: it is not deployed yet.</p>
      <Button size="xs" onClick={() => setAsking(true)}>
        Show differences
      </Button>
      <IconButton label="Dismiss" icon={<IconX />} onClick={onDismiss} />
      {error !== null && <ErrorNotice error={error} />}
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`From version ${editor.version} to your draft`} size="min(1120px, 94vw)">
        <div className={classes.dialog}>
          {editor.base.content === editor.source.content ? (
            <p className={classes.quiet}>The code is the same; the settings differ.</p>
          ) : (
            <CodeDiff before={editor.base.content} after={editor.source.content} language={editor.source.language} label="What the draft changes" />
          )}
          <div className={classes.choices}>
            <Button
              color="red"
              onClick={() => {
                setAsking(false);
                editor.takeDeployed().then(onDismiss, setError);
              }}
            >
              Discard draft
            </Button>
            <Button variant="filled" onClick={() => setAsking(false)}>
              Keep editing
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}

/** A refused deploy that is about a line of the code. */
export function DeployRefused({ error, line, onGoTo, onDismiss }: { error: unknown; line: number; onGoTo: () => void; onDismiss: () => void }): ReactNode {
  return (
    <div className={classes.notice} data-tone="failed" role="alert">
      <IconAlertTriangle aria-hidden className={classes.icon} />
      <p className={classes.words}>{messageOf(error)}</p>
      <Button size="xs" onClick={onGoTo}>
        Go to line {line}
      </Button>
      <IconButton label="Dismiss" icon={<IconX />} onClick={onDismiss} />
    </div>
  );
}

/** It worked. */
export function DeployedNotice({
  workspace,
  path,
  version,
  onDismiss,
}: {
  workspace: string;
  path: string;
  version: number;
  onDismiss: () => void;
}): ReactNode {
  return (
    <div className={classes.notice} data-tone="succeeded" role="status">
      <IconCircleCheck aria-hidden className={classes.icon} />
      <p className={classes.words}>
        Version {version} is deployed.{' '}
        <Link to="/w/$workspace/scripts/$" params={{ workspace, _splat: path }}>
          Open its form
        </Link>
      </p>
      <IconButton label="Dismiss" icon={<IconX />} onClick={onDismiss} />
    </div>
  );
}
