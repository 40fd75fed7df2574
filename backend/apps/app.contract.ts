import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject } from '../common/json.ts';
import { LanguageName } from '../scripts/scripts.contract.ts';

const Text = z.string().max(20_000);

/** Name of a component, action, variable or page: what expressions call it. Unique among the components and actions of an app. */
export const AppId = z
  .string()
  .max(60)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and _, beginning with a letter')
  .meta({ id: 'AppId' });
export type AppId = z.infer<typeof AppId>;

/** A value that is computed: an object with the one key `expr`, a JavaScript expression over what is in scope. */
export const AppExpression = z
  .object({ expr: z.string().max(50_000) })
  .strict()
  .meta({ id: 'AppExpression' });
export type AppExpression = z.infer<typeof AppExpression>;

/** A literal, or `{expr}`. Inside of lists and objects each value may be one or the other. */
export const AppValue = Json.describe('A JSON value; an object with the one key `expr` is an expression').meta({ id: 'AppValue' });
export type AppValue = Json;

/** Values by name. */
export const AppValues = z.record(z.string().max(100), AppValue).meta({ id: 'AppValues' });
export type AppValues = z.infer<typeof AppValues>;

/** Where a component stands in a grid of 12 columns; rows are 8 px. `auto`: as high as its content. */
export const Cell = z
  .object({
    x: z.number().int().min(0).max(11),
    y: z.number().int().min(0).max(100_000),
    w: z.number().int().min(1).max(12),
    h: z.union([z.literal('auto'), z.number().int().min(1).max(1000)]),
  })
  .strict()
  .meta({ id: 'Cell' });
export type Cell = z.infer<typeof Cell>;

/** Widths at which a layout may differ from the base, which is the widest. What is not said is derived from the reading order. */
export const Breakpoint = z.enum(['narrow', 'medium']).meta({ id: 'Breakpoint' });
export type Breakpoint = z.infer<typeof Breakpoint>;

const Override = Cell.partial().extend({ is_hidden: z.boolean().optional() }).strict();

/** `base` counts in a grid, `grow` in a row or column: a share of what is left over, 0 for as large as the content. */
export const NodeLayout = z
  .object({
    base: Cell.optional(),
    grow: z.number().min(0).max(100).optional(),
    overrides: z.partialRecord(Breakpoint, Override).optional(),
  })
  .strict()
  .meta({ id: 'NodeLayout' });
export type NodeLayout = z.infer<typeof NodeLayout>;

/** What an event does, step after step. Data and not code, so that it can be checked, shown as a diff and written by a program. */
export const AppStep = z
  .discriminatedUnion('do', [
    z
      .object({
        do: z.literal('run'),
        action: AppId,
        args: AppValues.optional(),
        get on_success() {
          return z.array(AppStep).optional();
        },
        get on_error() {
          return z.array(AppStep).optional();
        },
      })
      .strict(),
    z.object({ do: z.literal('set'), variable: AppId, value: AppValue }).strict(),
    z.object({ do: z.literal('call'), component: AppId, method: z.string().max(60), args: z.array(AppValue).max(10).optional() }).strict(),
    z.object({ do: z.literal('open'), component: AppId, params: AppValues.optional() }).strict(),
    z.object({ do: z.literal('close'), component: AppId, result: AppValue.optional() }).strict(),
    z.object({ do: z.literal('go'), page: AppId, params: AppValues.optional() }).strict(),
    z.object({ do: z.literal('link'), url: AppValue, is_new_tab: z.boolean().optional() }).strict(),
    z.object({ do: z.literal('toast'), message: AppValue, tone: z.enum(['info', 'success', 'problem']).optional() }).strict(),
    z.object({ do: z.literal('copy'), value: AppValue }).strict(),
    z.object({ do: z.literal('download'), value: AppValue, name: AppValue }).strict(),
    z.object({ do: z.literal('validate'), component: AppId }).strict(),
    z.object({ do: z.literal('language'), language: AppValue }).strict(),
    z
      .object({
        do: z.literal('if'),
        when: AppExpression,
        get on_true() {
          return z.array(AppStep);
        },
        get on_false() {
          return z.array(AppStep).optional();
        },
      })
      .strict(),
  ])
  .meta({ id: 'AppStep' });
export type AppStep = z.infer<typeof AppStep>;

/** How the children of a slot stand beside each other. */
export const Slot = z
  .object({
    flow: z.enum(['grid', 'row', 'column']).default('grid'),
    gap: z.number().int().min(0).max(64).optional().describe('Pixels; the density of the theme where absent'),
    align: z.enum(['start', 'center', 'end', 'stretch']).optional(),
    get children() {
      return z.array(AppNode);
    },
  })
  .strict()
  .meta({ id: 'AppSlot' });
