import { IconPlayerPlay, IconPlayerTrackNext, IconTrash, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import type { StartTest } from './run/TestForm.tsx';
import type { FlowEditor } from './state/useFlowEditor.ts';
import { outermost } from './step-actions.tsx';

/** The buttons at the head of a step's panel. */
export function StepActions({ editor, step, onTest, onClose }: { editor: FlowEditor; step: string; onTest: StartTest; onClose: () => void }): ReactNode {
  const isAlone = step === 'failure' || step === 'preprocessor';
  return (
    <>
      {!isAlone && (
        <>
          <IconButton label="Run only this step" variant="subtle" icon={<IconPlayerPlay />} onClick={() => onTest({ only: step })} />
          <IconButton
            label="Run up to this step"
            variant="subtle"
            icon={<IconPlayerTrackNext />}
            onClick={() => onTest({ until: outermost(editor.document.value, step) })}
          />
        </>
      )}
      <IconButton label="Delete this step" variant="subtle" icon={<IconTrash />} onClick={() => editor.run({ do: 'delete_steps', steps: [step] })} />
      <IconButton label="Close" variant="subtle" icon={<IconX />} onClick={onClose} />
    </>
  );
}
