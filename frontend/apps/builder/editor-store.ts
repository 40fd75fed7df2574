import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { Breakpoint } from '../../../backend/apps/app.contract.ts';
import type { AppDraft, AppProblem } from '../../../backend/apps/apps.contract.ts';
import { CommandRefused } from '../../../backend/apps/core/commands/command.ts';
import { indexOf } from '../../../backend/apps/core/tree.ts';
import { isApiError } from '../../api/api-error.ts';
import { toast } from '../../ui/toast.ts';
import { beginAppDraft, sendAppCommands } from '../apps.api.ts';
import { answered, beginSession, caughtUp, forget, notDelivered, perform, redo, settle, takeToSend, undo, type EditState } from './edit-session.ts';

/** Panels at the left, one at a time. */
export type LeftPanel = 'add' | 'tree' | 'pages' | 'values' | 'settings';
/** What is below the canvas. */
export type DockTab = 'actions' | 'problems' | 'dependencies' | 'timeline';
/** What is edited beside the canvas. */
export type Selection =
  { readonly kind: 'components'; readonly ids: readonly string[] } | { readonly kind: 'action'; readonly id: string } | { readonly kind: 'page' };

/** A field waits for a component to be clicked, whose value it is then connected to. */
export type Connecting = { readonly id: string; readonly label: string; readonly pick: (expr: string) => void };

/** The app that is being edited, in one window. */
export type Editor = {
  readonly workspace: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly liveVersion: number | null;
  readonly session: EditState;
  readonly problems: readonly AppProblem[];
  readonly page: string;
  readonly selection: Selection;
  readonly panel: LeftPanel | null;
  readonly dock: DockTab | null;
  readonly mode: 'edit' | 'preview';
  readonly width: Breakpoint | 'base';
  /** How large the page is drawn; null: as it fits, which is `fittingZoom`. */
  readonly zoom: number | null;
  readonly fittingZoom: number;
  readonly connecting: Connecting | null;
  /** `saved`: the server has everything; `failed`: it does not answer, and is asked again. */
  readonly saving: 'saved' | 'saving' | 'failed';
  /** Why something was not saved, where it was not. */
  readonly failure: unknown;
  /** Does something to the document. What does not fit is told, and changes nothing. `merge`: follows what was done under the same key as one step. */
  perform(command: AppCommand, title: string, merge?: string): boolean;
  /** The editor as it is now: what was handed to an event grows old with its first change. */
  now(): Editor;
  undo(): void;
  redo(): void;
  /** Ends a step that several changes made up. */
  settle(): void;
  setTexts(texts: { summary?: string; description?: string }): void;
  select(selection: Selection): void;
  /** Selects components; with `isAdded` beside those that are selected, or no longer if it was. */
  selectComponents(ids: readonly string[], isAdded?: boolean): void;
  show(change: Partial<Pick<Editor, 'page' | 'panel' | 'dock' | 'mode' | 'width' | 'zoom' | 'fittingZoom' | 'liveVersion' | 'connecting'>>): void;
  /** Asks what others did; with a number only if that is news. */
  catchUp(seq?: number): void;
  /** Sends at once what is not sent yet; rejects where that cannot be delivered. */
  deliver(): Promise<void>;
  /** Sends what is done, as long as the builder is open; gives back how to stop, after what is left was sent. */
  attach(): () => void;
};

/** How long is waited for more before commands are sent. */
const sendDelayMs = 250;
const retryDelayMs = 3000;

