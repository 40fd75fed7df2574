import { z } from 'zod';

/** Shape of data as JSON Schema, written with zod so that code and schema cannot differ. */
export type Shape = z.ZodType;

/** Where a component stands in the list of what can be inserted. */
export type ComponentCategory = 'layout' | 'display' | 'input' | 'data' | 'action' | 'work';

/** Something that happens to a component, and what a handler reads as `event`. */
export type ComponentEvent = { readonly title: string; readonly payload?: Shape };

/** Something that handlers may ask of a component. */
export type ComponentMethod = { readonly title: string; readonly args: readonly { readonly name: string; readonly shape: Shape }[] };

/** A place for other components. `names` are what expressions inside of it may read besides, such as `item`. */
export type ComponentSlot = {
  readonly title: string;
  readonly flow: 'grid' | 'row' | 'column';
  readonly names?: readonly ('row' | 'item' | 'index' | 'value')[];
};

/**
 * What there is to know of a component without drawing it (no React): the builder, the check, the JSON Schema of documents, agents and exporters
 * read it. One folder per component; `definitions.ts` lists them all, `views.ts` has what draws them.
 */
export type ComponentDefinition<Props extends z.ZodObject = z.ZodObject, State extends z.ZodObject = z.ZodObject> = {
  /** Name in documents; never changes once released. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly category: ComponentCategory;
  /** Name of a Tabler icon, such as `table`. */
  readonly icon: string;
  /** Other words by which people look for it. */
  readonly keywords?: readonly string[];
  /** Stem of new ids, such as `ordersTable`'s `table`. */
  readonly idStem: string;
  /** Size in a grid of 12 columns and rows of 8 px. */
  readonly size: { readonly w: number; readonly h: number | 'auto' };
  readonly props: Props;
  /** What expressions read under the id of the component. */
  readonly state: State;
  /** State that follows from props without a person doing anything; everything else changes by events only. A circle over these is refused. */
  readonly derived?: Readonly<Partial<Record<keyof z.infer<State> & string, readonly (keyof z.infer<Props> & string)[]>>>;
  /**
   * Arguments that the component gives to the action that a prop names, besides those that the action has: their names, or `rest` for all that its
   * runnable takes. A release leaves these open to viewers.
   */
  readonly hands?: Readonly<Partial<Record<keyof z.infer<Props> & string, readonly string[] | 'rest'>>>;
  readonly events?: Readonly<Record<string, ComponentEvent>>;
  readonly methods?: Readonly<Record<string, ComponentMethod>>;
  /** Slots by name. */
  readonly slots?: Readonly<Record<string, ComponentSlot>>;
  /** Where the slots are as many as a prop says: the name of the prop, a list of `{key, title}`; each key is a slot like `each`. */
  readonly slotsOf?: { readonly prop: keyof z.infer<Props> & string; readonly each: ComponentSlot };
  /** Opened and closed by steps, and drawn above the page: a modal or a drawer. Its state has `is_open` and `params`. */
  readonly isOverlay?: boolean;
  /** Props of a new one, beside the defaults of the schema. */
  readonly initial?: Readonly<Record<string, unknown>>;
};

/** Methods of everything that stands on a page; the runtime answers them, and no view has to. */
export const commonMethods: Readonly<Record<string, ComponentMethod>> = {
  set_hidden: { title: 'Hide it or show it', args: [{ name: 'is_hidden', shape: z.boolean().nullable() }] },
  set_disabled: { title: 'Disable it or enable it', args: [{ name: 'is_disabled', shape: z.boolean().nullable() }] },
  set_loading: { title: 'Say that it loads', args: [{ name: 'is_loading', shape: z.boolean().nullable() }] },
  scroll_into_view: { title: 'Scroll to it', args: [] },
};

/** Declares a component; checks at compile time that it fits together. What opens above the page is opened and closed, and has no place to scroll to. */
export function defineComponent<Props extends z.ZodObject, State extends z.ZodObject>(
  definition: ComponentDefinition<Props, State>,
): ComponentDefinition<Props, State> {
  return definition.isOverlay === true ? definition : { ...definition, methods: { ...definition.methods, ...commonMethods } };
}

