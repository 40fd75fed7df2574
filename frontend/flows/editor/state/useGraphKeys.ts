import { useEffect, useRef, type RefObject } from 'react';
import { isFocusFree } from '../../../ui/focus.ts';
import { useShortcut } from '../../../ui/shortcuts.ts';
import type { Place } from '../../graph/layout-types.ts';
import type { ScreenPoint } from '../insert/InsertMenu.tsx';
import { placeAfter, placeBefore, placeBeside } from './places.ts';
import type { FlowEditor } from './useFlowEditor.ts';

type Options = {
  editor: FlowEditor;
  frame: RefObject<HTMLElement | null>;
  onInsert: (inserting: { place: Place; at: ScreenPoint }) => void;
};

const group = 'Steps of the flow';

/** Everything that can be done to steps by keys alone. Arrows are the graph's own. */
export function useGraphKeys({ editor, frame, onInsert }: Options): { focusSelected: () => void } {
  const { document: flow, selected, run } = editor;
  const step = selected !== null && !selected.startsWith('#') ? selected : null;
  const at = (): ScreenPoint => {
    const key = selected?.startsWith('#') ? `[data-graph-key="${selected}"]` : `[data-step="${step ?? ''}"]`;
    const box = (frame.current?.querySelector(key) ?? frame.current)?.getBoundingClientRect();
    return box ? { x: box.left + Math.min(box.width / 2, 200), y: Math.min(box.bottom, innerHeight - 320) } : { x: innerWidth / 2, y: innerHeight / 3 };
  };
  const move = (direction: 'up' | 'down'): void => {
    const to = step === null ? null : placeBeside(flow.value, step, direction);
    if (step === null || to === null) return;
    run({ do: 'move_step', step, to });
    focusSelected();
  };
  // The node is drawn anew after a change; the focus goes where the selection then is.
  const wantsFocus = useRef(false);
  const focusSelected = (): void => void (wantsFocus.current = true);
  useEffect(() => {
    if (!wantsFocus.current || selected === null) return;
    wantsFocus.current = false;
    focusWhenDrawn(frame, selected);
  }, [frame, selected, flow]);
  const remove = (): void => {
    if (step === null) return;
    run({ do: 'delete_steps', steps: [step] });
    focusSelected();
  };
  const duplicate = (): void => {
    if (step === null) return;
    run({ do: 'duplicate_step', step });
    focusSelected();
  };
  useShortcut('a', 'Insert a step after the selected one', () => onInsert({ place: placeAfter(flow.value, selected), at: at() }), { group });
  useShortcut('b', 'Insert a step before the selected one', () => onInsert({ place: placeBefore(flow.value, selected), at: at() }), { group });
  useShortcut('d', 'Duplicate the selected step', duplicate, { group });
  useShortcut('delete', 'Delete the selected step', remove, { group });
  useShortcut('backspace', 'Delete the selected step', remove, { group });
  useShortcut('shift+arrowup', 'Move the selected step up', () => move('up'), { group });
  useShortcut('shift+arrowdown', 'Move the selected step down', () => move('down'), { group });
  useShortcut('alt+g', 'Go to the graph, also out of a field', () => focusGraph(frame.current), { group });
  useShortcut('escape', 'Go back to the flow', () => editor.select(null), { group, isEnabled: selected !== null });
  return { focusSelected };
}

/** The picture follows the flow a few frames later, and the card at a place is then that of another step: the focus is put back until it has settled. */
function focusWhenDrawn(frame: RefObject<HTMLElement | null>, step: string, frames = 30, isFirst = true): void {
  requestAnimationFrame(() => {
    const card = frame.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(step)}"][aria-pressed="true"]`);
    const active = document.activeElement;
    const isLost = isFocusFree() || (active !== null && active !== card && active.hasAttribute('data-graph-key'));
    if (card && (isFirst || isLost)) card.focus({ preventScroll: true });
    if (frames > 0) focusWhenDrawn(frame, step, frames - 1, isFirst && !card);
  });
}

function focusGraph(frame: HTMLElement | null): void {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
  const selected = frame?.querySelector<HTMLElement>('[data-graph-key][aria-pressed="true"]');
  const target = selected ?? frame?.querySelector<HTMLElement>('[data-graph-key][tabindex="0"], [data-graph-key]');
  target?.focus({ preventScroll: true });
}
