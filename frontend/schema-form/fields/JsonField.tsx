import { useEffect, useRef, useState, type ReactNode } from 'react';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, type FieldProps } from '../form-context.ts';
import { problemOfJson, readJson, writeJson } from '../json-text.ts';
import { isSame } from '../schema.ts';

/** Any JSON. While the text is not valid the last valid value stays, and the line at fault is marked. */
export function JsonField(props: FieldProps): ReactNode {
  const { value, onChange, label, name, schema } = props;
  const { id, error, isDisabled } = useField(props);
  const [text, setText] = useState(() => writeJson(value));
  const sent = useRef(value);
  useEffect(() => {
    if (!isSame(value, sent.current)) setText(writeJson(value));
    sent.current = value;
  }, [value]);
  const change = (next: string): void => {
    setText(next);
    const read = readJson(next);
    if (!read.ok) return;
    sent.current = read.value;
    onChange(read.value);
  };
  const problem = problemOfJson(text);
  return (
    <FieldFrame {...props}>
      <CodeEditor
        id={id}
        label={label || name}
        language="json"
        value={text}
        onChange={change}
        isReadOnly={isDisabled}
        isInvalid={error !== undefined || problem !== null}
        diagnostics={problem ? [problem] : undefined}
        hasLineNumbers={text.split('\n').length > 5}
        minHeight={schema.type === 'object' || schema.type === 'array' ? 88 : 44}
        maxHeight={360}
        placeholder={schema['x-ui']?.placeholder}
      />
    </FieldFrame>
  );
}
