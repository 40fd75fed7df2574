import { z } from 'zod';
import { Candidate } from '../approvals/approvals.contract.ts';
import { ItemName, ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

/** What a binding runs. */
export const SlackTarget = z
  .object({ kind: z.enum(['script', 'flow', 'agent']).default('script'), path: ItemPath })
  .strict()
  .meta({ id: 'SlackTarget' });
export type SlackTarget = z.infer<typeof SlackTarget>;

const triggers = ['command', 'global_shortcut', 'message_shortcut', 'mention'] as const;

const commandFields = {
  summary: z.string().max(300).default('').describe('Shown in Slack beside the command; the name of a shortcut'),
  trigger: z
    .enum(triggers)
    .default('command')
    .describe('`mention`: who mentions the app in a channel, or writes to it, talks with what is bound; usually an agent'),
  name: z.string().min(1).max(100).describe('`/refund` of a command; an id of a shortcut; `*` or the id of a channel for mentions'),
  target: SlackTarget,
  args: JsonObject.default({}).describe('Arguments that are always these, and that nobody in Slack sees or sets'),
  argument_order: z
    .array(z.string().max(200))
    .max(50)
    .default([])
    .describe('The arguments that words belong to by their place; the others are written as name=value. Empty: all, in the order of the schema'),
  text_argument: z.string().max(200).nullable().default(null).describe('Takes the whole text, or the text of the message of a shortcut, as it stands'),
  allowed: z.array(Candidate).max(50).default([]).describe('`u/<username>` or `g/<group>`; empty: everyone who may run it'),
  answer: z.enum(['private', 'channel']).default('private').describe('Who sees the answer: who asked, or the channel'),
  form: z.enum(['when_needed', 'always']).default('when_needed').describe('When a form is opened before it runs'),
  enabled: z.boolean().default(true),
};

/** Whether a name is one that Slack takes for its trigger. */
function checkName({ trigger, name }: { trigger: (typeof triggers)[number]; name: string }): string | null {
  if (trigger === 'command')
    return /^\/[a-z0-9_-]{1,31}$/.test(name) ? null : 'A command is "/" and up to 31 lower-case letters, digits, "-" and "_", such as /refund';
  if (trigger === 'mention') return name === '*' || /^[CGD][A-Z0-9]{2,30}$/.test(name) ? null : '"*" for everywhere, or the id of a channel, such as C0123ABCD';
  return /^[A-Za-z0-9_.-]{1,100}$/.test(name) ? null : 'The id of a shortcut has letters, digits, "_", "-" and "."';
}

const withName = <Shape extends z.ZodType<{ trigger: (typeof triggers)[number]; name: string }>>(shape: Shape) =>
  shape.superRefine((command, context) => {
    const problem = checkName(command);
    if (problem) context.addIssue({ code: 'custom', path: ['name'], message: problem });
  });

/** The body of a save: the file form of a binding. */
export const PutSlackCommand = withName(
  z
    .object({ ...commandFields, if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced') })
    .strict(),
).meta({ id: 'PutSlackCommand' });
export type PutSlackCommand = z.infer<typeof PutSlackCommand>;

/** What a binding says, without where it stands. */
export type SlackCommandDefinition = Omit<PutSlackCommand, 'if_version'>;

/** A binding: what people type or choose in Slack, and what is run by it, as them. */
export const SlackCommand = z
  .object({
    ...commandFields,
    path: ItemPath,
    version: z.number().int(),
    usage: z.string().describe('How it is typed, such as `/refund <order_id> [amount]`; empty while what it runs is not there'),
    updated_by: z.string(),
    updated_at: Timestamp,
    my_level: z.enum(['read', 'write', 'owner']),
  })
  .meta({ id: 'SlackCommand' });
export type SlackCommand = z.infer<typeof SlackCommand>;

export const SlackCommandQuery = PageQuery.extend({
  folder: z.string().max(80).optional(),
  search: z.string().max(200).optional(),
  target: z.string().max(255).optional().describe('Only bindings that run this path'),
});
export type SlackCommandQuery = z.infer<typeof SlackCommandQuery>;

const Secret = z.string().trim().min(8).max(400);

/** Connects the workspace with a Slack app. Secrets that are left away stay as they are. */
export const PutSlackConnection = z
  .object({
    bot_token: Secret.regex(/^xoxb-/, 'The token of the bot begins with xoxb-')
      .optional()
      .describe('OAuth & Permissions: Bot User OAuth Token'),
    signing_secret: Secret.optional().describe('Basic Information: Signing Secret'),
    approval_channel: z
      .string()
      .trim()
      .regex(/^(?:[CG][A-Z0-9]{2,30}|#[^\s#]{1,80})$/, 'The id of a channel, such as C0123ABCD, or #name')
      .nullable()
      .default(null)
      .describe('Where every request for an approval is posted as well'),
    enabled: z.boolean().default(true),
  })
  .strict()
  .meta({ id: 'PutSlackConnection' });
export type PutSlackConnection = z.infer<typeof PutSlackConnection>;

/** What is known of the connection; secrets are never shown. */
export const SlackConnection = z
  .object({
    team_id: z.string(),
    team_name: z.string(),
    team_url: z.string(),
    app_id: z.string(),
    bot_user_id: z.string(),
    approval_channel: z.string().nullable(),
    enabled: z.boolean(),
    problem: z.object({ at: Timestamp, code: z.string(), message: z.string() }).nullable().describe('Of the last call that Slack refused'),
    set_by: z.string(),
    updated_at: Timestamp,
  })
  .meta({ id: 'SlackConnection' });
export type SlackConnection = z.infer<typeof SlackConnection>;

/** What the settings page needs to connect. */
export const SlackSetup = z
  .object({
    connection: SlackConnection.nullable(),
    urls: z.object({ commands: z.string(), interactivity: z.string(), events: z.string() }),
    is_reachable: z.boolean().describe('Whether Slack can reach this installation: its address is https and not this machine itself'),
    has_simulator: z.boolean(),
  })
  .meta({ id: 'SlackSetup' });
export type SlackSetup = z.infer<typeof SlackSetup>;

/** What Slack answered about the token. */
export const SlackTest = z.object({ team_name: z.string(), bot_name: z.string(), missing_scopes: z.array(z.string()) }).meta({ id: 'SlackTest' });
export type SlackTest = z.infer<typeof SlackTest>;

export const SlackManifestQuery = z.object({ format: z.enum(['yaml', 'json']).default('yaml') });
export type SlackManifestQuery = z.infer<typeof SlackManifestQuery>;
export const SlackManifest = z
  .object({ manifest: z.string(), create_url: z.string().describe('Opens Slack with the manifest filled in') })
  .meta({ id: 'SlackManifest' });
export type SlackManifest = z.infer<typeof SlackManifest>;

/** Somebody in Slack, and who that is here. */
export const SlackPerson = z
  .object({
    slack_user_id: z.string(),
    slack_name: z.string(),
    username: z.string().nullable().describe('null: nobody here; they can do nothing'),
    email: z.string().nullable(),
    is_active: z.boolean().describe('Still a member'),
    how: z.enum(['email', 'admin', 'blocked']),
    linked_by: z.string(),
    checked_at: Timestamp,
  })
  .meta({ id: 'SlackPerson' });
export type SlackPerson = z.infer<typeof SlackPerson>;
export const SlackPeople = z.object({ items: z.array(SlackPerson) }).meta({ id: 'SlackPeople' });

/** Says who somebody in Slack is here. */
export const LinkSlackPerson = z.object({ username: ItemName }).strict().meta({ id: 'LinkSlackPerson' });
export type LinkSlackPerson = z.infer<typeof LinkSlackPerson>;

export const SlackUserId = z.string().regex(/^[UW][A-Z0-9]{2,30}$/, 'The id of a member in Slack, such as U0123ABCD');
