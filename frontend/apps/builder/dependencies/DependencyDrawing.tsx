import '@xyflow/react/dist/base.css';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { Background, Panel, ReactFlow, ReactFlowProvider, useReactFlow, type Edge, type Node } from '@xyflow/react';
import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { drawnOnly } from '../../../flows/graph/drawn-only.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { DependencyViewProps } from './DependenciesDock.tsx';
import { DependencyLine } from './DependencyLine.tsx';
import { DrawingContext, type DrawingState } from './drawing-context.ts';
import { aroundPart, type Dependency, type Part } from './dependency-graph.ts';
import { nextPart } from './next-part.ts';
import { PartCard } from './PartCard.tsx';
import { firstViewport, partSize, placeParts, type PlacedPart } from './place-parts.ts';
import classes from './DependencyDrawing.module.css';

/** A part as React Flow holds it. */
export type PartOnCanvas = Node<{ part: Part }, 'part'>;
/** A line as React Flow holds it. */
export type LineOnCanvas = Edge<{ dependency: Dependency }, 'line'>;

const nodeTypes = { part: PartCard };
const edgeTypes = { line: DependencyLine };
const fittingAll = { padding: 0.08, maxZoom: 1, minZoom: 0.2 } as const;

/** What follows from what as a drawing, from left to right. What is before and after the selected part stands out. */
export function DependencyDrawing(props: DependencyViewProps): ReactNode {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ graph, selected, onSelect }: DependencyViewProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => placeParts(graph), [graph]);
  const nodes = useMemo(() => placed.map(({ part, x, y }): PartOnCanvas => onCanvas(part, x, y)), [placed]);
  const edges = useMemo(() => graph.dependencies.map(lineOnCanvas), [graph]);
  const state = useMemo((): DrawingState => {
    const isThere = selected !== null && graph.parts.some(({ key }) => key === selected);
    return {
      graph,
      selected: isThere ? selected : null,
      around: isThere ? aroundPart(graph, selected) : null,
      tabKey: isThere ? selected : (placed[0]?.part.key ?? null),
      select: onSelect,
    };
  }, [graph, selected, onSelect, placed]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = (event.target as HTMLElement).closest<HTMLElement>('[data-part]')?.dataset['part'];
    const next = current === undefined || event.ctrlKey || event.metaKey || event.altKey ? null : nextPart(placed, graph.dependencies, current, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next);
    frame.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(next.key)}"]`)?.focus({ preventScroll: true });
  };
  return (
    <DrawingContext value={state}>
      <div ref={frame} className={classes.drawing} role="group" aria-label="What follows from what" onKeyDown={onKeyDown}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...drawnOnly}
          minZoom={0.2}
          maxZoom={1.5}
          onPaneClick={() => onSelect(null)}
        >
          <Background gap={20} size={1} />
          <Controls selected={state.selected} placed={placed} frame={frame} />
        </ReactFlow>
      </div>
    </DrawingContext>
  );
}

type ControlsProps = { selected: string | null; placed: readonly PlacedPart[]; frame: RefObject<HTMLDivElement | null> };

function Controls({ selected, placed, frame }: ControlsProps): ReactNode {
  const { zoomIn, zoomOut, fitView, getNode, getViewport, setViewport, setCenter, viewportInitialized } = useReactFlow();
  const isPlaced = useRef(false);
  useEffect(() => {
    const room = frame.current?.getBoundingClientRect();
    // Once: a drawing that changes stays where it is looked at.
    if (!viewportInitialized || !room || isPlaced.current) return;
    isPlaced.current = true;
    void setViewport(firstViewport(placed, room));
  }, [viewportInitialized, setViewport, frame, placed]);
  useEffect(() => {
    const node = selected === null || !viewportInitialized ? undefined : getNode(selected);
    const element = document.querySelector(`[data-part="${CSS.escape(selected ?? '')}"]`);
    const room = element?.closest('.react-flow')?.getBoundingClientRect();
    const box = element?.getBoundingClientRect();
    if (!node || !room || !box || (box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom)) return;
    void setCenter(node.position.x + partSize.width / 2, node.position.y + partSize.height / 2, { zoom: getViewport().zoom });
  }, [selected, viewportInitialized, getNode, getViewport, setCenter]);
  return (
    <Panel position="bottom-left" className={classes.controls}>
      <IconButton label="Zoom in" icon={<IconPlus />} onClick={() => void zoomIn()} />
      <IconButton label="Zoom out" icon={<IconMinus />} onClick={() => void zoomOut()} />
      <IconButton label="Show everything" icon={<IconMaximize />} onClick={() => void fitView(fittingAll)} />
    </Panel>
  );
}

const onCanvas = (part: Part, x: number, y: number): PartOnCanvas => ({
  id: part.key,
  type: 'part',
  position: { x, y },
  ...partSize,
  data: { part },
  zIndex: 1000,
  ariaRole: 'presentation',
  domAttributes: { 'aria-roledescription': undefined },
});

const lineOnCanvas = (dependency: Dependency): LineOnCanvas => ({
  id: `${dependency.from} ${dependency.kind} ${dependency.to}`,
  type: 'line',
  source: dependency.from,
  target: dependency.to,
  data: { dependency },
  ariaRole: 'presentation',
  domAttributes: { 'aria-hidden': true },
});
