import type { ReactNode } from 'react';
import type { RawScript } from '../../../../backend/flows/core/code-places.ts';
import type { LanguageName } from '../../../scripts/editor/script-source.ts';
import { useSignature, type LiveSignature } from '../../../scripts/editor/useSignature.ts';
import { InputsForm } from '../inputs/InputsForm.tsx';
import { CodeBox } from './CodeBox.tsx';
import { useStep } from './step-context.ts';

/** What the code of the step says about itself, as it is typed. */
function useOwnSignature(): { value: RawScript; signature: LiveSignature } {
  const { editor, step } = useStep();
  const value = step.value as RawScript;
  const signature = useSignature(editor.workspace, editor.path, value.language as LanguageName, value.content);
  return { value, signature };
}

const words = { takes: 'Their values are set under Inputs.', nothing: 'Parameters of main become inputs.' };

/** The code of a step that has its own. */
export function CodePart(): ReactNode {
  const { step, set } = useStep();
  const { value, signature } = useOwnSignature();
  return (
    <CodeBox label={`Code of step ${step.id}`} value={value} signature={signature} onChange={(content) => set(['value', 'content'], content)} words={words} />
  );
}

/** The inputs of a step that has its own code: its parameters. */
export function CodeInputsPart(): ReactNode {
  const { step, check } = useStep();
  const { value, signature } = useOwnSignature();
  const schema = signature.readable?.schema ?? check.inputs[step.id];
  return <InputsForm schema={schema} transforms={value.input_transforms ?? {}} isLoading={schema === undefined && signature.error === null} />;
}
