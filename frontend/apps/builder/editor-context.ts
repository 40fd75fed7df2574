import { createContext, use } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { AppNode, AppPage } from '../../../backend/apps/app.contract.ts';
import { indexOf, type Located } from '../../../backend/apps/core/tree.ts';
import type { PageRuntime } from '../runtime/page-runtime.ts';
import type { Editor } from './editor-store.ts';

/** What every part of the builder reaches. */
export type EditorContext = { readonly store: StoreApi<Editor>; readonly runtime: PageRuntime | null };
const Context = createContext<EditorContext | null>(null);
export const EditorProvider = Context.Provider;

function useEditorContext(): EditorContext {
  const found = use(Context);
  if (!found) throw new Error('A part of the builder is drawn outside of it');
  return found;
}

/** A part of what is edited, followed. */
export function useEditor<Part>(select: (editor: Editor) => Part): Part {
  return useStore(useEditorContext().store, select);
}

/** The editor itself, for what is done by events. */
export const useEditorStore = (): StoreApi<Editor> => useEditorContext().store;

/** The page that runs on the canvas: live values. */
export const useCanvasRuntime = (): PageRuntime | null => useEditorContext().runtime;

/** The page on the canvas. */
export const useEditedPage = (): AppPage | undefined => useEditor(({ session, page }) => session.document.pages.find(({ id }) => id === page));

/** The one component that is selected. */
export function useSelected(): Located | undefined {
  return useEditor(({ session, selection }) =>
    selection.kind === 'components' && selection.ids.length === 1 ? indexOf(session.document).get(selection.ids[0] ?? '') : undefined,
  );
}

/** Whether a component is selected. */
export const useIsSelected = (node: AppNode): boolean => useEditor(({ selection }) => selection.kind === 'components' && selection.ids.includes(node.id));
