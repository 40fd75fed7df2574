import { Input } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { wrapperLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { codeEditor } from './definition.ts';
import classes from './code-editor.module.css';
import { parseJson } from './parse-json.ts';

/** Code in the editor of scripts. JSON is read as it is typed: the value stays text, what it says stands beside it. */
export function CodeEditorView(view: ComponentProps<typeof codeEditor>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing, host } = view;
  const { Code } = host.parts;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const isJson = props.language === 'json';
  const { change, error } = useInput(view, {
    empty: '',
    initial: props.value ?? '',
    isEmpty: (value) => (value ?? '').trim() === '',
    check: (value) => (isJson ? parseJson(value ?? '').problem : null),
    focus: () => frame.current?.querySelector<HTMLElement>('[contenteditable="true"]')?.focus(),
  });
  const value = state.value ?? '';
  const parsed = useMemo(() => (isJson ? parseJson(value).value : null), [isJson, value]);
  useEffect(() => expose({ parsed }), [parsed, expose]);
  useMethods({ format: () => (isJson && parseJson(value).problem === null && value.trim() !== '' ? change(JSON.stringify(parsed, null, 2)) : undefined) });
  const isOff = props.disabled || props.read_only || isEditing;
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) void emit('blur');
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void emit('submit', { value });
  };
  return (
    <Input.Wrapper id={id} labelElement="div" {...wrapperLooks(props, error)}>
      <div
        ref={frame}
        // Code reads from left to right in every language.
        dir="ltr"
        className={classes.frame}
        data-disabled={props.disabled || undefined}
        inert={props.disabled || undefined}
        onBlur={leave}
        onKeyDownCapture={onKey}
      >
        <Code
          value={value}
          language={props.language}
          label={props.label === '' ? 'Code' : props.label}
          isReadOnly={isOff}
          isInvalid={error !== undefined}
          hasLineNumbers={props.has_line_numbers}
          minHeight={props.min_height}
          maxHeight={props.max_height}
          placeholder={props.placeholder}
          onChange={(text) => void change(text)}
        />
      </div>
    </Input.Wrapper>
  );
}