export type Slot = z.infer<typeof Slot>;

/** A component on a page. What `props`, `on` and `slots` may hold says the definition of its type. */
export const AppNode = z
  .object({
    id: AppId,
    type: z.string().max(60),
    props: AppValues.default({}),
    on: z.record(z.string().max(60), z.array(AppStep).max(50)).optional(),
    layout: NodeLayout.default({}),
    get slots() {
      return z.record(z.string().max(60), Slot).optional();
    },
  })
  .strict()
  .meta({ id: 'AppNode' });
export type AppNode = z.infer<typeof AppNode>;

/** Asks before an action runs. With `typed_word` the person has to type it. */
export const Confirmation = z
  .object({ title: AppValue, body: AppValue.optional(), typed_word: z.string().max(60).optional() })
  .strict()
  .meta({ id: 'AppConfirmation' });
export type Confirmation = z.infer<typeof Confirmation>;

/** Code that stands in the app itself. A release holds it with its packages locked; it becomes a script of the workspace by being promoted. */
export const InlineScript = z
  .object({
    kind: z.literal('inline'),
    language: LanguageName,
    content: z.string().max(500_000),
    lock: z.string().max(2_000_000).optional().describe('Lock file of its packages, in files of the app; a release keeps it by itself'),
    is_read_only: z.boolean().optional().describe('It changes nothing, so that it may run whenever what it reads changes'),
    timeout_s: z.number().int().min(1).max(604_800).optional(),
  })
  .strict()
  .meta({ id: 'AppInlineScript' });
export type InlineScript = z.infer<typeof InlineScript>;

/** What an action runs: something of the workspace, or code of its own. */
export const AppRun = z
  .discriminatedUnion('kind', [z.object({ kind: z.enum(['script', 'flow', 'agent']), path: ItemPath }).strict(), InlineScript])
  .meta({ id: 'AppRun' });
export type AppRun = z.infer<typeof AppRun>;

/** What an app may run: a runnable with arguments. A literal argument is fixed at the release, an expression leaves it open to viewers. */
export const AppAction = z
  .object({
    id: AppId,
    title: z.string().max(200).optional(),
    run: AppRun,
    args: AppValues.default({}),
    trigger: z.enum(['manual', 'on_load', 'on_change']).default('manual'),
    of: z.array(z.string().max(200)).max(50).optional().describe('With `on_change`: what is watched; absent: everything that the arguments read'),
    run_as: z.enum(['viewer', 'author']).default('viewer'),
    is_public: z.boolean().optional().describe('People without an account may run it too, where the audience lets them in; it runs as the author then'),
    confirm: Confirmation.optional(),
    transform: AppExpression.optional().describe('Turns the result, as `result`, into the data'),
    on_success: z.array(AppStep).max(50).optional(),
    on_error: z.array(AppStep).max(50).optional(),
  })
  .strict()
  .meta({ id: 'AppAction' });
export type AppAction = z.infer<typeof AppAction>;

/** What an app remembers while it is open. */
export const AppVariable = z
  .object({ id: AppId, initial: AppValue.default(null), description: z.string().max(300).optional() })
  .strict()
  .meta({ id: 'AppVariable' });
export type AppVariable = z.infer<typeof AppVariable>;

/** A parameter of a page, which stands in its address. */
export const PageParameter = z
  .object({
    id: AppId,
    type: z.enum(['string', 'number', 'boolean', 'date', 'choice']).default('string').describe('`date` is a day such as 2026-11-20'),
    choices: z.array(z.string().max(200)).max(100).optional(),
    default: Json.optional(),
    is_required: z.boolean().optional().describe('Without it, and without a default, the page is not shown'),
    description: z.string().max(300).optional(),
  })
  .strict()
  .meta({ id: 'PageParameter' });
export type PageParameter = z.infer<typeof PageParameter>;

/** A page of an app. `visible_to` is enforced by the server: who is in none of the groups never gets the page. */
export const AppPage = z
  .object({
    id: AppId,
    title: z.string().max(200),
    icon: z.string().max(60).optional(),
    params: z.array(PageParameter).max(30).default([]),
    is_in_navigation: z.boolean().default(true),
    visible_to: z.array(z.string().max(120)).max(50).optional().describe('Groups; absent: all who may see the app'),
    body: Slot,
  })
  .strict()
  .meta({ id: 'AppPage' });
