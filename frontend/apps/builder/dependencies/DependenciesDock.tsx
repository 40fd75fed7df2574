import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconShare2 } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { catalog } from '../../../../components/definitions.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { SkeletonBlock } from '../../../ui/Skeletons.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { DependencyList } from './DependencyList.tsx';
import { dependencyGraph, type DependencyGraph, type Part } from './dependency-graph.ts';
import classes from './Dependencies.module.css';

const Drawing = lazy(async () => ({ default: (await import('./DependencyDrawing.tsx')).DependencyDrawing }));

/** What the drawing and the list are given. */
export type DependencyViewProps = { readonly graph: DependencyGraph; readonly selected: string | null; readonly onSelect: (part: Part | null) => void };

/** Below this width lines and names cannot be told apart. */
const narrowPixels = 480;

/** What follows from what on the page: as a drawing, or as a list for narrow windows, screen readers and whoever likes words better. */
export function DependenciesDock(): ReactNode {
  const document = useEditor(({ session }) => session.document);
  const page = useEditor((editor) => editor.page);
  const graph = useMemo(() => dependencyGraph(document, page, catalog), [document, page]);
  const [form, setForm] = useState<'drawing' | 'list'>('drawing');
  const { ref, width } = useElementSize();
  const [selected, onSelect] = useSelectedPart();
  if (graph.parts.length === 0)
    return <EmptyState icon={<IconShare2 />} title="Nothing on this page follows from anything yet. Expressions, actions and events make the lines." />;
  const isList = form === 'list' || (width > 0 && width < narrowPixels);
  const props = { graph, selected, onSelect };
  return (
    <div ref={ref} className={classes.dock}>
      <div className={classes.head}>
        <Legend graph={graph} />
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          value={isList ? 'list' : 'drawing'}
          onChange={(value) => setForm(value === 'list' ? 'list' : 'drawing')}
          data={[
            { value: 'drawing', label: 'Drawing', disabled: width > 0 && width < narrowPixels },
            { value: 'list', label: 'List' },
          ]}
        />
      </div>
      <div className={classes.content}>
        {isList ? (
          <DependencyList {...props} />
        ) : (
          <Suspense fallback={<SkeletonBlock height="100%" />}>
            <Drawing key={page} {...props} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** What the lines mean, and what is not drawn. */
function Legend({ graph: { dependencies, alone } }: { graph: DependencyGraph }): ReactNode {
  return (
    <ul className={classes.legend} aria-label="What the lines mean">
      <li data-kind="follows">follows by itself</li>
      <li data-kind="reads">is given when it runs</li>
      <li data-kind="does">an event runs, opens or sets it</li>
      {dependencies.some(({ isCircle }) => isCircle) && <li data-kind="circle">goes in a circle</li>}
      {alone > 0 && <li className={classes.alone}>{alone === 1 ? '1 component stands alone' : `${alone} components stand alone`}</li>}
    </ul>
  );
}

/** The part that is selected in the builder; of what cannot be selected there, the one that was clicked last. */
function useSelectedPart(): [selected: string | null, select: (part: Part | null) => void] {
  const store = useEditorStore();
  const [own, setOwn] = useState<string | null>(null);
  const elsewhere = useEditor(({ selection }) => {
    if (selection.kind === 'action') return `action:${selection.id}`;
    return selection.kind === 'components' && selection.ids.length === 1 ? `component:${selection.ids[0] ?? ''}` : null;
  });
  const select = (part: Part | null): void => {
    const { select: choose, selectComponents, show } = store.getState();
    setOwn(part?.kind === 'variable' || part?.kind === 'given' ? part.key : null);
    if (part?.kind === 'component') selectComponents([part.id]);
    else if (part?.kind === 'action') choose({ kind: 'action', id: part.id });
    else {
      choose({ kind: 'page' });
      if (part?.kind === 'variable') show({ panel: 'values' });
    }
  };
  return [elsewhere ?? own, select];
}
