import { useEffect } from 'react';
import type { StoreApi } from 'zustand';
import { useShortcut } from '../../ui/shortcuts.ts';
import { copied, duplicate, pasteText } from './canvas/clipboard.ts';
import { nextZoom } from './canvas/zoom.ts';
import { remove } from './canvas/canvas-keys.ts';
import type { DockTab, Editor, LeftPanel } from './editor-store.ts';

const group = 'Components';
const nothing = (): void => undefined;

/** Keys that work wherever the focus is, and the help of those that the canvas knows. */
export function useBuilderKeys(store: StoreApi<Editor>): void {
  const open = (panel: LeftPanel) => (): void => {
    store.getState().show({ panel, mode: 'edit' });
    focusSoon('[data-panel] input, [data-panel] [tabindex="0"]');
  };
  useShortcut('a', 'Add a component', open('add'));
  useShortcut('t', 'Go to the tree of components', open('tree'));
  useShortcut('v', 'Show values and variables', open('values'));
  useShortcut('c', 'Go to the canvas', () => toCanvas());
  useShortcut('i', 'Go to what is selected', () => focusSoon('[data-inspector] input, [data-inspector] button'));
  useShortcut('f', 'Find a field or an event of what is selected', () => focusSoon('[data-inspector] [data-find]'));
  useShortcut('n', 'Add an action', () => {
    store.getState().show({ dock: 'actions', mode: 'edit' });
    pressSoon('[data-add-action]');
  });
  useShortcut('p', 'Preview, or back', () => store.getState().show({ mode: store.getState().mode === 'edit' ? 'preview' : 'edit' }));
  const below = (dock: DockTab) => (): void => {
    store.getState().show({ dock });
    focusSoon('[aria-label="Below the canvas"] [role="tab"][aria-selected="true"]');
  };
  useShortcut('o', 'Show the pages', open('pages'));
  useShortcut('s', 'Show the settings of the app', open('settings'));
  useShortcut('d a', 'Show the actions', below('actions'));
  useShortcut('d p', 'Show the problems', below('problems'));
  useShortcut('d d', 'Show what follows from what', below('dependencies'));
  useShortcut('d t', 'Show what ran, and why', below('timeline'));
  useShortcut('mod+j', 'Open or close what is below the canvas', () => store.getState().show({ dock: store.getState().dock === null ? 'actions' : null }));
  const zoom = (direction: 1 | -1) => (): void => {
    const { zoom: chosen, fittingZoom, show } = store.getState();
    show({ zoom: nextZoom(chosen ?? fittingZoom, direction) });
  };
  useShortcut('+', 'Look closer', zoom(1));
  useShortcut('-', 'Look from further away', zoom(-1));
  useShortcut('0', 'Fit the page into the room', () => store.getState().show({ zoom: null }));
  useShortcut('mod+z', 'Undo', () => store.getState().undo());
  useShortcut('mod+shift+z', 'Redo', () => store.getState().redo());
  useShortcut('delete', 'Delete what is selected', () => remove(store.getState()), { group });
  useShortcut('backspace', 'Delete what is selected', () => remove(store.getState()), { group });
  useShortcut('mod+d', 'Duplicate what is selected', () => duplicate(store.getState()), { group });
  // The canvas takes these itself, and only while it has the focus: presses are named in small letters, so that none of these is found.
  useShortcut('Tab', 'Next component; with Shift the one before', nothing, { group });
  useShortcut('Arrows', 'Move by a column or row; with Shift by five', nothing, { group });
  useShortcut('mod+Arrows', 'Make larger or smaller', nothing, { group });
  useShortcut('Enter', 'Into the container', nothing, { group });
  useShortcut('Esc', 'To what is around it', nothing, { group });
  useShortcut('mod+A', 'Select everything beside it', nothing, { group });
  useShortcut('mod+C', 'Copy, also into another app', nothing, { group });
  useShortcut('mod+X', 'Cut', nothing, { group });
  useShortcut('mod+V', 'Paste', nothing, { group });
  useShortcut('mod+E', 'In a field: an expression, or a value again', nothing, { group: 'Fields' });
  useShortcut('Esc', 'From a field back to the canvas', nothing, { group: 'Fields' });
  useClipboard(store);
  useWayBack();
}

/**
 * What is opened by a key is drawn when the listeners of the key are done, so that the next key, however fast, already means it; what has to be loaded
 * first comes some moments later.
 */
const soon = (selector: string, act: (element: HTMLElement) => void): void => queueMicrotask(() => attempt(selector, act, 60));

function attempt(selector: string, act: (element: HTMLElement) => void, framesLeft: number): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element) act(element);
  else if (framesLeft > 0) requestAnimationFrame(() => attempt(selector, act, framesLeft - 1));
}

const focusSoon = (selector: string): void => soon(selector, (element) => element.focus());
const pressSoon = (selector: string): void => soon(selector, (element) => element.click());

/** To what is selected on the canvas, or to the canvas itself; whoever is there by then stays where they are. */
const toCanvas = (): void =>
  soon('[data-canvas]', (canvas) => {
    if (!canvas.contains(document.activeElement)) (canvas.querySelector<HTMLElement>('[data-selected="true"]') ?? canvas).focus();
  });

/** Escape leads from a field beside the canvas back to it, where the keys mean what they say. What is open in the field closes first. */
function useWayBack(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== 'Escape' || event.defaultPrevented || !target?.closest('[data-inspector], [data-panel]')) return;
      if (target.getAttribute('aria-expanded') === 'true' && target.tagName === 'INPUT') return;
      toCanvas();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Copy, cut and paste of components: in a field, and where text is marked, the keys mean the text. */
function useClipboard(store: StoreApi<Editor>): void {
  useEffect(() => {
    const isOurs = (event: ClipboardEvent): boolean => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const isField = target !== null && (target.isContentEditable || ['INPUT', 'TEXTAREA'].includes(target.tagName));
      return !isField && store.getState().mode === 'edit' && document.querySelector('[role="dialog"][aria-modal="true"]') === null;
    };
    const onCopy = (event: ClipboardEvent): void => {
      const text = copied(store.getState());
      if (!isOurs(event) || text === null || getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
      if (event.type === 'cut') remove(store.getState());
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (isOurs(event) && pasteText(store.getState(), event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store]);
}
