import { DirectionProvider } from '@mantine/core';
import { useCallback, useEffect, useRef, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import type { AppPage } from '../../../../backend/apps/app.contract.ts';
import { directionOf } from '../../../../backend/apps/core/texts.ts';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import type { ViewHost } from '../../../../components/view.ts';
import type { PageRuntime } from '../../runtime/page-runtime.ts';
import { PageView } from '../../runtime/PageView.tsx';
import type { EditFrames } from '../../runtime/runtime-context.ts';
import { useWidth } from '../../runtime/useSizes.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { canvasKey } from './canvas-keys.ts';
import { useLanding } from './DragLayer.tsx';
import { NodeFrame } from './NodeFrame.tsx';
import { SlotFrame } from './SlotFrame.tsx';
import { useMarquee } from './useMarquee.tsx';
import classes from './Canvas.module.css';

const frames: EditFrames = {
  node: (node, content, isHidden) => (
    <NodeFrame key={node.id} node={node} isHidden={isHidden}>
      {content}
    </NodeFrame>
  ),
  slot: (place, slot, content) => (
    <SlotFrame place={place} slot={slot}>
      {content}
    </SlotFrame>
  ),
  useShowsEmpty: (id) => {
    const isTarget = useLanding(({ target }) => target !== null && 'node' in target.place && target.place.node === id);
    const isNear = useEditor(
      ({ selection, session }) => selection.kind === 'components' && selection.ids.some((one) => one === id || isIn(session.document, one, id)),
    );
    return isNear || isTarget;
  },
};

const isIn = (document: Parameters<typeof indexOf>[0], id: string, container: string): boolean => {
  const parent = indexOf(document).get(id)?.parent;
  return parent !== undefined && 'node' in parent && parent.node === container;
};

/** Widths of the devices that a page is looked at on. A wide page is never narrower than this: where there is less room it is drawn smaller. */
const widths = { base: 920, medium: 768, narrow: 390 } as const;
const paddingPixels = 24;

/** In which direction the language is written that the page speaks now. */
function useDirectionOf(runtime: PageRuntime | null): 'ltr' | 'rtl' {
  const follow = useCallback((listener: () => void) => runtime?.signals.follow(['app'], listener) ?? (() => undefined), [runtime]);
  const language = useSyncExternalStore(follow, () => (runtime?.signals.get('app') as { language?: string | null } | undefined)?.language ?? null);
  return directionOf(language);
}

const sideKeys: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** A key on a page that is read from right to left: what goes to the right there goes back. */
const turned = ({ key, shiftKey, metaKey, ctrlKey, altKey }: KeyboardEvent): Parameters<typeof canvasKey>[0] => ({
  key: sideKeys[key] ?? key,
  shiftKey,
  metaKey,
  ctrlKey,
  altKey,
});

/** The page as viewers get it, with frames around what can be edited; in the preview without them. */
export function Canvas({ runtime, page, host }: { runtime: PageRuntime | null; page: AppPage; host: ViewHost | null }): ReactNode {
  const store = useEditorStore();
  const element = useRef<HTMLDivElement>(null);
  const mode = useEditor((editor) => editor.mode);
  const width = useEditor((editor) => editor.width);
  const room = useWidth(element) - 2 * paddingPixels;
  const isEditing = mode === 'edit';
  const direction = useDirectionOf(runtime);
  const theme = useEditor(({ session }) => session.document.theme);
  const looks = { 'data-accent': theme.accent, 'data-density': theme.density, ...(theme.mode === 'auto' ? {} : { 'data-mantine-color-scheme': theme.mode }) };
  const marquee = useMarquee();
  const connecting = useEditor((editor) => editor.connecting?.label);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isEditing && event.key === 'Escape' && connecting !== undefined) return store.getState().show({ connecting: null });
    if (!isEditing || !canvasKey(direction === 'rtl' ? turned(event) : event, store.getState())) return;
    event.preventDefault();
    // What had the focus may be gone; the canvas keeps it, so that the next key still counts.
    requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) element.current?.focus({ preventScroll: true });
    });
  };
  const pixels = width === 'base' ? Math.max(room, widths.base) : widths[width];
  const fitting = Math.min(1, room / pixels);
  const zoom = useEditor((editor) => editor.zoom) ?? fitting;
  useEffect(() => store.getState().show({ fittingZoom: fitting }), [store, fitting]);
  return (
    <div
      ref={element}
      className={classes.canvas}
      data-mode={mode}
      data-connecting={connecting !== undefined || undefined}
      data-canvas={page.id}
      role="region"
      aria-label={isEditing ? 'Canvas' : 'Preview'}
      tabIndex={0}
      onPointerDown={isEditing ? marquee.begin : undefined}
      onKeyDown={onKeyDown}
    >
      <h2 className="visually-hidden">{page.title}</h2>
      {connecting !== undefined && (
        <p className={classes.connecting} role="status">
          Click the component that {connecting} is connected to, or press Esc.
        </p>
      )}
      <div className={classes.page} dir={direction} {...looks} style={{ width: pixels, zoom }}>
        <DirectionProvider key={direction} initialDirection={direction} detectDirection={false}>
          {runtime && host && <PageView key={mode} runtime={runtime} page={page} host={host} isEditing={isEditing} {...(isEditing ? { frames } : {})} />}
        </DirectionProvider>
      </div>
      {marquee.area}
    </div>
  );
}
