import type { KeyboardEvent, ReactNode } from 'react';
import type { Slot } from '../../../../backend/apps/app.contract.ts';
import { readingOrder } from '../../../../backend/apps/core/layout.ts';
import { useEditedPage, useEditor, useEditorStore } from '../editor-context.ts';
import { canvasKey } from '../canvas/canvas-keys.ts';
import { useLanding, usePress } from '../canvas/DragLayer.tsx';
import { ComponentIcon } from './ComponentIcon.tsx';
import classes from './TreePanel.module.css';

/**
 * The components of the page as a tree, in the order in which they are read. Rows are dragged to other places of it or onto the canvas. The keys of the
 * canvas work here too.
 */
export function TreePanel(): ReactNode {
  const store = useEditorStore();
  const page = useEditedPage();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const index = rows.indexOf(event.target as HTMLElement);
    const isPlain = !event.shiftKey && !event.metaKey && !event.ctrlKey && !event.altKey;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (isPlain && step !== 0 && index >= 0) {
      event.preventDefault();
      rows[index + step]?.focus();
    } else if (event.key !== 'Enter' && canvasKey(event, store.getState())) event.preventDefault();
  };
  if (!page) return null;
  if (page.body.children.length === 0) return <p className={classes.empty}>There is nothing on this page yet. Add a component.</p>;
  return (
    <div className={classes.tree} role="tree" aria-label="Components" onKeyDown={onKeyDown}>
      <Branch slot={page.body} level={1} />
    </div>
  );
}

function Branch({ slot, level, name }: { slot: Slot; level: number; name?: string }): ReactNode {
  const children = slot.flow === 'grid' ? readingOrder(slot.children) : slot.children;
  return (
    <>
      {name !== undefined && slot.children.length > 0 && (
        <div className={classes.slot} style={{ paddingInlineStart: `${level * 12}px` }}>
          {name}
        </div>
      )}
      {children.map((node) => (
        <Row key={node.id} id={node.id} type={node.type} level={level}>
          {Object.entries(node.slots ?? {}).map(([slotName, inner], _index, all) => (
            <Branch key={slotName} slot={inner} level={level + 1} {...(all.length > 1 ? { name: slotName } : {})} />
          ))}
        </Row>
      ))}
    </>
  );
}

function Row({ id, type, level, children }: { id: string; type: string; level: number; children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const isSelected = useEditor(({ selection }) => selection.kind === 'components' && selection.ids.includes(id));
  const hasProblem = useEditor(({ problems }) => problems.some(({ part }) => part.id === id));
  const press = usePress();
  const edge = useLanding(({ target }) => (target?.row?.id === id ? target.row.edge : undefined));
  const isDragging = useLanding(({ dragged }) => dragged === id);
  return (
    <>
      <div
        role="treeitem"
        aria-level={level}
        aria-selected={isSelected}
        tabIndex={isSelected || level === 1 ? 0 : -1}
        className={classes.row}
        data-selected={isSelected}
        data-tree-row={id}
        data-landing={edge}
        data-dragging={isDragging || undefined}
        style={{ paddingInlineStart: `${level * 12}px` }}
        onPointerDown={(event) => event.button === 0 && press(event, { kind: 'node', id })}
        onClick={(event) => store.getState().selectComponents([id], event.shiftKey)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') store.getState().selectComponents([id], event.shiftKey);
        }}
      >
        <ComponentIcon type={type} />
        <span className={classes.id}>{id}</span>
        {hasProblem && <span className={classes.problem} role="img" aria-label="has problems" />}
      </div>
      {children}
    </>
  );
}
