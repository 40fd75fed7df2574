import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { InputTransforms } from '../../../../backend/flows/flow.contract.ts';
import { pages, type RunnableKind } from '../../../runnables/runnable.ts';
import { InsertMenu, type ScreenPoint } from '../insert/InsertMenu.tsx';
import { InputsForm } from '../inputs/InputsForm.tsx';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

/** What a step runs that stands elsewhere, and its inputs. */
export function RunnablePart(): ReactNode {
  const { step, check } = useStep();
  const { value } = step;
  const transforms = ('input_transforms' in value ? value.input_transforms : undefined) as InputTransforms | undefined;
  return (
    <>
      {(value.type === 'script' || value.type === 'flow') && <Target kind={value.type} path={value.path} />}
      {value.type === 'aiagent' && <Target kind="agent" path={value.agent || null} />}
      <InputsForm schema={check.inputs[step.id]} transforms={transforms ?? {}} isLoading={!check.isSettled && check.error === null} />
    </>
  );
}

/** `path` is null for an agent that stands in the flow. */
function Target({ kind, path }: { kind: RunnableKind; path: string | null }): ReactNode {
  const { editor, step, pointer } = useStep();
  const [at, setAt] = useState<ScreenPoint | null>(null);
  return (
    <div className={classes.target}>
      {path === null ? (
        <span>An agent of its own</span>
      ) : (
        <Link to={pages[kind].one} params={{ workspace: editor.workspace, _splat: path }} className={classes.link} target="_blank">
          <code>{path}</code> <IconExternalLink aria-label="opens in a new tab" />
        </Link>
      )}
      <Button
        size="xs"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom });
        }}
      >
        {path === null ? 'Choose a deployed one' : 'Choose another'}
      </Button>
      {at && (
        <InsertMenu
          workspace={editor.workspace}
          at={at}
          label="What to run"
          kinds="runnables"
          onClose={() => setAt(null)}
          onPick={(entry) => {
            setAt(null);
            const [made] = entry.make(new Set());
            if (!made) return;
            const transforms = 'input_transforms' in step.value ? step.value.input_transforms : {};
            editor.run({ do: 'set_flow', field: [...pointer.split('/').slice(1), 'value'], value: { ...made.value, input_transforms: transforms } });
          }}
        />
      )}
    </div>
  );
}
