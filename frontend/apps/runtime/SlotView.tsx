import type { CSSProperties, ReactNode } from 'react';
import { useMemo, useRef } from 'react';
import type { AppNode, Slot } from '../../../backend/apps/app.contract.ts';
import { boxOf, breakpointOf, cellsAt, rowPixels, withHeights } from '../../../backend/apps/core/layout.ts';
import type { ParentPlace } from '../../../backend/apps/core/tree.ts';
import { NodeView } from './NodeView.tsx';
import { useRuntime } from './runtime-context.ts';
import { useHeights, useWidth } from './useSizes.ts';
import classes from './SlotView.module.css';

/** The children of a page or container, laid out as the slot says. */
export function SlotView({ slot, place }: { slot: Slot; place: ParentPlace }): ReactNode {
  const { frames } = useRuntime();
  const content = slot.flow === 'grid' ? <GridSlot slot={slot} /> : <LineSlot slot={slot} />;
  return frames ? frames.slot(place, slot, content) : content;
}

/** Modals and drawers stand above the page: they take no place in it. */
const useParts = (slot: Slot): { flowing: AppNode[]; floating: AppNode[] } => {
  const { runtime } = useRuntime();
  return useMemo(() => {
    const isFloating = (node: AppNode): boolean => runtime.isOverlay(node);
    return { flowing: slot.children.filter((node) => !isFloating(node)), floating: slot.children.filter(isFloating) };
  }, [slot, runtime]);
};

function LineSlot({ slot }: { slot: Slot }): ReactNode {
  const { flowing, floating } = useParts(slot);
  const style = { '--slot-gap': slot.gap === undefined ? undefined : `${slot.gap}px`, alignItems: slot.align ?? undefined } as CSSProperties;
  return (
    <>
      <div className={slot.flow === 'row' ? classes.row : classes.column} style={style}>
        {flowing.map((node) => (
          <div key={node.id} className={classes.lineItem} style={{ flexGrow: node.layout.grow ?? 0 }} data-node={node.id}>
            <NodeView node={node} />
          </div>
        ))}
      </div>
      <Floating nodes={floating} />
    </>
  );
}

/** Modals and drawers: nothing while they are closed. In the builder they lie open below the page, so that they can be filled. */
function Floating({ nodes }: { nodes: readonly AppNode[] }): ReactNode {
  const { isEditing } = useRuntime();
  if (nodes.length === 0) return null;
  const drawn = nodes.map((node) => <NodeView key={node.id} node={node} />);
  return isEditing ? <div className={classes.floating}>{drawn}</div> : drawn;
}

/** Rows of space below content that decides its height itself. */
const rowsBelowAuto = 2;

/**
 * A grid of 12 columns. The width of the container, not of the window, decides on the layout. What decides its height itself is measured, and what
 * is below it moves as it grows. Children stand in reading order in the page, whatever their order in the document.
 */
function GridSlot({ slot }: { slot: Slot }): ReactNode {
  const { flowing, floating } = useParts(slot);
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container);
  const { heights, measure } = useHeights();
  const placed = useMemo(() => cellsAt(flowing, breakpointOf(width)), [flowing, width]);
  const boxes = useMemo(() => {
    const measured = placed.map(({ id, cell }) => {
      const pixels = heights.get(id);
      return boxOf(id, cell, pixels === undefined ? undefined : pixels === 0 ? 0 : Math.ceil(pixels / rowPixels) + rowsBelowAuto);
    });
    const natural = placed.map(({ id, cell }) => boxOf(id, cell));
    return new Map(withHeights(natural, new Map(measured.map(({ id, h }) => [id, h]))).map((box) => [box.id, box]));
  }, [placed, heights]);
  const nodes = new Map(flowing.map((node) => [node.id, node]));
  return (
    <>
      <div ref={container} className={classes.grid} style={slot.gap === undefined ? undefined : ({ '--slot-gap': `${slot.gap}px` } as CSSProperties)}>
        {placed.map(({ id, cell }) => {
          const [node, box] = [nodes.get(id), boxes.get(id)];
          if (!node || !box) return null;
          const style = { gridColumn: `${box.x + 1} / span ${box.w}`, gridRow: `${box.y + 1} / span ${Math.max(1, box.h)}` };
          return (
            <div key={id} className={classes.cell} style={style} data-node={id}>
              {cell.h === 'auto' ? (
                <div ref={measure(id)} className={classes.auto}>
                  <NodeView node={node} />
                </div>
              ) : (
                <NodeView node={node} />
              )}
            </div>
          );
        })}
      </div>
      <Floating nodes={floating} />
    </>
  );
}
