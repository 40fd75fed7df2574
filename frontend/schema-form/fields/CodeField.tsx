import type { ReactNode } from 'react';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, type FieldProps } from '../form-context.ts';
import { codeLanguageOf } from '../form-model.ts';

/** Text that is code: SQL, YAML, JSON as text. */
export function CodeField(props: FieldProps): ReactNode {
  const { schema, value, onChange, label, name } = props;
  const { id, error, isDisabled } = useField(props);
  return (
    <FieldFrame {...props}>
      <CodeEditor
        id={id}
        label={label || name}
        language={codeLanguageOf(schema) ?? 'text'}
        value={typeof value === 'string' ? value : ''}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        isReadOnly={isDisabled}
        isInvalid={error !== undefined}
        hasLineNumbers={false}
        minHeight={96}
        maxHeight={320}
        placeholder={schema['x-ui']?.placeholder}
      />
    </FieldFrame>
  );
}
