import '@xyflow/react/dist/base.css';
import { Background, ReactFlow, ReactFlowProvider, useReactFlow, type Edge, type Node } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { EdgeView } from './EdgeView.tsx';
import type { FlowGraphProps } from './FlowGraph.tsx';
import { GraphContext, type Decorations, type GraphState } from './graph-state.ts';
import classes from './GraphCanvas.module.css';
import { GraphControls } from './GraphControls.tsx';
import { endKey, layoutFlow, startKey } from './layout.ts';
import type { FlowLayout, GraphEdge, GraphNode } from './layout-types.ts';
import { neighbour, type Direction } from './navigation.ts';
import { NodeView } from './NodeView.tsx';
import { titleOfStep } from './step-looks.ts';
import type { Folding } from './useFolding.ts';
import { useStepDrag } from './useStepDrag.ts';
import { fitViewport, leastZoom } from './viewport.ts';
import { drawnOnly } from './drawn-only.ts';

/** Props of {@link GraphCanvas}: those of the graph, with what it has worked out. */
export type GraphCanvasProps = FlowGraphProps & {
  decorations: Decorations;
  selectedStep: string | null;
  folding: Folding;
  room: { width: number; height: number };
};

/** A node as React Flow holds it. */
export type NodeOnCanvas = Node<{ node: GraphNode }, 'graph'>;
/** A line as React Flow holds it. */
export type EdgeOnCanvas = Edge<{ edge: GraphEdge }, 'graph'>;

const nodeTypes = { graph: NodeView };
const edgeTypes = { graph: EdgeView };
const directions: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/** The graph itself, over React Flow, which does the zooming and draws only what can be seen. */
export function GraphCanvas(props: GraphCanvasProps): ReactNode {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: GraphCanvasProps): ReactNode {
  const { value, label, folding, room, selectedStep, onSelect, onActivate } = props;
  const layout = useMemo(() => layoutFlow(value, folding.folded), [value, folding.folded]);
  const nodes = useMemo(() => layout.nodes.map(nodeOnCanvas), [layout]);
  const edges = useMemo(() => layout.edges.map(edgeOnCanvas), [layout]);
  const [firstViewport] = useState(() => fitViewport(layout, room));
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const selectedKey = onSelect || selectedStep !== null ? keyOf(layout, selectedStep) : ownKey;
  const frame = useRef<HTMLDivElement>(null);
  const moveTo = useBringIntoSight(layout, room);
  const select = useCallback(
    (key: string) => {
      setOwnKey(key);
      onSelect?.(idOf(layout, key));
    },
    [layout, onSelect],
  );
  const activate = useCallback((key: string) => onActivate?.(idOf(layout, key)), [layout, onActivate]);
  useEffect(() => {
    if (selectedKey !== null) moveTo(selectedKey);
  }, [selectedKey, moveTo]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = (event.target as HTMLElement).closest<HTMLElement>('[data-graph-key]')?.dataset['graphKey'];
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const direction = directions[event.key];
    const next = direction ? neighbour(layout, current, direction) : null;
    if (direction) event.preventDefault();
    if (next === null) return;
    select(next);
    moveTo(next);
    focusWhenThere(frame.current, next);
  };
  const drag = useStepDrag({ layout, onMove: props.onMove, canMove: props.canMove, frame });
  const state = useGraphState(props, selectedKey, { select, activate }, layout, drag);
  return (
    <GraphContext value={state}>
      <div ref={frame} className={classes.canvas} onKeyDown={onKeyDown} role="group" aria-label={label}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          defaultViewport={firstViewport}
          onlyRenderVisibleElements
          {...drawnOnly}
          minZoom={leastZoom}
          maxZoom={1.5}
          onPaneClick={() => onSelect?.(null)}
        >
          <Background gap={20} size={1} />
          <GraphControls layout={layout} room={room}>
            {props.children}
          </GraphControls>
        </ReactFlow>
        {drag.dragged && (
          <div className={classes.ghost} style={{ transform: `translate(${drag.dragged.x + 12}px, ${drag.dragged.y + 12}px)` }}>
            {titleOfStep(drag.dragged.node.step)}
          </div>
        )}
      </div>
    </GraphContext>
  );
}

