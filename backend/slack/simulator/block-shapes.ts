import { z } from 'zod';

/**
 * What Slack documents of blocks, elements and views, with its limits: what is checked before our own Slack takes a message. It is strict: a field
 * that Slack does not know is a mistake there, too.
 */
const plain = (most: number) => z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean().optional() });
const markdown = (most: number) => z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most), verbatim: z.boolean().optional() });
const anyText = (most: number) => z.union([plain(most), markdown(most)]);

const blockId = z.string().min(1).max(255).optional();
const actionId = z.string().min(1).max(255);
const placeholder = plain(150).optional();

const Choice = z.strictObject({ text: plain(75), value: z.string().min(1).max(150), description: plain(75).optional() });
const isSame = (one: z.infer<typeof Choice>, other: z.infer<typeof Choice>): boolean => one.value === other.value && one.text.text === other.text.text;
const hasAll = (options: z.infer<typeof Choice>[], wanted: (z.infer<typeof Choice> | undefined)[]): boolean =>
  wanted.every((each) => each === undefined || options.some((option) => isSame(option, each)));
const notAnOption = 'what is chosen at first must be one of the options, exactly';

const Button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId.optional(),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const Select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    options: z.array(Choice).min(1).max(100),
    initial_option: Choice.optional(),
    placeholder,
  })
  .refine(({ options, initial_option: first }) => hasAll(options, [first]), notAnOption);
const MultiSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    action_id: actionId,
    options: z.array(Choice).min(1).max(100),
    initial_options: z.array(Choice).min(1).optional(),
    placeholder,
  })
  .refine(({ options, initial_options: first = [] }) => hasAll(options, first), notAnOption);
const Checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: z.array(Choice).min(1).max(10),
    initial_options: z.array(Choice).min(1).optional(),
  })
  .refine(({ options, initial_options: first = [] }) => hasAll(options, first), notAnOption);
const text = { action_id: actionId, placeholder };
const decimal = z.string().regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i);

const InputElement = z.union([
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...text,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    ...text,
    is_decimal_allowed: z.boolean(),
    initial_value: decimal.optional(),
    min_value: decimal.optional(),
    max_value: decimal.optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...text, initial_value: z.string().max(3000).optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...text, initial_value: z.string().max(3000).optional() }),
  z.strictObject({ type: z.literal('datepicker'), ...text, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...text,
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('datetimepicker'),
    action_id: actionId,
    initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
  Select,
  MultiSelect,
  Checkboxes,
]);

const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: Button.optional(),
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, 'a section has text or fields');
const Header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plain(150) });
const Context = z.strictObject({ type: z.literal('context'), block_id: blockId, elements: z.array(anyText(2000)).min(1).max(10) });
const Divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });
const Actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z
    .array(z.union([Button, Select]))
    .min(1)
    .max(25),
});
const Input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
});

type WithId = { block_id?: string | undefined };
const hasUniqueIds = (blocks: readonly WithId[]): boolean => {
  const ids = blocks.flatMap(({ block_id: id }) => (id === undefined ? [] : [id]));
  return new Set(ids).size === ids.length;
};
const notUnique = 'ids of blocks must be unique';

/** The blocks of a message. */
export const MessageBlocks = z
  .array(z.union([Section, Header, Context, Divider, Actions]))
  .max(50)
  .refine(hasUniqueIds, notUnique);

/** A modal. */
export const ModalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: z
      .array(z.union([Section, Header, Context, Divider, Actions, Input]))
      .min(1)
      .max(100)
      .refine(hasUniqueIds, notUnique),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    external_id: z.string().max(255).optional(),
  })
  .refine(({ blocks, submit }) => submit !== undefined || !blocks.some(({ type }) => type === 'input'), 'a view with inputs must be one that can be submitted');
export type ModalView = z.infer<typeof ModalView>;

/** The Home tab of an app. */
export const HomeView = z.strictObject({
  type: z.literal('home'),
  blocks: z
    .array(z.union([Section, Header, Context, Divider, Actions, Input]))
    .min(1)
    .max(100)
    .refine(hasUniqueIds, notUnique),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});
export type HomeView = z.infer<typeof HomeView>;
