import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.modifier, tags.self, tags.null, tags.bool], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.atom, tags.literal], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.labelName], color: 'var(--code-function)' },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.standard(tags.name)], color: 'var(--code-type)' },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], color: 'var(--code-property)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--ink-muted)' },
  { tag: tags.invalid, color: 'var(--code-invalid)' },
]);

const frame = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--surface-raised)', fontSize: 'var(--text-code)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: 'var(--line-code)', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--current)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--current)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--code-selection)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in oklch, var(--code-active-line) 60%, transparent)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-faint)', border: 'none', fontVariantNumeric: 'tabular-nums' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px', minWidth: '36px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--surface-hover)', border: 'none', color: 'var(--ink-muted)', padding: '0 6px' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-selection)', outline: 'none' },
  '.cm-searchMatch': { backgroundColor: 'var(--code-match)', borderRadius: '2px' },
  '.cm-selectionMatch': { backgroundColor: 'var(--code-match)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-float)',
    border: 'none',
    borderRadius: 'var(--radius-control)',
    boxShadow: 'var(--shadow-float)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--surface-hover)', color: 'var(--ink)' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px', fontFamily: 'var(--font-text)', fontSize: 'var(--text-table)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--state-failed-bar)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--state-waiting-bar)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--state-failed-bar)', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--state-waiting-bar)', textUnderlineOffset: '3px' },
  '.cm-panels': { backgroundColor: 'var(--surface-float)', color: 'var(--ink)', borderColor: 'var(--line)', fontFamily: 'var(--font-text)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', fontSize: 'var(--text-table)' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface-raised)',
    border: '1px solid var(--line-control)',
    borderRadius: 'var(--radius-small)',
    color: 'var(--ink)',
    padding: '3px 6px',
    fontSize: 'var(--text-table)',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface-raised)',
    border: '1px solid var(--line-control)',
    borderRadius: 'var(--radius-small)',
    color: 'var(--ink)',
    padding: '3px 8px',
    fontSize: 'var(--text-caption)',
  },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--diff-removed)' },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--diff-added)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'var(--diff-removed-strong)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--diff-added-strong)' },
  '.cm-changeGutter': { width: '2px' },
  '.cm-collapsedLines': {
    backgroundColor: 'var(--surface-hover)',
    backgroundImage: 'none',
    color: 'var(--ink-muted)',
    fontSize: 'var(--text-caption)',
    padding: '3px 12px',
  },
});

/** How code looks: all colours come from the tokens, so both themes are one style sheet. */
export const codeTheme: Extension = [frame, syntaxHighlighting(colours)];
