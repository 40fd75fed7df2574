import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import type { AppPage } from '../../../../backend/apps/app.contract.ts';
import type { ViewHost } from '../../../../components/view.ts';
import type { PageRuntime } from '../../runtime/page-runtime.ts';
import { PageView } from '../../runtime/PageView.tsx';
import type { EditFrames } from '../../runtime/runtime-context.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { canvasKey } from './canvas-keys.ts';
import { NodeFrame } from './NodeFrame.tsx';
import { SlotFrame } from './SlotFrame.tsx';
import classes from './Canvas.module.css';

const frames: EditFrames = {
  node: (node, content) => (
    <NodeFrame key={node.id} node={node}>
      {content}
    </NodeFrame>
  ),
  slot: (place, slot, content) => (
    <SlotFrame place={place} slot={slot}>
      {content}
    </SlotFrame>
  ),
};

/** Widths of the devices that a page is looked at on. */
const widths = { base: undefined, medium: 768, narrow: 390 } as const;

/** The page as viewers get it, with frames around what can be edited; in the preview without them. */
export function Canvas({ runtime, page, host }: { runtime: PageRuntime | null; page: AppPage; host: ViewHost | null }): ReactNode {
  const store = useEditorStore();
  const mode = useEditor((editor) => editor.mode);
  const width = useEditor((editor) => editor.width);
  const isEditing = mode === 'edit';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isEditing && canvasKey(event, store.getState())) event.preventDefault();
  };
  const style = useMemo(() => ({ maxWidth: widths[width] }), [width]);
  return (
    <div
      className={classes.canvas}
      data-mode={mode}
      role="region"
      aria-label={isEditing ? 'Canvas' : 'Preview'}
      onPointerDown={isEditing ? () => store.getState().select({ kind: 'page' }) : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes.page} style={style}>
        {runtime && host && <PageView runtime={runtime} page={page} host={host} isEditing={isEditing} {...(isEditing ? { frames } : {})} />}
      </div>
    </div>
  );
}
