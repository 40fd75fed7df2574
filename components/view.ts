import type { ComponentType, ReactNode } from 'react';
import type { z } from 'zod';
import type { ComponentDefinition } from './component.ts';

/** Names that a slot adds to the scope of what is in it: `item` and `index` in a list, `row` below a row. */
export type ScopeNames = Readonly<Record<string, unknown>>;

/** What a component can do besides what is drawn: called by handlers, by name. */
export type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** State of an action as components see it. An older answer never replaces a newer one. */
export type ActionState = {
  readonly status: 'idle' | 'queued' | 'running' | 'success' | 'error' | 'cancelled';
  readonly data: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly job_id: string | null;
  readonly is_running: boolean;
  /** Whether the person who looks may run it; a button for what they may not is better hidden. The server decides again at each run. */
  readonly is_allowed: boolean;
  readonly is_stale: boolean;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
};

/** A file that was put into the object store. */
export type UploadedFile = { readonly id: string; readonly name: string; readonly size: number; readonly type: string };

/** The form of a schema. */
export type FormPartProps = {
  readonly schema: unknown;
  readonly given: Readonly<Record<string, unknown>>;
  /** Words of the button; none for a form that something else sends. */
  readonly submitText: string;
  readonly hasReset: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (values: Readonly<Record<string, unknown>>, isValid: boolean) => void;
  readonly onReset: () => void;
  /** Rejects with what a person can read, which the form shows. */
  readonly onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Gets what methods need, while the form is drawn. */
  readonly control: { current: { submit(): void; check(): boolean; setValues(values: Record<string, unknown>): void } | null };
};

/** A run that is followed. */
export type JobPartProps = {
  readonly jobId: string;
  readonly hasLog: boolean;
  /** The steps of a flow, in place of its log. */
  readonly hasGraph: boolean;
  readonly hasResult: boolean;
  readonly mayRetry: boolean;
  readonly onChange: (job: { status: string; result: unknown; error: { code: string; message: string } | null; progress: number | null }) => void;
  readonly onRetry: (jobId: string) => void;
  readonly control: { current: { retry(): Promise<void> } | null };
};

/** A request for approval, in a few facts. */
export type ApprovalFacts = {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly risk: string;
  readonly requested_by: string;
  readonly created_at: string;
};

/** Requests that wait for a decision. */
export type ApprovalsPartProps = {
  readonly scope: 'waiting' | 'requested' | 'all';
  readonly path: string;
  readonly limit: number;
  readonly selected: string | null;
  readonly emptyText: string;
  readonly onRows: (rows: readonly ApprovalFacts[]) => void;
  readonly onSelect: (id: string | null) => void;
  readonly onDecided: (decision: { id: string; vote: 'approve' | 'reject'; status: string }) => void;
};

/** The editor of code. */
export type CodePartProps = {
  readonly value: string;
  /** `typescript`, `python`, `bash`, `sql`, `json`, `yaml` or `text`. */
  readonly language: string;
  readonly label: string;
  readonly isReadOnly: boolean;
  readonly isInvalid: boolean;
  readonly hasLineNumbers: boolean;
  readonly minHeight: number;
  readonly maxHeight: number;
  readonly placeholder?: string | undefined;
  readonly onChange: (value: string) => void;
};

/** A way to look at a table that a person keeps. */
export type KeptView = { readonly name: string; readonly value: unknown; readonly is_default: boolean };

/** Keeps views of a component for the person who looks, for nobody else. */
export type KeptViews = {
  list(component: string): Promise<readonly KeptView[]>;
  put(component: string, view: KeptView): Promise<void>;
  remove(component: string, name: string): Promise<void>;
};

/** How far a file of all rows is. */
export type RowsExport = {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly format: 'csv' | 'xlsx' | 'jsonl';
  readonly row_count: number;
  readonly total: number | null;
  readonly error: { readonly message: string } | null;
};

/** What a file of all rows is made of. */
export type RowsWanted = {
  readonly query: { readonly sort: unknown; readonly filter: unknown; readonly search: string };
  readonly row_key: string;
  readonly columns: readonly { readonly field: string; readonly title: string }[];
  readonly name: string;
  readonly format: RowsExport['format'];
};

/** Has the server make files of all rows that an action gives page by page. They are for the person who asks, and go on when the page is left. */
export type RowsExports = {
  begin(action: string, wanted: RowsWanted): Promise<RowsExport>;
  /** Answers when more rows are in the file, or it has ended. */
  follow(id: string): Promise<RowsExport>;
  cancel(id: string): Promise<void>;
  addressOf(id: string): string;
};

