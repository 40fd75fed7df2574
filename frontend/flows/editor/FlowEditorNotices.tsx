import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import classes from '../../runnables/editor/EditorNotices.module.css';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { messageOf } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { FlowDocument } from './document/flow-document.ts';
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
