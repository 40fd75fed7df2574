import { Button, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AppAction, AppRun } from '../../../../backend/apps/app.contract.ts';
import { freeId } from '../../../../backend/apps/core/ids.ts';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import type { RunnableTarget } from '../../../runnables/runnable.ts';
import { languagesQuery } from '../../../scripts/scripts.api.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import classes from './Dock.module.css';

type Kind = 'script' | 'flow' | 'agent';
const kinds: readonly Kind[] = ['script', 'flow', 'agent'];
const nothing: RunnableTarget<Kind> = { kind: 'script', path: '' };

/** A name for expressions, of words or of the name of a script: `refund_order` gives `refundOrder`. */
function idOf(words: string): string {
  const wish = words
    .replace(/[^A-Za-z0-9_]+(.)?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? '')
    .replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return /^[A-Za-z_]/.test(wish) ? wish : `run${wish}`;
}

/** Picks what an action runs, or begins code of its own; the rest is set beside the canvas. */
export function AddActionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const store = useEditorStore();
  const [from, setFrom] = useState<'workspace' | 'code'>('workspace');
  const [target, setTarget] = useState(nothing);
  const add = (words: string, run: AppRun): void => {
    const { session, perform, select, show } = store.getState();
    const id = freeId(session.document, idOf(words));
    const action: AppAction = { id, run, args: {}, trigger: 'manual', run_as: 'viewer' };
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
        <SegmentedControl
          fullWidth
          aria-label="What it runs"
          data={[
            { value: 'workspace', label: 'From the workspace' },
            { value: 'code', label: 'Code of its own' },
          ]}
          value={from}
          onChange={(value) => setFrom(value as typeof from)}
        />
        {from === 'workspace' ? (
          <>
            <RunnableField isFirst label="What it runs" kinds={kinds} value={target} onChange={setTarget} />
            <Button variant="filled" disabled={target.path === ''} onClick={() => add(target.path.split('/').at(-1) ?? 'action', target)}>
              Add action
            </Button>
          </>
        ) : (
          <NewCode onAdd={add} />
        )}
      </div>
    </Modal>
  );
}

/** Asks for the language; the code begins as a new script does. */
function NewCode({ onAdd }: { onAdd: (name: string, run: AppRun) => void }): ReactNode {
  const workspace = useEditor((editor) => editor.workspace);
  const { data: languages = [] } = useQuery(languagesQuery(workspace));
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string>('bun');
  const language = languages.find((each) => each.name === chosen);
  return (
    <>
      <TextInput label="Name" placeholder="refundOrder" value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Select
        label="Language"
        data={languages.map((each) => ({ value: each.name, label: each.title }))}
        value={chosen}
        allowDeselect={false}
        onChange={(value) => setChosen(value ?? 'bun')}
      />
      <p className={classes.words}>It is released with the app, and can become a script of the workspace later.</p>
      <Button
        variant="filled"
        disabled={!language}
        onClick={() => language && onAdd(name.trim() || 'action', { kind: 'inline', language: language.name, content: language.template })}
      >
        Add action
      </Button>
    </>
  );
}