/** Edits an app: what is done is seen at once, sent in its order, and joined with what others do. */
export function createEditor(workspace: string, draft: AppDraft): StoreApi<Editor> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let texts: { summary?: string; description?: string } = {};
  let isLeft = false;
  /** The newest command that was heard of since the server was asked last; `Infinity`: something may have been missed. */
  let heard = 0;
  /** Tells the windows of one person apart, and what one of them sent. */
  const client = crypto.randomUUID().slice(0, 8);

  const store = createStore<Editor>((set, get) => {
    const put = (session: EditState): void => set(({ selection, page }) => ({ session, ...stillThere(session, selection, page) }));
    const attempt = (change: () => EditState): boolean => {
      try {
        const session = change();
        if (session === get().session) return true;
        put(session);
        if (get().saving === 'saved') set({ saving: 'saving' });
        soon(sendDelayMs);
        return true;
      } catch (error) {
        if (!(error instanceof CommandRefused)) throw error;
        toast({ title: error.message, isProblem: true });
        return false;
      }
    };
    return {
      workspace,
      path: draft.path,
      summary: draft.summary,
      description: draft.description,
      liveVersion: draft.live_version,
      session: beginSession(draft.document, draft.seq),
      problems: draft.problems,
      page: draft.document.pages[0]?.id ?? '',
      selection: { kind: 'page' },
      panel: 'add',
      dock: null,
      mode: 'edit',
      width: 'base',
      zoom: null,
      fittingZoom: 1,
      connecting: null,
      saving: 'saved',
      failure: null,
      perform: (command, title, merge) => attempt(() => perform(get().session, command, title, merge ?? null)),
      now: get,
      undo: () => {
        if (!attempt(() => undo(get().session))) put(forget(get().session, 'undo'));
      },
      redo: () => {
        if (!attempt(() => redo(get().session))) put(forget(get().session, 'redo'));
      },
      settle: () => set({ session: settle(get().session) }),
      setTexts: (change) => {
        texts = { ...texts, ...change };
        set({ ...change, ...(get().saving === 'saved' ? { saving: 'saving' } : {}) });
        soon(sendDelayMs);
      },
      select: (selection) => set({ selection, connecting: null }),
      selectComponents: (ids, isAdded = false) => {
        const { selection } = get();
        const before = isAdded && selection.kind === 'components' ? selection.ids : [];
        const next = [...before.filter((id) => !ids.includes(id)), ...ids.filter((id) => !before.includes(id))];
        set({ selection: next.length === 0 ? { kind: 'page' } : { kind: 'components', ids: next }, connecting: null });
      },
      show: (change) => set(change),
      catchUp: (seq = Infinity) => {
        heard = Math.max(heard, seq);
        if (!isLeft && heard > get().session.seq) soon(0);
      },
      deliver: () => {
        soon(0);
        return new Promise((done, refuse) => {
          const isOver = ({ saving, failure }: Editor): boolean => {
            if (saving === 'saved') done();
            if (saving === 'failed') refuse(failure);
            return saving !== 'saving';
          };
          if (isOver(get())) return;
          const stop = store.subscribe((editor) => isOver(editor) && stop());
        });
      },
      attach: () => {
        isLeft = false;
        return () => {
          isLeft = true;
          soon(0);
        };
      },
    };
  });

  const soon = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void exchange(), delayMs);
  };

  /** Sends what is to be sent, or asks. Only one exchange is open at a time: what comes meanwhile is sent when its answer has come. */
  const exchange = async (): Promise<void> => {
    const before = store.getState().session;
    const sentTexts = texts;
    const hasTexts = Object.keys(sentTexts).length > 0;
    const taken = takeToSend(before, hasTexts || (!isLeft && heard > before.seq));
    if (!taken) return;
    store.setState({ session: taken.state, ...(taken.commands.length > 0 || hasTexts ? { saving: 'saving' } : {}) });
    const asked = heard;
    texts = {};
    heard = 0;
    try {
      const answer = await sendAppCommands(workspace, draft.path, { commands: [...taken.commands], since: before.seq, client, ...sentTexts });
      const found = answered(store.getState().session, answer, client);
      if (found.isBehind) await reload(found.state);
      else take(found.state, { problems: answer.problems });
      if (found.refused !== null) toast({ title: 'A change could not be kept', message: found.refused, isProblem: true });
      soon(0);
    } catch (error) {
      texts = { ...sentTexts, ...texts };
      heard = Math.max(heard, asked);
      store.setState({ session: notDelivered(store.getState().session), saving: 'failed', failure: error });
      if (isApiError(error) && error.status >= 400 && error.status < 500) toast({ title: 'The change was not saved', message: error.message, isProblem: true });
      else soon(retryDelayMs);
    }
  };

  /** Goes on with what the server has answered. */
  const take = (session: EditState, change: Partial<Pick<Editor, 'problems' | 'summary' | 'description'>>): void => {
    const { selection, page } = store.getState();
    const isSaved = session.pending.length === 0 && Object.keys(texts).length === 0;
    store.setState({ session, ...change, saving: isSaved ? 'saved' : 'saving', ...stillThere(session, selection, page) });
  };

  /** Too much happened elsewhere: the working copy is taken as it is now, and what was not sent yet is done on it. */
  const reload = async (session: EditState): Promise<void> => {
    store.setState({ session });
    heard = Infinity;
    const fresh = await beginAppDraft(workspace, draft.path);
    const { state, refused } = caughtUp(store.getState().session, fresh.document, fresh.seq);
    take(state, { problems: fresh.problems, summary: fresh.summary, description: fresh.description, ...texts });
    if (refused !== null) toast({ title: 'A change could not be kept', message: refused, isProblem: true });
  };

  return store;
}

/** What is selected, as far as it is still there. */
function stillThere({ document }: EditState, selection: Selection, page: string): { selection: Selection; page: string } {
  const isThere = document.pages.some(({ id }) => id === page);
  const next = isThere ? page : (document.pages[0]?.id ?? '');
  if (selection.kind === 'action') return { page: next, selection: document.actions.some(({ id }) => id === selection.id) ? selection : { kind: 'page' } };
  if (selection.kind !== 'components') return { page: next, selection };
  const ids = selection.ids.filter((id) => indexOf(document).has(id));
  if (ids.length === selection.ids.length) return { page: next, selection };
  return { page: next, selection: ids.length > 0 ? { kind: 'components', ids } : { kind: 'page' } };
}
