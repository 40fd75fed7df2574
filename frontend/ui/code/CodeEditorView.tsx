import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
  type KeyBinding,
} from '@codemirror/view';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './CodeEditorView.module.css';
import { codeTheme } from './code-theme.ts';
import { grammarOf, indentOf } from './languages.ts';
import { outsideValue, type OutsideValue } from './outside-value.ts';
import { isProse } from './prose.ts';

/** A remark on a line of code. Lines and columns count from 1, as compilers count. */
export type CodeDiagnostic = { line: number; column?: number; endColumn?: number; message: string; severity?: 'error' | 'warning' | 'info' };

/** Props of the code editor. */
export type CodeEditorProps = {
  value: string;
  onChange?: (value: string) => void;
  /** A `CodeLanguage`, or the name of a script language. */
  language: string;
  /** Accessible name: "Code of f/support/refund_order". */
  label: string;
  isReadOnly?: boolean;
  diagnostics?: readonly CodeDiagnostic[];
  /** Further keys, tried before the editor's own: `{key: 'Mod-Enter', run: () => {...; return true}}`. */
  keys?: readonly KeyBinding[];
  /** `fill` takes the height of its frame; `content` grows with the text, between `minHeight` and `maxHeight`. */
  height?: 'fill' | 'content';
  minHeight?: number;
  maxHeight?: number;
  hasLineNumbers?: boolean;
  /** No border and no corners: for panes that the editor fills. */
  isFlush?: boolean;
  placeholder?: string;
  id?: string;
  isInvalid?: boolean;
  hasAutoFocus?: boolean;
  /** Puts the caret there and scrolls to it whenever the object changes: links from errors to the line. */
  goTo?: { line: number; column?: number } | null;
};

function toDiagnostic(state: EditorState, { line, column = 1, endColumn, message, severity = 'error' }: CodeDiagnostic): Diagnostic {
  const target = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(target.from + Math.max(column - 1, 0), target.to);
  const word = /^[\w$]+/.exec(state.sliceDoc(from, target.to));
  const to = endColumn === undefined ? from + Math.max(word?.[0].length ?? 1, 1) : target.from + endColumn - 1;
  return { from, to: Math.min(Math.max(to, from), target.to), severity, message };
}

const fixed = (hasLineNumbers: boolean): Extension[] => [
  hasLineNumbers ? [lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightActiveLine(), lintGutter()] : [],
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  highlightSelectionMatches(),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, indentWithTab]),
  EditorState.tabSize.of(2),
  codeTheme,
];

/** CodeMirror as a controlled component. What changes from outside goes in through compartments, so undo and caret survive. */
export function CodeEditorView(props: CodeEditorProps): ReactNode {
  const {
    value,
    language,
    label,
    isReadOnly = false,
    diagnostics,
    height = 'content',
    minHeight,
    maxHeight,
    hasLineNumbers = true,
    isFlush = false,
    placeholder,
    id,
    isInvalid,
    goTo,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const newest = useRef(props);
  newest.current = props;
  const parts = useRef({ language: new Compartment(), access: new Compartment() });

  const outside = useRef<OutsideValue | null>(null);

  useEffect(() => {
    const { language: languagePart, access } = parts.current;
    const joined = outsideValue((text) => newest.current.onChange?.(text));
    outside.current = joined;
    const created = new EditorView({
      parent: host.current as HTMLDivElement,
      state: EditorState.create({
        doc: newest.current.value,
        extensions: [
          Prec.highest(
            keymap.of(
              (newest.current.keys ?? []).map((binding) => ({
                ...binding,
                run: (target) => newest.current.keys?.find((other) => other.key === binding.key)?.run?.(target) ?? false,
              })),
            ),
          ),
          fixed(hasLineNumbers),
          languagePart.of([]),
          access.of([]),
          placeholder ? placeholderText(placeholder) : [],
          joined.extension,
        ],
      }),
    });
    view.current = created;
    if (newest.current.hasAutoFocus) created.focus();
    return () => {
      view.current = null;
      created.destroy();
    };
  }, [hasLineNumbers, placeholder]);

  useEffect(() => {
    if (view.current) outside.current?.follow(view.current, value);
  }, [value]);
  useEffect(
    () =>
      view.current?.dispatch({
        effects: parts.current.language.reconfigure([grammarOf(language), indentUnit.of(indentOf(language)), isProse(language) ? EditorView.lineWrapping : []]),
      }),
    [language, hasLineNumbers, placeholder],
  );
  useEffect(() => {
    const attributes = EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      ...(id ? { id } : {}),
      ...(isInvalid ? { 'aria-invalid': 'true' } : {}),
      ...(isReadOnly ? { 'aria-readonly': 'true' } : {}),
    });
    view.current?.dispatch({
      effects: parts.current.access.reconfigure([EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly), attributes]),
    });
  }, [isReadOnly, label, id, isInvalid, hasLineNumbers, placeholder]);
  useEffect(() => {
    const target = view.current;
    if (target)
      target.dispatch(
        setDiagnostics(
          target.state,
          (diagnostics ?? []).map((diagnostic) => toDiagnostic(target.state, diagnostic)),
        ),
      );
  }, [diagnostics, hasLineNumbers, placeholder]);
  useEffect(() => {
    const target = view.current;
    if (!target || !goTo) return;
    const line = target.state.doc.line(Math.min(Math.max(goTo.line, 1), target.state.doc.lines));
    const anchor = Math.min(line.from + Math.max((goTo.column ?? 1) - 1, 0), line.to);
    target.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    target.focus();
  }, [goTo]);

  return (
    <div
      ref={host}
      className={classes.editor}
      data-height={height}
      data-flush={isFlush || undefined}
      data-invalid={isInvalid || undefined}
      style={height === 'content' ? { minHeight, maxHeight } : undefined}
    />
  );
}
