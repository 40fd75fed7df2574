import { z } from 'zod';
import { withFieldOrder } from '../approvals/core/field-order.ts';
import { RunApproval } from '../approvals/approvals.contract.ts';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { RunnableItem, RunnableItemRow, VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';

/** Languages of today; the folder names below `backend/languages/` are theirs. */
export const LanguageName = z.enum(['bun', 'python3', 'bash', 'postgresql']).meta({ id: 'LanguageName' });

/** When and how often to run again after a failure. */
export const Retry = z
  .object({
    attempts: z.number().int().min(0).max(100).describe('Runs after the first one'),
    delay_s: z.number().min(0).max(86_400).default(1),
    backoff: z.enum(['constant', 'exponential']).default('exponential'),
    max_delay_s: z.number().min(0).max(86_400).default(600),
    jitter: z.boolean().default(true),
  })
  .strict()
  .meta({ id: 'Retry' });
export type Retry = z.infer<typeof Retry>;

/** At most `max` at once for a key; `window_s` makes it a rate: at most `max` starts in that time. */
export const Concurrency = z
  .object({
    key: z.string().max(200).optional().describe('Defaults to the path; may hold `{{args.customer}}`'),
    max: z.number().int().min(1).max(10_000),
    window_s: z.number().int().min(1).max(86_400).optional(),
  })
  .strict()
  .meta({ id: 'Concurrency' });
export type Concurrency = z.infer<typeof Concurrency>;

/** Calls that come within `delay_s` of each other become one run; every call stays on record. */
export const Debounce = z
  .object({
    key: z.string().max(200).optional(),
    delay_s: z.number().min(0.1).max(86_400),
    max_wait_s: z.number().min(0.1).max(86_400).optional(),
    max_calls: z.number().int().min(1).max(1000).optional().describe('So many calls run at once, however lately the last one came'),
    gather: z.array(z.string().min(1).max(200)).min(1).max(20).optional().describe('Arguments whose lists are put together: the run gets those of all calls, in their order'),
  })
  .strict()
  .meta({ id: 'Debounce' });
export type Debounce = z.infer<typeof Debounce>;

/** How a script runs. Every key is optional; what is absent has the default of the worker. */
export const ScriptSettings = z
  .object({
    tag: z
      .string()
      .max(60)
      .regex(/^[A-Za-z0-9_.:-]+$/)
      .optional()
      .describe('Which workers may take it; defaults to the language'),
    timeout_s: z.number().min(1).max(604_800).optional(),
    retry: Retry.optional(),
    cache_ttl_s: z.number().int().min(1).max(31_536_000).optional().describe('Give the earlier result for equal arguments'),
    concurrency: Concurrency.optional(),
    debounce: Debounce.optional(),
    priority: z.number().int().min(-100).max(100).optional().describe('Higher first'),
    idempotent: z.boolean().optional().describe('false: a lost attempt fails as job/worker_lost instead of running again'),
    isolation: z.enum(['warm', 'fresh']).optional(),
    environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(10_000)).optional(),
    plain_arguments: z
      .array(z.string().max(200))
      .max(100)
      .optional()
      .describe('Arguments in which `$res:` and `$var:` are texts like any other, for what comes from outside'),
    is_read_only: z.boolean().optional().describe('Promises to change nothing: apps may run it on every change of an input'),
    run_approval: RunApproval.overwrite(withFieldOrder).optional().describe('Who may not change it has to ask before it runs'),
    delete_after_s: z.number().int().min(1).optional().describe('Arguments, result and log are deleted so long after the end'),
  })
  .strict()
  .meta({ id: 'ScriptSettings' });
export type ScriptSettings = z.infer<typeof ScriptSettings>;

/** The body of a deploy: the file form of a script. */
export const PutScript = z
  .object({
    language: LanguageName,
    content: z.string().max(1_000_000),
    summary: z.string().max(300).default(''),
    description: z.string().max(20_000).default(''),
    settings: ScriptSettings.default({}),
    message: z.string().max(1000).default('').describe('Why this version'),
    if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced'),
  })
  .strict()
  .meta({ id: 'PutScript' });
