import { lineNumbers } from '@codemirror/view';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, type ReactNode } from 'react';
import { codeTheme } from './code-theme.ts';
import classes from './CodeDiffView.module.css';
import { grammarOf } from './languages.ts';

/** Props of the diff. Both sides are read only. */
export type CodeDiffProps = {
  before: string;
  after: string;
  language: string;
  /** Accessible name: "Changes since version 4". */
  label: string;
  /** `split` side by side, `unified` in one column; by default split where there is room. */
  layout?: 'split' | 'unified';
  maxHeight?: number;
};

const minimumSplitWidth = '(min-width: 960px)';
const margin = 3;

/** What changed between two texts; long equal stretches are folded. */
export function CodeDiffView({ before, after, language, label, layout, maxHeight = 520 }: CodeDiffProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const hasRoom = useMediaQuery(minimumSplitWidth, true, { getInitialValueInEffect: false });
  const isSplit = (layout ?? (hasRoom ? 'split' : 'unified')) === 'split';
  useEffect(() => {
    const parent = host.current as HTMLDivElement;
    const name = (side: string) => EditorView.contentAttributes.of({ 'aria-label': `${label}: ${side}`, 'aria-readonly': 'true', tabindex: '0' });
    const extensions = [lineNumbers(), EditorState.readOnly.of(true), EditorView.editable.of(false), grammarOf(language), codeTheme];
    const collapseUnchanged = { margin, minSize: margin * 2 };
    if (isSplit) {
      const merge = new MergeView({
        parent,
        a: { doc: before, extensions: [...extensions, name('before')] },
        b: { doc: after, extensions: [...extensions, name('after')] },
        collapseUnchanged,
        gutter: true,
      });
      return () => merge.destroy();
    }
    const view = new EditorView({
      parent,
      doc: after,
      extensions: [...extensions, name('before and after'), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged })],
    });
    return () => view.destroy();
  }, [before, after, language, label, isSplit]);
  return <div ref={host} className={classes.diff} role="group" aria-label={label} style={{ maxHeight }} />;
}
