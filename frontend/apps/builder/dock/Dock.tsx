import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { RanEntry } from '../canvas/useCanvasPage.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { DependenciesDock } from '../dependencies/DependenciesDock.tsx';
import type { DockTab } from '../editor-store.ts';
import { ActionsDock } from './ActionsDock.tsx';
import { ProblemsDock } from './ProblemsDock.tsx';
import { TimelineDock } from './TimelineDock.tsx';
import classes from './Dock.module.css';

const titles: Readonly<Record<DockTab, string>> = { actions: 'Actions', problems: 'Problems', dependencies: 'Dependencies', timeline: 'Timeline' };

/** What is below the canvas: what the app runs, what is wrong with it, what happened. */
export function Dock({ ran }: { ran: readonly RanEntry[] }): ReactNode {
  const store = useEditorStore();
  const dock = useEditor((editor) => editor.dock);
  const problems = useEditor((editor) => editor.problems.length);
  const count: Partial<Record<DockTab, number>> = { actions: useEditor(({ session }) => session.document.actions.length), problems };
  return (
    <section className={classes.dock} aria-label="Below the canvas">
      <div className={classes.head}>
        <div className={classes.tabs} role="tablist" aria-label="Below the canvas">
          {(Object.keys(titles) as DockTab[]).map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              className={classes.tab}
              aria-selected={dock === tab}
              onClick={() => store.getState().show({ dock: dock === tab ? null : tab })}
            >
              {titles[tab]}
              {(count[tab] ?? 0) > 0 && <span className={classes.count}>{count[tab]}</span>}
            </button>
          ))}
        </div>
        {dock !== null && <IconButton label="Close" icon={<IconX />} size="xs" onClick={() => store.getState().show({ dock: null })} />}
      </div>
      {dock !== null && (
        <div className={classes.content} role="tabpanel" aria-label={titles[dock]} data-tab={dock}>
          {dock === 'actions' && <ActionsDock />}
          {dock === 'problems' && <ProblemsDock />}
          {dock === 'dependencies' && <DependenciesDock />}
          {dock === 'timeline' && <TimelineDock ran={ran} />}
        </div>
      )}
    </section>
  );
}
