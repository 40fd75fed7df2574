import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FieldProblem } from '../api/api-error.ts';
import { CodeEditor } from '../ui/CodeEditor.tsx';
import { problemOfJson, readJson, writeJson } from './json-text.ts';
import { isSame } from './schema.ts';
import classes from './WholeJson.module.css';

/** The value of a whole form as JSON: to paste one, or to say what the form cannot. */
export function WholeJson({
  value,
  onChange,
  isDisabled,
  problems,
}: {
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Record<string, unknown>) => void;
  isDisabled: boolean;
  problems: readonly FieldProblem[];
}): ReactNode {
  const [text, setText] = useState(() => writeJson(value));
  const sent = useRef<unknown>(value);
  useEffect(() => {
    if (!isSame(value, sent.current)) setText(writeJson(value));
    sent.current = value;
  }, [value]);
  const change = (next: string): void => {
    setText(next);
    const read = readJson(next);
    if (!read.ok || (read.value !== undefined && (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)))) return;
    sent.current = read.value ?? {};
    onChange((read.value ?? {}) as Record<string, unknown>);
  };
  const problem = problemOfJson(text);
  return (
    <div className={classes.json}>
      <CodeEditor
        label="Value as JSON"
        language="json"
        value={text}
        onChange={change}
        isReadOnly={isDisabled}
        isInvalid={problem !== null || problems.length > 0}
        diagnostics={problem ? [problem] : undefined}
        minHeight={180}
        maxHeight={520}
      />
      {problems.map((entry) => (
        <p key={entry.pointer + entry.message} className={classes.problem}>
          <span className="mono">{entry.pointer || '/'}</span> {entry.message}
        </p>
      ))}
    </div>
  );
}