function useGraphState(
  props: GraphCanvasProps,
  selectedKey: string | null,
  { select, activate }: Pick<GraphState, 'select' | 'activate'>,
  layout: FlowLayout,
  { dragged, begin }: ReturnType<typeof useStepDrag>,
): GraphState {
  const { decorations, startCaption, endCaption, folding, renderEdgeAction, onMenu, onMove } = props;
  const dropPlace = dragged?.place ?? null;
  const draggedKey = dragged?.node.key ?? null;
  const beginDrag = onMove ? begin : undefined;
  const openMenu = useMemo(() => onMenu && ((step: FlowModule, _key: string, at: { x: number; y: number }) => onMenu(step, at)), [onMenu]);
  return useMemo(
    () => ({
      decorations,
      selectedKey,
      tabKey: selectedKey ?? layout.nodes.find(({ kind }) => kind === 'step')?.key ?? startKey,
      startCaption,
      endCaption,
      select,
      activate,
      toggleFold: folding.toggle,
      openMenu,
      renderEdgeAction,
      dropPlace,
      draggedKey,
      beginDrag,
    }),
    [
      decorations,
      selectedKey,
      layout,
      startCaption,
      endCaption,
      select,
      activate,
      folding.toggle,
      openMenu,
      renderEdgeAction,
      dropPlace,
      draggedKey,
      beginDrag,
    ],
  );
}

/** Moves the picture as little as needed for a node to be seen whole. */
function useBringIntoSight(layout: FlowLayout, room: { width: number; height: number }): (key: string) => void {
  const { getViewport, setViewport } = useReactFlow();
  const newest = useRef({ layout, room });
  newest.current = { layout, room };
  return useCallback(
    (key: string) => {
      const node = newest.current.layout.nodes.find((candidate) => candidate.key === key);
      if (!node) return;
      const { x, y, zoom } = getViewport();
      const shift = (start: number, length: number, offset: number, available: number): number => {
        const from = start * zoom + offset;
        const to = from + length * zoom;
        return from < 24 ? 24 - from : to > available - 24 ? available - 24 - to : 0;
      };
      const right = shift(node.x, node.width, x, newest.current.room.width);
      const down = shift(node.y, node.height, y, newest.current.room.height);
      if (right !== 0 || down !== 0) void setViewport({ x: x + right, y: y + down, zoom });
    },
    [getViewport, setViewport],
  );
}

/** A node that was out of sight is drawn in the next frames; the focus waits for it. */
function focusWhenThere(frame: HTMLElement | null, key: string, tries = 10): void {
  const found = frame?.querySelector<HTMLElement>(`[data-graph-key="${CSS.escape(key)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenThere(frame, key, tries - 1));
}

function keyOf({ nodes }: FlowLayout, step: string | null): string | null {
  if (step === null) return null;
  return nodes.find((node) => (node.kind === 'step' ? node.step.id === step : node.key === step))?.key ?? null;
}

function idOf({ nodes }: FlowLayout, key: string): string {
  const node = nodes.find((candidate) => candidate.key === key);
  return node?.kind === 'step' ? node.step.id : key === startKey ? startKey : endKey;
}

function nodeOnCanvas(node: GraphNode): NodeOnCanvas {
  return {
    id: node.key,
    type: 'graph',
    position: { x: node.x, y: node.y },
    width: node.width,
    height: node.height,
    data: { node },
    // Boxes lie under lines, lines under cards; a box in a box lies over it.
    zIndex: node.kind === 'box' ? node.depth : 1000,
    ariaRole: 'presentation',
    domAttributes: { 'aria-roledescription': undefined },
  };
}

function edgeOnCanvas(edge: GraphEdge): EdgeOnCanvas {
  return {
    id: edge.key,
    type: 'graph',
    source: edge.from.key,
    target: edge.to.key,
    data: { edge },
    zIndex: 500,
    ariaRole: 'presentation',
    domAttributes: { 'aria-hidden': true },
  };
}