/** How the inspector edits a prop, where its schema alone does not say. */
export type FieldHint =
  'text' | 'long_text' | 'markdown' | 'code' | 'icon' | 'options' | 'columns' | 'keyed_items' | 'json_schema' | 'runnable' | 'colour' | 'date' | 'action';

/** Which part of the inspector a prop belongs to. */
export type FieldGroup = 'content' | 'behaviour' | 'look';

declare module 'zod' {
  interface GlobalMeta {
    /** Words above the field. */
    label?: string;
    field?: FieldHint;
    group?: FieldGroup;
    /** Shown only behind "more". */
    isAdvanced?: boolean;
    /** A release decides on it and not the page: an expression is refused. */
    isFixed?: boolean;
  }
}

/** Props that every component has. */
export const commonProps = {
  hidden: z
    .boolean()
    .default(false)
    .meta({ label: 'Hidden', group: 'behaviour', description: 'Appearance only: what viewers may do is decided by the actions' }),
  disabled: z.boolean().default(false).meta({ label: 'Disabled', group: 'behaviour' }),
  loading: z.boolean().default(false).meta({ label: 'Loading', group: 'behaviour', isAdvanced: true }),
  tooltip: z.string().max(2000).optional().meta({ label: 'Tooltip', group: 'look', field: 'markdown', isAdvanced: true }),
};

/** State that every component has. */
export const commonState = { is_visible: z.boolean(), is_disabled: z.boolean(), is_loading: z.boolean() };

/** Props of everything that a person enters something into. The value itself is the component's own. */
export const inputProps = {
  ...commonProps,
  label: z.string().max(300).default('').meta({ label: 'Label', group: 'content' }),
  label_position: z.enum(['top', 'left', 'hidden']).default('top').meta({ label: 'Label position', group: 'look' }),
  help: z.string().max(1000).optional().meta({ label: 'Help below the field', group: 'content', isAdvanced: true }),
  placeholder: z.string().max(300).optional().meta({ label: 'Placeholder', group: 'content' }),
  required: z.boolean().default(false).meta({ label: 'Required', group: 'behaviour' }),
  read_only: z.boolean().default(false).meta({ label: 'Read only', group: 'behaviour' }),
  invalid: z.string().max(1000).optional().meta({ label: 'Error', group: 'behaviour', isAdvanced: true, description: 'A text here makes the value invalid' }),
};

/** State of everything that a person enters something into; `value` has the shape of the component. */
export const inputState = <Value extends Shape>(value: Value) => ({
  ...commonState,
  value,
  is_valid: z.boolean(),
  errors: z.array(z.string()),
  is_dirty: z.boolean(),
});

/** Events of everything that a person enters something into. */
export const inputEvents = (value: Shape) => ({
  change: { title: 'When it changes', payload: z.object({ value }) },
  submit: { title: 'When Enter is pressed', payload: z.object({ value }) },
  blur: { title: 'When it is left' },
});

/** Methods of everything that a person enters something into. */
export const inputMethods = (value: Shape) => ({
  set_value: { title: 'Set the value', args: [{ name: 'value', shape: value }] },
  reset: { title: 'Back to the default', args: [] },
  clear: { title: 'Empty it', args: [] },
  focus: { title: 'Put the cursor into it', args: [] },
  validate: { title: 'Check it, and show what is wrong', args: [] },
});

/** A choice of a select, radio, menu and their like. */
export const option = z
  .object({ value: z.union([z.string(), z.number(), z.boolean()]), label: z.string(), group: z.string().optional(), is_disabled: z.boolean().optional() })
  .meta({ id: 'AppOption' });
/** Choices as a list of texts, or with labels of their own. */
export const options = z
  .array(z.union([z.string(), z.number(), option]))
  .default([])
  .meta({ label: 'Options', field: 'options', group: 'content' });

/** Colour by its role, so that it fits every theme. */
export const tone = z.enum(['neutral', 'accent', 'success', 'warning', 'danger', 'info']);
