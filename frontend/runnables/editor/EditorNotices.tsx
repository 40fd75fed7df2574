import { Button, Modal } from '@mantine/core';
import { IconCircleCheck, IconGitMerge, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { nameOfActor } from '../../runs/run-words.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import { pages, type RunnableKind } from '../runnable.ts';
import classes from './EditorNotices.module.css';
import type { Deployed, DeployedItem } from './useDeployed.ts';

type NewerProps<Document, Item> = {
  editor: Pick<Deployed<Document, Item>, 'newer' | 'version' | 'isChanged' | 'keepMine' | 'takeDeployed'>;
  /** What is edited: "code", "flow". */
  noun: string;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** From what was deployed meanwhile to what is in the editor. */
  renderDifferences: (newer: Item) => ReactNode;
};

/** Somebody deployed another version while this one was edited: look, then choose. Nothing is lost by looking. */
export function NewerVersion<Document, Item extends DeployedItem>({ editor, noun, isOpen, setOpen, renderDifferences }: NewerProps<Document, Item>): ReactNode {
  const [error, setError] = useState<unknown>(null);
  const { newer, version, isChanged } = editor;
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
        {nameOfActor(newer.created_by)} deployed version {newer.version} <RelativeTime at={newer.created_at} />; you began from version {version}.
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
          {isOpen && renderDifferences(newer)}
          <div className={classes.choices}>
            <Button color="red" onClick={take}>
              Discard my changes, take version {newer.version}
            </Button>
            <Button variant="filled" onClick={keep}>
              Keep my {noun}, on top of version {newer.version}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}

type DraftFoundProps = {
  editor: Pick<Deployed<never, never>, 'version' | 'takeDeployed'>;
  onDismiss: () => void;
  /** From what is deployed to the draft. */
  renderDifferences: () => ReactNode;
};

/** A draft was found and is what the editor shows. */
export function DraftFound({ editor, onDismiss, renderDifferences }: DraftFoundProps): ReactNode {
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
          {isAsking && renderDifferences()}
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

type DeployedNoticeProps = { workspace: string; kind: RunnableKind; path: string; version: number; openWords: string; onDismiss: () => void };

/** It worked. */
export function DeployedNotice({ workspace, kind, path, version, openWords, onDismiss }: DeployedNoticeProps): ReactNode {
  return (
    <div className={classes.notice} data-tone="succeeded" role="status">
      <IconCircleCheck aria-hidden className={classes.icon} />
      <p className={classes.words}>
        Version {version} is deployed.{' '}
        <Link to={pages[kind].one} params={{ workspace, _splat: path }}>
          {openWords}
        </Link>
      </p>
      <IconButton label="Dismiss" icon={<IconX />} onClick={onDismiss} />
    </div>
  );
}
