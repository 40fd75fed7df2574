import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AppAction } from '../../../../backend/apps/app.contract.ts';
import { freeId } from '../../../../backend/apps/core/ids.ts';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import { useEditorStore } from '../editor-context.ts';
import classes from './Dock.module.css';

const nothing = { kind: 'script', path: '' } as const;

/** Picks what an action runs; the rest is set beside the canvas. */
export function AddActionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const store = useEditorStore();
  const [target, setTarget] = useState<AppAction['run'] & { kind: 'script' | 'flow' }>(nothing);
  const add = (): void => {
    const { session, perform, select, show } = store.getState();
    const name = target.path.split('/').at(-1) ?? 'action';
    const wish = name
      .replace(/[^A-Za-z0-9_]+(.)?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? '')
      .replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
    const id = freeId(session.document, /^[A-Za-z_]/.test(wish) ? wish : `run${wish}`);
    const action: AppAction = { id, run: target, args: {}, trigger: 'manual', run_as: 'viewer' };
    if (perform({ do: 'put_action', action }, `Add action ${id}`)) {
      select({ kind: 'action', id });
      show({ dock: 'actions' });
    }
    setTarget(nothing);
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add an action">
      <div className={classes.dialog}>
        <RunnableField label="What it runs" value={target} onChange={setTarget} />
        <Button variant="filled" disabled={target.path === ''} onClick={add}>
          Add action
        </Button>
      </div>
    </Modal>
  );
}