/** A conversation with an agent. */
export type ChatPartProps = {
  /** Path of the agent; empty where it is only for people without an account. */
  readonly agent: string;
  /** The action with whose agent people without an account talk; empty: they do not. */
  readonly guestAction: string;
  /** Gives a file of somebody without an account to the app, for the next message; absent where none are taken. */
  readonly giveFile?: ((file: File, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<UploadedFile>) | undefined;
  readonly greeting: string;
  readonly suggestions: readonly string[];
  readonly placeholder: string;
  /** Goes on with the newest conversation that the viewer has with the agent. */
  readonly isKept: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (state: { thread_id: string | null; status: 'idle' | 'running' | 'waiting' | 'failed'; answer: string | null }) => void;
  /** Once for each answer that ends while it is looked at. */
  readonly onAnswer: (answer: { text: string; thread_id: string }) => void;
  readonly control: { current: { send(text: string): void; begin(): void } | null };
};

/** Parts of the product's own pages that components show as they are. */
export type ViewParts = {
  /** A JSON value as a tree that opens large values at once. */
  readonly JsonTree: ComponentType<{ value: unknown; label: string; maxHeight?: number }>;
  readonly Code: ComponentType<CodePartProps>;
  readonly Form: ComponentType<FormPartProps>;
  readonly Job: ComponentType<JobPartProps>;
  readonly Approvals: ComponentType<ApprovalsPartProps>;
  readonly Chat: ComponentType<ChatPartProps>;
};

/** What components reach of the product. Nothing else is handed to them: no client, no cookie, no store. */
export type ViewHost = {
  readonly workspace: string;
  /** Language tag of the viewer, for numbers and dates. */
  readonly locale: string;
  readonly parts: ViewParts;
  /** Runs an action of the app as a handler would, with arguments over its own; gives its data, or throws what a person can read. */
  run(action: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** State of an action now; components that show it use {@link ComponentProps.useAction}. */
  actionState(action: string): ActionState;
  /** Schema of what an action still asks for, for a form; `null` where that is not known. */
  formOf(action: string): Promise<unknown>;
  /** What a component put aside before the page was loaded anew, such as the run that it follows; for this window only. */
  recall(key: string): string | null;
  remember(key: string, value: string | null): void;
  /** Absent where nobody is known, or nothing is kept: for guests, in the builder and the gallery. */
  readonly views?: KeptViews;
  readonly exports?: RowsExports;
  /** Pages of the app that this person may see and that stand in its navigation, and the one that is open. */
  readonly pages: readonly { readonly id: string; readonly title: string; readonly icon?: string | undefined }[];
  readonly page: string;
  /** Opens another page of the app. */
  go(page: string, params?: Readonly<Record<string, unknown>>): void;
  /** Puts a file into the object store for a component that asks for one; rejects with what a person can read. */
  upload(component: string, file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<UploadedFile>;
  /** Deletes a file of this person that is not wanted any more. */
  discard(id: string): Promise<void>;
  /** Where a file of the object store is read; `isShown` for a picture in the page; `null` for whoever reads none. */
  fileAddress(id: string, isShown?: boolean): string | null;
  /** Saves a file of the object store. */
  downloadFile(id: string, name: string): void;
  toast(message: string, tone?: 'info' | 'success' | 'problem'): void;
  download(name: string, content: string | Blob, type?: string): void;
};

/**
 * What a view is given. A view draws `props`, tells of events by `emit`, and exposes what expressions read by `expose`; it knows nothing of
 * documents, expressions or the server. Props come evaluated and with their defaults; a value that depends on a row or item comes as `{expr}` and is
 * computed by `resolve` with these names.
 */
export type ComponentProps<Definition extends ComponentDefinition = ComponentDefinition> = {
  readonly id: string;
  readonly props: z.output<Definition['props']>;
  /** What the component exposes now. Kept while it is not drawn, so that a tab that is opened again is as it was left. */
  readonly state: z.output<Definition['state']>;
  /** Changes what is exposed. Equal values change nothing, so that it may be called in an effect. */
  expose(change: Partial<z.output<Definition['state']>>): void;
  /** Runs the handlers of an event, one step after the other; resolves when they are done. */
  emit(event: string, payload?: unknown): Promise<void>;
  /** Makes methods known while the view is drawn. */
  useMethods(methods: Methods): void;
  /** Draws what is in a slot. `key` tells apart what is drawn several times. */
  slot(name: string, names?: ScopeNames, key?: string): ReactNode;
  /** Checks all inputs that stand in a slot and are drawn; they show what is wrong, and the first of those takes the focus. */
  validate(slot: string): boolean;
  /** Whether anything is in a slot, for views that leave out an empty one. */
  hasSlot(name: string): boolean;
  /** A value with `{expr}` inside, computed with names such as `row`. */
  resolve<Value>(value: Value, names: ScopeNames): Value;
  /** State of an action, followed. */
  useAction(action: string | undefined): ActionState | null;
  /** Why a prop could not be computed; the view still gets its default. */
  readonly problem: string | null;
  /** In the builder: nothing runs, inputs do not take the focus. */
  readonly isEditing: boolean;
  readonly host: ViewHost;
};

/** Draws a component. */
export type ComponentView<Definition extends ComponentDefinition = ComponentDefinition> = (view: ComponentProps<Definition>) => ReactNode;

/** A state of a component worth looking at: shown in the gallery, and gone through by the contract test. */
export type ComponentExample<Definition extends ComponentDefinition = ComponentDefinition> = {
  readonly title: string;
  readonly props: Partial<z.input<Definition['props']>>;
  /** What is in its slots, as text. */
  readonly slots?: Readonly<Record<string, string>>;
};
