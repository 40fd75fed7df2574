import { useCallback, useEffect, type RefObject } from 'react';
import { toast } from '../../../ui/toast.ts';
import { readSteps, writeSteps } from '../document/clipboard.ts';
import { locate } from '../document/commands.ts';
import type { FlowEditor } from './useFlowEditor.ts';
import { placeAfter } from './places.ts';

/** Copy and paste of steps, also from one flow to another. */
export type Clipboard = { copy: (step: string) => void; paste: (after: string | null) => void };

/** Keys of the clipboard work while the graph has the focus; in a field they mean its text. */
export function useClipboard(editor: FlowEditor, frame: RefObject<HTMLElement | null>): Clipboard {
  const { document: flow, selected, run } = editor;
  const insert = useCallback(
    (text: string, after: string | null) => {
      const steps = readSteps(text);
      if (steps) run({ do: 'insert_steps', at: placeAfter(flow.value, after), steps });
      else toast({ title: 'There are no steps in the clipboard', message: 'Copy a step of a flow, or OpenFlow as JSON.', isProblem: true });
    },
    [flow.value, run],
  );
  const textOf = useCallback((step: string) => writeSteps([locate(flow.value, step).module]), [flow.value]);
  useEffect(() => {
    const isHere = (): boolean => (frame.current?.contains(document.activeElement) ?? false) && (getSelection()?.isCollapsed ?? true);
    const isStep = selected !== null && !selected.startsWith('#');
    const onCopy = (event: ClipboardEvent): void => {
      if (!isHere() || !isStep) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', textOf(selected));
      if (event.type === 'cut') run({ do: 'delete_steps', steps: [selected] });
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (!isHere()) return;
      event.preventDefault();
      insert(event.clipboardData?.getData('text/plain') ?? '', selected);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [frame, selected, textOf, insert, run]);
  return {
    copy: (step) => void navigator.clipboard.writeText(textOf(step)).catch(refused),
    paste: (after) => void navigator.clipboard.readText().then((text) => insert(text, after), refused),
  };
}

const refused = (): void =>
  toast({ title: 'The browser does not give the clipboard', message: 'Use the keys for copy and paste while the graph has the focus.', isProblem: true });
