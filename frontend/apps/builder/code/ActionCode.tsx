import { Button, Switch } from '@mantine/core';
import { IconArrowUpRight, IconMaximize } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { inlineCodePath, type InlineAction } from '../../../../backend/apps/core/inline-code.ts';
import { useSignature } from '../../../scripts/editor/useSignature.ts';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { LanguageIcon } from '../../../ui/KindIcon.tsx';
import { useEditor } from '../editor-context.ts';
import classes from './ActionCode.module.css';
import { CodeWindow } from './CodeWindow.tsx';
import { PromoteDialog } from './PromoteDialog.tsx';

type Props = { action: InlineAction; problems: readonly AppProblem[]; onRun: (run: InlineAction['run'], isTyped: boolean) => void };

/** The code of an action that holds its own: a look at it here, room to write and test it in a window, and the way to a script of the workspace. */
export function ActionCode({ action, problems, onRun }: Props): ReactNode {
  const { workspace, path } = useEditor((editor) => editor);
  const { id, run } = action;
  const [isLarge, setLarge] = useState(false);
  const [isPromoting, setPromoting] = useState(false);
  const signature = useSignature(workspace, inlineCodePath(path, id), run.language, run.content);
  const write = (content: string): void => {
    if (content !== run.content) onRun({ ...run, content }, true);
  };
  return (
    <div className={classes.code}>
      <div className={classes.head}>
        <LanguageIcon language={run.language} withName />
        <Button size="xs" variant="subtle" leftSection={<IconMaximize aria-hidden />} onClick={() => setLarge(true)}>
          Edit and test
        </Button>
      </div>
      <div className={classes.small}>
        {!isLarge && (
          <CodeEditor value={run.content} onChange={write} language={run.language} label={`Code of ${id}`} diagnostics={signature.diagnostics} height="fill" />
        )}
      </div>
      {problems.map(({ code, message }) => (
        <p key={code} className={classes.problem}>
          {message}
        </p>
      ))}
      <Switch
        size="xs"
        label="Changes nothing"
        description="It may then run whenever what it reads changes"
        checked={run.is_read_only === true}
        onChange={(event) => onRun({ ...run, is_read_only: event.currentTarget.checked ? true : undefined }, false)}
      />
      <Button size="xs" variant="default" leftSection={<IconArrowUpRight aria-hidden />} onClick={() => setPromoting(true)}>
        Make it a script of the workspace
      </Button>
      {isLarge && <CodeWindow action={action} signature={signature} onWrite={write} onClose={() => setLarge(false)} />}
      {isPromoting && <PromoteDialog action={action} onClose={() => setPromoting(false)} />}
    </div>
  );
}
