import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { AppNode } from '../../../../backend/apps/app.contract.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore, useIsSelected } from '../editor-context.ts';
import { SelectedByOthers } from '../presence/PresentPeople.tsx';
import { useLanding, usePress } from './DragLayer.tsx';
import { ResizeHandles } from './ResizeHandles.tsx';
import classes from './NodeFrame.module.css';

/** A component on the canvas: it can be selected, dragged and resized; what it draws is only looked at. */
export function NodeFrame({ node, isHidden, children }: { node: AppNode; isHidden: boolean; children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const isSelected = useIsSelected(node);
  const hasProblem = useEditor(({ problems }) => problems.some(({ part, severity }) => part.id === node.id && severity === 'error'));
  const element = useRef<HTMLDivElement | null>(null);
  const press = usePress();
  const isDragging = useLanding(({ dragged }) => dragged === node.id);
  const title = catalog.get(node.type)?.title ?? node.type;
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // What is selected by keys gets the focus of the canvas, but never that of a field beside it.
    if (isSelected && document.activeElement?.closest('[data-canvas]')) element.current?.focus({ preventScroll: false });
  }, [isSelected]);
  const select = (event: PointerEvent): void => {
    event.stopPropagation();
    const { connecting } = store.getState();
    if (connecting) {
      connecting.pick(mainValueOf(node));
      store.getState().show({ connecting: null });
      return;
    }
    element.current?.focus({ preventScroll: true });
    if (event.shiftKey || !isSelected) store.getState().selectComponents([node.id], event.shiftKey);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    store.getState().selectComponents([node.id], event.shiftKey);
  };
  return (
    <div
      ref={element}
      role="group"
      aria-label={`${title} ${node.id}${isSelected ? ', selected' : ''}`}
      tabIndex={isSelected ? 0 : -1}
      className={classes.frame}
      data-frame={node.id}
      data-selected={isSelected}
      data-problem={hasProblem}
      data-hidden={isHidden || undefined}
      data-dragging={isDragging}
      onPointerDown={(event) => {
        const isPicking = store.getState().connecting !== null;
        select(event);
        if (!isPicking) press(event, { kind: 'node', id: node.id });
      }}
      onClick={(event) => {
        event.stopPropagation();
        const { selection, selectComponents } = store.getState();
        // A press on one of several may begin to drag them all; only a click means this one.
        if (!event.shiftKey && selection.kind === 'components' && selection.ids.length > 1 && isSelected) selectComponents([node.id]);
      }}
      onKeyDown={onKey}
    >
      <div className={classes.content} inert={node.slots === undefined}>
        {children}
      </div>
      <SelectedByOthers id={node.id} />
      {isSelected && (
        <>
          <span className={classes.name}>{node.id}</span>
          <ResizeHandles node={node} />
        </>
      )}
    </div>
  );
}

/** Fields of the state that people mean by "its value", the likeliest first. */
const mainFields = ['value', 'selected_row', 'selected_key', 'active', 'rows', 'params', 'result'];

/** What a click on a component means while a field is connected: its value, or the row that is chosen in it. */
function mainValueOf({ id, type }: AppNode): string {
  const state = catalog.get(type)?.state.shape ?? {};
  const field = mainFields.find((name) => name in state) ?? Object.keys(state)[0];
  return field === undefined ? id : `${id}.${field}`;
}
