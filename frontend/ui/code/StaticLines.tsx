import type { ReactNode } from 'react';
import { isProse } from './prose.ts';
import classes from './StaticLines.module.css';

/** Props of code that is only read. */
export type StaticCodeProps = {
  content: string;
  /** A `CodeLanguage`, or the name of a script language. */
  language: string;
  /** Accessible name. */
  label: string;
  /** Only these lines, counted from 1; all of them by default. */
  from?: number;
  to?: number;
  /** The line to mark, with a remark under it. */
  marked?: { line: number; column?: number | null; message?: string } | null;
  hasLineNumbers?: boolean;
};

/** Lines of tokens as they are drawn, with numbers and the marked line. Each line is a block: that alone makes the line breaks of what is copied. */
export function StaticLines({ lines, label, language, from = 1, to = lines.length, marked, hasLineNumbers = false }: StaticCodeProps & { lines: readonly { text: string; kind: string }[][] }): ReactNode {
  const shown = lines.slice(from - 1, to);
  const gutter = String(Math.min(to, lines.length)).length;
  return (
    <pre className={classes.code} tabIndex={0} aria-label={label} data-numbers={hasLineNumbers || undefined} data-prose={isProse(language) || undefined}>
      <code>
        {shown.map((tokens, index) => {
          const number = from + index;
          const isMarked = marked?.line === number;
          return (
            <span key={number} className={classes.line} data-marked={isMarked || undefined}>
              {hasLineNumbers && <span className={classes.number} data-number={String(number).padStart(gutter)} aria-hidden />}
              <span>
                {tokens.map((token, position) => (token.kind === '' ? token.text : <span key={position} className={classes[token.kind]}>{token.text}</span>))}
                {isMarked && marked.message && (
                  <span className={classes.remark}>
                    {marked.column ? `${' '.repeat(marked.column - 1)}^ ` : ''}
                    {marked.message}
                  </span>
                )}
              </span>
            </span>
          );
        })}
      </code>
    </pre>
  );
}
