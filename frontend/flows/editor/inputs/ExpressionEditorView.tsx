import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef, type ReactNode } from 'react';
import { codeTheme } from '../../../ui/code/code-theme.ts';
import { outsideValue, type OutsideValue } from '../../../ui/code/outside-value.ts';
import classes from './ExpressionEditor.module.css';
import { completionsAt } from './completion.ts';
import type { StepScope } from './useScope.ts';

/** A remark on a part of an expression, by offsets. */
export type ExpressionRemark = { start: number; end: number; message: string; severity: 'error' | 'warning' };

/** Props of the editor of expressions. */
export type ExpressionEditorProps = {
  value: string;
  onChange: (value: string) => void;
  /** Accessible name: "Expression of amount". */
  label: string;
  scope: StepScope;
  remarks?: readonly ExpressionRemark[];
  hint?: string;
  hasAutoFocus?: boolean;
};

/** One expression in CodeMirror, with completion of what is in scope. Tab leaves the field, as in any form. */
export function ExpressionEditorView(props: ExpressionEditorProps): ReactNode {
  const { value, label, remarks } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const newest = useRef(props);
  newest.current = props;
  const access = useRef(new Compartment());
  const outside = useRef<OutsideValue | null>(null);
  useEffect(() => {
    const joined = outsideValue((text) => newest.current.onChange(text));
    outside.current = joined;
    const created = new EditorView({
      parent: host.current as HTMLDivElement,
      state: EditorState.create({
        doc: newest.current.value,
        extensions: [
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: [(context) => complete(context, newest.current.scope)], icons: false }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'), ...historyKeymap]),
          javascript(),
          codeTheme,
          EditorView.lineWrapping,
          placeholder(newest.current.hint ?? 'results.step.field'),
          access.current.of([]),
          joined.extension,
        ],
      }),
    });
    view.current = created;
    if (newest.current.hasAutoFocus) {
      created.focus();
      if (newest.current.value === '') startCompletion(created);
    }
    return () => {
      view.current = null;
      created.destroy();
    };
  }, []);
  useEffect(() => {
    if (view.current) outside.current?.follow(view.current, value);
  }, [value]);
  useEffect(() => {
    const isInvalid = remarks?.some(({ severity }) => severity === 'error');
    view.current?.dispatch({
      effects: access.current.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label, ...(isInvalid ? { 'aria-invalid': 'true' } : {}) })),
    });
  }, [label, remarks]);
  useEffect(() => {
    const target = view.current;
    if (!target) return;
    const length = target.state.doc.length;
    const marks = (remarks ?? []).map(({ start, end, message, severity }) => ({
      from: Math.min(start, length),
      to: Math.min(Math.max(end, start + 1), length),
      message,
      severity,
    }));
    target.dispatch(setDiagnostics(target.state, marks));
  }, [remarks, value]);
  return <div ref={host} className={classes.editor} data-invalid={remarks?.some(({ severity }) => severity === 'error') || undefined} />;
}

function complete(context: CompletionContext, scope: StepScope): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos, scope);
  // Unasked it only helps with a word that was begun, after a dot, and in an empty field.
  const isAsked = context.explicit || found?.from !== context.pos || context.pos === 0 || context.state.sliceDoc(context.pos - 1, context.pos) === '.';
  if (!found || !isAsked || (found.options.length === 0 && !context.explicit)) return null;
  const options = found.options.map(({ label, insert, detail, info, boost }): Completion => ({ label, apply: insert, detail, info, boost }));
  return { from: found.from, options, validFor: /^[\w$]*$/ };
}
