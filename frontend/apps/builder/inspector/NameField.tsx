import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useEditorStore } from '../editor-context.ts';

const pattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The name of a part. Changing it changes all that refers to it. */
export function NameField({ kind, id, noun }: { kind: 'node' | 'action' | 'variable' | 'page'; id: string; noun: string }): ReactNode {
  const store = useEditorStore();
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && !pattern.test(typed);
  const rename = (): void => {
    if (typed !== null && typed !== id && !isWrong) {
      const { perform, selectComponents, select } = store.getState();
      const isDone = perform({ do: 'rename', kind, from: id, to: typed, has_references: true }, `Rename ${id}`);
      if (isDone && kind === 'node') selectComponents([typed]);
      if (isDone && kind === 'action') select({ kind: 'action', id: typed });
      if (isDone && kind === 'page') store.getState().show({ page: typed });
    }
    setTyped(null);
  };
  return (
    <TextInput
      label={noun}
      description="Its name in expressions"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={typed ?? id}
      error={isWrong ? 'Letters, digits and _, beginning with a letter' : undefined}
      styles={{ input: { fontFamily: 'var(--font-code)' } }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={rename}
      onKeyDown={(event) => {
        if (event.key === 'Enter') rename();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
