import { Button } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LanguageIcon } from '../../../ui/KindIcon.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { AddActionDialog } from './AddActionDialog.tsx';
import classes from './Dock.module.css';

const triggers = { manual: 'by an event', on_load: 'when the page opens', on_change: 'when what it reads changes' } as const;

/** What the app runs. */
export function ActionsDock(): ReactNode {
  const store = useEditorStore();
  const actions = useEditor(({ session }) => session.document.actions);
  const selected = useEditor(({ selection }) => (selection.kind === 'action' ? selection.id : null));
  const [isAdding, setIsAdding] = useState(false);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus aria-hidden />} data-add-action onClick={() => setIsAdding(true)}>
      Add an action
    </Button>
  );
  return (
    <>
      {actions.length === 0 ? (
        <EmptyState
          icon={<IconBolt />}
          title="An action runs a script, a flow, an agent or code of its own: to load what is shown, or when a button is pressed."
          action={add}
        />
      ) : (
        <>
          <ul className={classes.list}>
            {actions.map(({ id, run, trigger, run_as: runAs }) => (
              <li key={id}>
                <button type="button" className={classes.row} aria-pressed={selected === id} onClick={() => store.getState().select({ kind: 'action', id })}>
                  <span className={classes.name}>{id}</span>
                  {run.kind === 'inline' ? (
                    <span className={classes.words}>
                      <LanguageIcon language={run.language} withName />
                    </span>
                  ) : (
                    <span className={classes.path}>{run.path}</span>
                  )}
                  <span className={classes.words}>
                    {triggers[trigger]}
                    {runAs === 'author' ? ', as whoever releases' : ''}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className={classes.foot}>{add}</div>
        </>
      )}
      <AddActionDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </>
  );
}
