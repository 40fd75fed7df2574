import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { problemOfJson, readJson, writeJson } from '../../../schema-form/json-text.ts';
import { isSame } from '../../../schema-form/schema.ts';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';

/** An object, such as a JSON Schema, as text. While it is not valid the last valid one stays. */
export function JsonObjectText({
  schema,
  onChange,
  label,
  minHeight = 200,
}: {
  schema: JsonObject;
  onChange: (schema: JsonObject) => void;
  label: string;
  minHeight?: number;
}): ReactNode {
  const [text, setText] = useState(() => writeJson(schema));
  const sent = useRef(schema);
  useEffect(() => {
    if (!isSame(schema, sent.current)) setText(writeJson(schema));
    sent.current = schema;
  }, [schema]);
  const read = readJson(text);
  const problem = problemOfJson(text);
  const isObject = !read.ok || (typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value));
  const change = (next: string): void => {
    setText(next);
    const found = readJson(next);
    if (!found.ok || typeof found.value !== 'object' || found.value === null || Array.isArray(found.value)) return;
    sent.current = found.value as JsonObject;
    onChange(found.value as JsonObject);
  };
  const remark = problem ?? (isObject ? null : { line: 1, message: 'An object is expected here.' });
  return (
    <CodeEditor
      label={`${label} as JSON`}
      language="json"
      value={text}
      onChange={change}
      diagnostics={remark ? [remark] : undefined}
      isInvalid={remark !== null}
      minHeight={minHeight}
      maxHeight={520}
    />
  );
}
