import type { ReactNode } from 'react';
import type { RawScript } from '../../../../../backend/flows/core/code-places.ts';
import type { LanguageName } from '../../../../scripts/editor/script-source.ts';
import { useSignature } from '../../../../scripts/editor/useSignature.ts';
import { CodeBox } from '../CodeBox.tsx';
import { useStep } from '../step-context.ts';
import { nameOf, withContent } from './tools-of-step.ts';
import { ToolInputs, type ToolInputsProps } from './ToolInputs.tsx';

/** Props of {@link CodeToolFields}. */
export type CodeToolFieldsProps = Omit<ToolInputsProps, 'schema'> & { code: RawScript };

const words = { takes: '', nothing: 'Parameters of main become what the model fills in.' };

/** The code of a tool, and which of its arguments the flow sets. */
export function CodeToolFields({ code, ...props }: CodeToolFieldsProps): ReactNode {
  const { tool, onChange } = props;
  const { editor } = useStep();
  const signature = useSignature(editor.workspace, editor.path, code.language as LanguageName, code.content);
  return (
    <>
      <CodeBox
        label={`Code of the tool ${nameOf(tool)}`}
        value={code}
        signature={signature}
        onChange={(content) => onChange(withContent(tool, content))}
        words={words}
      />
      <ToolInputs {...props} schema={signature.readable?.schema ?? {}} />
    </>
  );
}