export type AppPage = z.infer<typeof AppPage>;

/** Looks of an app, in roles and never in raw colours. */
export const AppTheme = z
  .object({
    accent: z.enum(['current', 'blue', 'violet', 'green', 'amber', 'red', 'grey']).default('current'),
    density: z.enum(['comfortable', 'compact']).default('comfortable'),
    mode: z.enum(['auto', 'light', 'dark']).default('auto'),
  })
  .strict()
  .meta({ id: 'AppTheme' });
export type AppTheme = z.infer<typeof AppTheme>;

/** How much people without an account may upload, beside what each component that asks for files allows. What is more is refused until the day is over. */
export const GuestFileLimits = z
  .object({
    max_mb: z.number().int().min(1).max(100).default(10).describe('Of one file'),
    files_per_address: z.number().int().min(1).max(1000).default(20).describe('In a day, from one address'),
    files_per_minute: z.number().int().min(1).max(600).default(20).describe('Of all of them together'),
    mb_per_day: z.number().int().min(1).max(1_000_000).default(500).describe('Of all of them together: what the app may store of them'),
  })
  .strict()
  .meta({ id: 'AppGuestFileLimits' });
export type GuestFileLimits = z.infer<typeof GuestFileLimits>;

const guestFiles = GuestFileLimits.optional().describe('Lets them upload files where a page asks for some; without it they give none');

/** How much people without an account may run in all. What is more is refused until the time is over. */
export const GuestLimits = z
  .object({
    runs_per_minute: z.number().int().min(1).max(600).default(30).describe('Of all of them together'),
    runs_per_address: z.number().int().min(1).max(600).default(6).describe('In a minute, from one address'),
    runs_per_day: z.number().int().min(1).max(1_000_000).default(1000).describe('Of all of them together: what the app may spend on them'),
    files: guestFiles,
  })
  .strict()
  .meta({ id: 'AppGuestLimits' });
export type GuestLimits = z.infer<typeof GuestLimits>;

/** A site that may show the app within its own pages: scheme, host and port, without a path. Only this machine may do without encryption. */
const Origin = z
  .string()
  .max(200)
  .regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/, 'an address such as https://portal.example.com, without a path');

/** Who may open the released app. */
export const AppAudience = z
  .object({
    kind: z
      .enum(['members', 'groups'])
      .default('members')
      .describe('`members`: who may read its path; `groups`: those of them who are in one of the groups, or may edit it'),
    groups: z.array(z.string().max(120)).max(50).default([]),
    anonymous: GuestLimits.optional().describe(
      'Lets in whoever has the address, without an account. They see pages without `visible_to`, and run what `is_public` says',
    ),
    embed: z
      .object({ origins: z.array(Origin).min(1).max(20), files: guestFiles })
      .strict()
      .optional()
      .describe('Sites that may show the app in a frame, to people whom they vouch for by a token'),
  })
  .strict()
  .meta({ id: 'AppAudience' });
export type AppAudience = z.infer<typeof AppAudience>;

/** A language as browsers name it: `de`, `pt-BR`. */
export const Language = z
  .string()
  .max(20)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language such as en or pt-BR')
  .meta({ id: 'AppLanguage' });

/** The key of a text, by which expressions ask for it. */
export const TextKey = z.string().min(1).max(200).meta({ id: 'AppTextKey' });

/** A whole app, as it is stored, released and written into files. `format` grows with each migration of the form. */
export const AppDocument = z
  .object({
    format: z.literal(1).default(1),
    navigation: z.enum(['side', 'top', 'none']).default('top'),
    theme: AppTheme.default({ accent: 'current', density: 'comfortable', mode: 'auto' }),
    audience: AppAudience.default({ kind: 'members', groups: [] }),
    strings: z.record(Language, z.record(TextKey, Text)).optional().describe('Texts by language and key'),
    language: Language.optional().describe('The language of `strings` that the others fall back to; the first one where absent'),
    variables: z.array(AppVariable).max(200).default([]),
    actions: z.array(AppAction).max(500).default([]),
    pages: z.array(AppPage).min(1).max(100),
  })
  .strict()
  .meta({ id: 'AppDocument' });
export type AppDocument = z.infer<typeof AppDocument>;

/** The largest document, in bytes of its canonical form. */
export const longestDocument = 5 * 1024 * 1024;
/** The most components in one app. */
export const mostComponents = 2000;

/** Shape of what a component exposes, takes or gives, as JSON Schema. */
export const ShapeSchema = JsonObject;
