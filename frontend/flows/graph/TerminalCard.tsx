import { IconFlag, IconLogin2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useGraph } from './graph-state.ts';
import type { TerminalNode } from './layout-types.ts';
import classes from './TerminalCard.module.css';

/** Where a flow begins and ends. */
export function TerminalCard({ node: { kind, key } }: { node: TerminalNode }): ReactNode {
  const { selectedKey, tabKey, select, activate, startCaption, endCaption } = useGraph();
  const caption = kind === 'start' ? startCaption : endCaption;
  const word = kind === 'start' ? 'Input' : 'Result';
  return (
    <button
      type="button"
      className={classes.terminal}
      data-graph-key={key}
      aria-pressed={selectedKey === key}
      tabIndex={tabKey === key ? 0 : -1}
      onClick={() => select(key)}
      onDoubleClick={() => activate(key)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') activate(key);
      }}
    >
      {kind === 'start' ? <IconLogin2 aria-hidden /> : <IconFlag aria-hidden />}
      <span className={classes.word}>{word}</span>
      {caption && <span className={classes.caption}>{caption}</span>}
    </button>
  );
}
