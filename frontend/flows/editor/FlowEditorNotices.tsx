import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconGitMerge, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { nameOfActor } from '../../runs/run-words.ts';
import classes from '../../scripts/editor/EditorNotices.module.css';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { ErrorNotice, messageOf } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import type { FlowDocument } from './document/flow-document.ts';
import { documentOf } from './state/flow-source.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';
import { writeYaml } from './text/yaml-text.ts';

/** The differences of two flows as text. */
export function FlowTextDiff({ before, after, label, maxHeight }: { before: FlowDocument; after: FlowDocument; label: string; maxHeight?: number }): ReactNode {
  const [one, other] = useMemo(() => [writeYaml(before), writeYaml(after)], [before, after]);
  return one === other ? (
    <p className={classes.quiet}>Both say the same.</p>
  ) : (
    <CodeDiff before={one} after={other} language="yaml" label={label} maxHeight={maxHeight} />
  );
}

/** Somebody deployed another version while this one was edited: look, then choose. Nothing is lost by looking. */
export function NewerFlow({ editor }: { editor: FlowEditor }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { newer, document, isChanged } = editor;
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
          {isOpen && <FlowTextDiff before={documentOf(newer)} after={document} label={`Differences from version ${newer.version}`} />}
          <div className={classes.choices}>
            <Button color="red" onClick={take}>
              Discard my changes, take version {newer.version}
            </Button>
            <Button variant="filled" onClick={keep}>
              Keep my flow, on top of version {newer.version}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}

/** A draft was found and is what the editor shows. */
export function FlowDraftFound({ editor, onDismiss }: { editor: FlowEditor; onDismiss: () => void }): ReactNode {
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
          {isAsking && <FlowTextDiff before={editor.base} after={editor.document} label="What the draft changes" />}
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

/** It worked. */
export function DeployedFlowNotice({ editor, version, onDismiss }: { editor: FlowEditor; version: number; onDismiss: () => void }): ReactNode {
  return (
    <div className={classes.notice} data-tone="succeeded" role="status">
      <IconCircleCheck aria-hidden className={classes.icon} />
      <p className={classes.words}>
        Version {version} is deployed.{' '}
        <Link to="/w/$workspace/flows/$" params={{ workspace: editor.workspace, _splat: editor.path }}>
          Open the flow
        </Link>
      </p>
      <IconButton label="Dismiss" icon={<IconX />} onClick={onDismiss} />
    </div>
  );
}

/** Something that could not be done to the flow, or a test that could not be started. */
export function Refusal({ editor, testError }: { editor: FlowEditor; testError: unknown }): ReactNode {
  if (editor.refusal !== null) {
    return (
      <div className={classes.notice} data-tone="failed" role="alert">
        <IconAlertTriangle aria-hidden className={classes.icon} />
        <p className={classes.words}>{editor.refusal}</p>
        <IconButton label="Dismiss" icon={<IconX />} onClick={editor.dismissRefusal} />
      </div>
    );
  }
  if (testError === null || testError === undefined) return null;
  return (
    <div className={classes.notice} data-tone="failed" role="alert">
      <IconAlertTriangle aria-hidden className={classes.icon} />
      <p className={classes.words}>The test did not start. {messageOf(testError)}</p>
    </div>
  );
}