export type PutScript = z.infer<typeof PutScript>;

/** A deployed script. */
export const Script = RunnableItem.extend({
  language: LanguageName,
  content: z.string(),
  has_main: z.boolean(),
  is_workflow: z.boolean().describe('`main` is a workflow: its steps are recorded, and it waits without a process'),
  lock: z.string(),
  settings: ScriptSettings,
}).meta({ id: 'Script' });
export type Script = z.infer<typeof Script>;

export const ScriptRow = RunnableItemRow.extend({
  language: LanguageName,
  has_main: z.boolean(),
  is_workflow: z.boolean().describe('`main` is a workflow: its steps are recorded, and it waits without a process'),
}).meta({ id: 'ScriptRow' });
export type ScriptRow = z.infer<typeof ScriptRow>;

export const ScriptQuery = VersionedItemQuery.extend({ language: LanguageName.optional() });
export type ScriptQuery = z.infer<typeof ScriptQuery>;

/** `version` absent: the current one. */
export const ScriptVersionQuery = z.object({ version: z.coerce.number().int().min(1).optional() });
export type ScriptVersionQuery = z.infer<typeof ScriptVersionQuery>;

/** Without `purge` a script is archived and can be brought back. */
export const DeleteQuery = z.object({ purge: z.stringbool().default(false) });
export type DeleteQuery = z.infer<typeof DeleteQuery>;

export const ScriptVersionRow = VersionRow.extend({ language: LanguageName }).meta({ id: 'ScriptVersionRow' });
export type ScriptVersionRow = z.infer<typeof ScriptVersionRow>;

/** Asks what the source says, while someone types. */
export const InferSignature = z
  .object({ language: LanguageName, content: z.string().max(1_000_000), path: z.string().max(255).default('') })
  .strict()
  .meta({ id: 'InferSignature' });
export type InferSignature = z.infer<typeof InferSignature>;

export const SignatureInfo = z
  .object({
    schema: JsonObject,
    has_main: z.boolean(),
    is_workflow: z.boolean().describe('`main` is a workflow: its steps are recorded, and it waits without a process'),
    description: z.string(),
    problems: z.array(z.object({ message: z.string(), line: z.number().int(), column: z.number().int() })),
    imports: z.object({ packages: z.array(z.object({ specifier: z.string(), line: z.number().int() })), scripts: z.array(z.string()) }),
  })
  .meta({ id: 'SignatureInfo' });
export type SignatureInfo = z.infer<typeof SignatureInfo>;

export const RenameItem = z.object({ to: ItemPath }).strict().meta({ id: 'RenameItem' });
export type RenameItem = z.infer<typeof RenameItem>;

/** Who refers to a script: what breaks when it moves or goes. */
export const References = z.object({ items: z.array(z.object({ kind: z.string(), path: z.string() })) }).meta({ id: 'References' });
export type References = z.infer<typeof References>;

/** A language as the interface needs it. */
export const LanguageInfo = z.object({ name: LanguageName, title: z.string(), extension: z.string(), template: z.string() }).meta({ id: 'LanguageInfo' });
export type LanguageInfo = z.infer<typeof LanguageInfo>;

/** A person's unreleased edit. `value` is a partial {@link PutScript}. */
export const PutDraft = z
  .object({ value: JsonObject, based_on: z.number().int().nullable().default(null) })
  .strict()
  .meta({ id: 'PutDraft' });
export type PutDraft = z.infer<typeof PutDraft>;
export const Draft = z
  .object({ kind: z.string(), path: z.string(), value: JsonObject, based_on: z.number().int().nullable(), updated_at: Timestamp })
  .meta({ id: 'Draft' });
export type Draft = z.infer<typeof Draft>;
