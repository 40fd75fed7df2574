import { Language, LanguageSupport } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { useMemo, type ReactNode } from 'react';
import { StaticLines, type StaticCodeProps } from './StaticLines.tsx';
import { grammarOf } from './languages.ts';

const classesOfTags = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.modifier, tags.self, tags.null, tags.bool], class: 'keyword' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'string' },
  { tag: [tags.number, tags.atom, tags.literal], class: 'digits' },
  { tag: [tags.comment, tags.meta], class: 'comment' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.labelName], class: 'function' },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.standard(tags.name)], class: 'type' },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], class: 'property' },
]);

/** A stretch of text and what it is in its language; '' for nothing special. */
export type CodeToken = { text: string; kind: string };

function languageOf(grammar: Extension): Language | null {
  if (grammar instanceof LanguageSupport) return grammar.language;
  return grammar instanceof Language ? grammar : null;
}

/** A text as lines of tokens. */
function tokenLines(content: string, language: string): CodeToken[][] {
  const parsed = languageOf(grammarOf(language))?.parser.parse(content);
  const lines: CodeToken[][] = [[]];
  const add = (text: string, kind: string): void =>
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, kind });
    });
  let position = 0;
  if (parsed) {
    highlightTree(parsed, classesOfTags, (from, to, kind) => {
      add(content.slice(position, from), '');
      add(content.slice(from, to), kind);
      position = to;
    });
  }
  add(content.slice(position), '');
  return lines;
}

/** Code to read, in the colours of its language. */
export function StaticCodeView(props: StaticCodeProps): ReactNode {
  const lines = useMemo(() => tokenLines(props.content, props.language), [props.content, props.language]);
  return <StaticLines {...props} lines={lines} />;
}
