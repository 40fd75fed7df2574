import { Button, Modal } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { FlowModuleValue } from '../../../../backend/flows/flow.contract.ts';
import type { LanguageName } from '../../../scripts/editor/script-source.ts';
import { useSignature, type LiveSignature } from '../../../scripts/editor/useSignature.ts';
import { LanguageIcon } from '../../../ui/KindIcon.tsx';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { InputsForm } from '../inputs/InputsForm.tsx';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

type RawScript = Extract<FlowModuleValue, { type: 'rawscript' }>;

/** What the code of the step says about itself, as it is typed. */
function useOwnSignature(): { value: RawScript; signature: LiveSignature } {
  const { editor, step } = useStep();
  const value = step.value as RawScript;
  const signature = useSignature(editor.workspace, editor.path, value.language as LanguageName, value.content);
  return { value, signature };
}

/** The code of a step that has its own. */
export function CodePart(): ReactNode {
  const { step, set } = useStep();
  const { value, signature } = useOwnSignature();
  const [isLarge, setLarge] = useState(false);
  const code = (isFocused: boolean): ReactNode => (
    <CodeEditor
      value={value.content}
      onChange={(content) => content !== value.content && set(['value', 'content'], content)}
      language={value.language}
      label={`Code of step ${step.id}`}
      diagnostics={signature.diagnostics}
      height="fill"
      hasAutoFocus={isFocused}
    />
  );
  const takes = Object.keys((signature.readable?.schema['properties'] ?? {}) as object);
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <LanguageIcon language={value.language} withName />
        <Button size="xs" variant="subtle" leftSection={<IconArrowsMaximize />} onClick={() => setLarge(true)}>
          Larger
        </Button>
      </div>
      <div className={classes.codeBody}>{!isLarge && code(false)}</div>
      <p className={classes.quiet}>
        {signature.readable?.has_main === false
          ? 'There is no entry point yet: a function called main.'
          : takes.length > 0
            ? `Takes ${takes.join(', ')}. Their values are set under Inputs.`
            : 'Takes no arguments. Parameters of main become inputs.'}
      </p>
      <Modal opened={isLarge} onClose={() => setLarge(false)} title={`Code of step ${step.id}`} size="min(1280px, 96vw)">
        <div className={classes.largeCode}>{isLarge && code(true)}</div>
      </Modal>
    </div>
  );
}

/** The inputs of a step that has its own code: its parameters. */
export function CodeInputsPart(): ReactNode {
  const { step, check } = useStep();
  const { value, signature } = useOwnSignature();
  const schema = signature.readable?.schema ?? check.inputs[step.id];
  return <InputsForm schema={schema} transforms={value.input_transforms ?? {}} isLoading={schema === undefined && signature.error === null} />;
}
