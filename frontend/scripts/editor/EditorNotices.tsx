import { Button } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from '../../runnables/editor/EditorNotices.module.css';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { messageOf } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

type Code = { content: string; language: string };

/** The differences of the code of two states of a script. `same`: what is said where there are none. */
export function SourceDiff({ before, after, label, same }: { before: Code; after: Code; label: string; same: string }): ReactNode {
  return before.content === after.content ? (
    <p className={classes.quiet}>{same}</p>
  ) : (
    <CodeDiff before={before.content} after={after.content} language={after.language} label={label} />
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
