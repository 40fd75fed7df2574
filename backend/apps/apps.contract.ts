import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { VersionedItem, VersionedItemRow } from '../items/versioned-item.contract.ts';
import { LanguageName } from '../scripts/scripts.contract.ts';
import { AppCommand } from './app-commands.contract.ts';
import { AppDocument, AppId } from './app.contract.ts';

const summary = z.string().max(300).default('');
const description = z.string().max(20_000).default('');
const message = z.string().max(1000).default('').describe('Why this release');

/** The body of a release: the file form of an app. */
export const PutApp = z
  .object({
    summary,
    description,
    document: AppDocument,
    message,
    if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced'),
  })
  .strict()
  .meta({ id: 'PutApp' });
export type PutApp = z.infer<typeof PutApp>;

/** Something to say about an app; `part` is what it is about, `pointer` leads from there to the place. */
export const AppProblem = z
  .object({
    part: z.object({ kind: z.enum(['component', 'action', 'variable', 'page', 'app']), id: z.string() }),
    pointer: z.string(),
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    start: z.number().int().optional(),
    end: z.number().int().optional(),
  })
  .meta({ id: 'AppProblem' });
export type AppProblem = z.infer<typeof AppProblem>;

/** What one action of a release may do; derived by the server. `open` are the arguments that viewers give. */
export const AppPolicyEntry = z
  .object({
    action: z.string(),
    kind: z.enum(['script', 'flow', 'agent', 'inline']),
    path: z.string().describe('Empty for code of the app itself'),
    version: z.number().int().nullable(),
    code: z.object({ language: LanguageName, hash: z.string() }).optional().describe('Code of the app itself, by the hash of its language and content'),
    run_as: z.enum(['viewer', 'author']),
    fixed: JsonObject,
    session: z.record(z.string(), z.string()).describe('Arguments that the server fills in from who views'),
    open: z.array(z.object({ name: z.string(), from: z.string() })),
    form: JsonObject.optional().describe('Schema of what a form on a page asks for'),
    is_public: z.boolean().optional().describe('People without an account may run it'),
    pages: z.array(z.string()).describe('Whoever sees one of these pages may call it'),
  })
  .meta({ id: 'AppPolicyEntry' });

/** A release of an app. */
export const App = VersionedItem.extend({
  document: AppDocument,
  policy: z.array(AppPolicyEntry),
}).meta({ id: 'App' });
export type App = z.infer<typeof App>;

export const AppRow = VersionedItemRow.extend({
  version: z.number().int().nullable().describe('Live release; null for an app that was never released'),
  page_count: z.number().int(),
  has_draft: z.boolean().describe('Somebody has changed it since the release'),
}).meta({ id: 'AppRow' });
export type AppRow = z.infer<typeof AppRow>;

/** The working copy of an app, shared by all who edit it. `seq` counts its commands. */
export const AppDraft = z
  .object({
    path: ItemPath,
    summary: z.string(),
    description: z.string(),
    document: AppDocument,
    seq: z.number().int(),
    based_on: z.number().int().nullable().describe('Release that it began from; null for a new app'),
    live_version: z.number().int().nullable(),
    is_changed: z.boolean().describe('Whether it differs from the live release'),
    problems: z.array(AppProblem),
    updated_by: z.string(),
    updated_at: Timestamp,
    my_level: z.enum(['read', 'write', 'owner']),
  })
  .meta({ id: 'AppDraft' });
export type AppDraft = z.infer<typeof AppDraft>;

/** Makes the working copy of a new app, or one of a released app anew. Without a document it begins with an empty page, or with the live release. */
export const BeginAppDraft = z
  .object({ summary: z.string().max(300).optional(), document: AppDocument.optional() })
  .strict()
  .meta({ id: 'BeginAppDraft' });
export type BeginAppDraft = z.infer<typeof BeginAppDraft>;

/** Changes the working copy. Commands come one after the other; the first that does not fit ends it, those before it stay. */
export const SendAppCommands = z
  .object({
    commands: z.array(AppCommand).max(200),
    summary: z.string().max(300).optional(),
    description: z.string().max(20_000).optional(),
    since: z.number().int().min(0).describe('`seq` that the sender knows: what others did since comes with the answer'),
    client: z.string().max(60).default('').describe('Tells the windows of one person apart'),
  })
  .strict()
  .meta({ id: 'SendAppCommands' });
export type SendAppCommands = z.infer<typeof SendAppCommands>;

/** A command that was carried out. */
export const AppliedCommand = z.object({ seq: z.number().int(), by: z.string(), client: z.string(), command: AppCommand }).meta({ id: 'AppliedCommand' });
export type AppliedCommand = z.infer<typeof AppliedCommand>;
export const AppCommandsResult = z
  .object({
    seq: z.number().int(),
    others: z.array(AppliedCommand).describe('What others did since, in its order; it came before the sent commands'),
    is_behind: z.boolean().describe('Too much happened since: load the working copy anew'),
    refused: z.object({ index: z.number().int(), code: z.string(), message: z.string() }).nullable(),
    problems: z.array(AppProblem),
  })
  .meta({ id: 'AppCommandsResult' });
export type AppCommandsResult = z.infer<typeof AppCommandsResult>;

/** One difference between the working copy and the live release. */
export const AppChange = z
  .object({ kind: z.enum(['added', 'removed', 'changed', 'moved', 'rights']), subject: z.string(), text: z.string() })
  .meta({ id: 'AppChange' });
export const AppChanges = z
  .object({
    from: z.number().int().nullable(),
    seq: z.number().int(),
    changes: z.array(AppChange),
    problems: z.array(AppProblem),
    policy: z.array(AppPolicyEntry),
  })
  .meta({ id: 'AppChanges' });
export type AppChanges = z.infer<typeof AppChanges>;

/** Releases the working copy: it becomes the next version, which viewers get at once. */
export const ReleaseApp = z
  .object({ message, seq: z.number().int().min(0).describe('Of the working copy that was looked at; refused with 409 when somebody changed it since') })
  .strict()
  .meta({ id: 'ReleaseApp' });
export type ReleaseApp = z.infer<typeof ReleaseApp>;

/** Makes an earlier release the live one. */
export const RollBackApp = z
  .object({ version: z.number().int().min(1) })
  .strict()
  .meta({ id: 'RollBackApp' });
export type RollBackApp = z.infer<typeof RollBackApp>;

/** What a viewer gets: the pages that they may see, and of the actions no more than what is theirs to give. */
export const AppView = z
  .object({
    path: ItemPath,
    summary: z.string(),
    version: z.number().int(),
    document: AppDocument,
    user: z.object({ username: z.string(), name: z.string(), email: z.string(), groups: z.array(z.string()), is_signed_in: z.boolean() }),
    callable: z.array(AppId).describe('Actions that this person may run; what shows the others may hide them'),
    forms: z.record(AppId, JsonObject).describe('What forms ask for, by the action that they run'),
    my_level: z.enum(['read', 'write', 'owner']),
  })
  .meta({ id: 'AppView' });
export type AppView = z.infer<typeof AppView>;

/** Runs an action of the live release. `args` are the open arguments and nothing else. */
export const RunAppAction = z
  .object({ version: z.number().int().min(1).describe('Release that the viewer has open'), args: JsonObject.default({}) })
  .strict()
  .meta({ id: 'RunAppAction' });
export type RunAppAction = z.infer<typeof RunAppAction>;
export const StartedAction = z.object({ job_id: z.uuid() }).meta({ id: 'StartedAction' });
export type StartedAction = z.infer<typeof StartedAction>;
