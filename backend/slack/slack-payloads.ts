import { z } from 'zod';
import { JsonObject } from '../common/json.ts';
import type { FormState } from './core/form-blocks.ts';

const Id = z.string().max(60);
const Text = z.string().max(60_000);

/** What a slash command sends, as a form. Fields that nothing here reads are left away. */
export const CommandPayload = z.object({
  team_id: Id,
  api_app_id: Id,
  user_id: Id,
  channel_id: Id,
  channel_name: z.string().max(200).default(''),
  command: z.string().max(100),
  text: Text.default(''),
  response_url: z.url().max(1000),
  trigger_id: z.string().max(200),
});
export type CommandPayload = z.infer<typeof CommandPayload>;

const User = z.object({ id: Id });
const Team = z.object({ id: Id }).nullable();
const View = z.object({
  id: Id,
  callback_id: z.string().max(255).default(''),
  private_metadata: z.string().max(3000).default(''),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), JsonObject)) }).default({ values: {} }),
});
const common = { team: Team, api_app_id: Id.optional(), user: User, trigger_id: z.string().max(200) };

/** What buttons, forms and shortcuts send: JSON in the field `payload` of a form. Kinds that nothing here uses are acknowledged and dropped. */
export const InteractionPayload = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('block_actions'),
    ...common,
    response_url: z.url().max(1000).optional(),
    channel: z.object({ id: Id }).optional(),
    message: z.object({ ts: Id, thread_ts: Id.optional() }).optional(),
    view: z.object({ type: z.string().max(30) }).optional(),
    actions: z
      .array(
        z.object({
          action_id: z.string().max(255),
          block_id: z.string().max(255).default(''),
          value: z.string().max(2000).optional(),
          action_ts: Id.optional(),
        }),
      )
      .min(1),
  }),
  z.object({ type: z.literal('view_submission'), ...common, trigger_id: z.string().max(200).optional(), view: View }),
  z.object({ type: z.literal('shortcut'), ...common, callback_id: z.string().max(255) }),
  z.object({
    type: z.literal('message_action'),
    ...common,
    callback_id: z.string().max(255),
    response_url: z.url().max(1000),
    channel: z.object({ id: Id }),
    message: z.object({ ts: Id, thread_ts: Id.optional(), text: Text.default('') }),
  }),
]);
export type InteractionPayload = z.infer<typeof InteractionPayload>;
export type ActionsPayload = Extract<InteractionPayload, { type: 'block_actions' }>;
export type SubmissionPayload = Extract<InteractionPayload, { type: 'view_submission' }>;
export type ShortcutPayload = Extract<InteractionPayload, { type: 'shortcut' | 'message_action' }>;

/** The values of a submitted form, in the shape that is read. */
export const valuesOf = ({ view }: SubmissionPayload): FormState => view.state.values as FormState;

/** Somebody opened a tab of the app. */
const HomeOpened = z.object({ type: z.literal('app_home_opened'), user: Id, tab: z.string().max(30).default('home') });

/** What the Events API sends. */
export const EventPayload = z.object({
  type: z.literal('event_callback'),
  team_id: Id,
  api_app_id: Id,
  event_id: Id,
  event: z.union([
    HomeOpened,
    z.object({
      type: z.string().max(60),
      subtype: z.string().max(60).optional(),
      user: Id.optional(),
      bot_id: Id.optional(),
      text: Text.default(''),
      ts: Id,
      thread_ts: Id.optional(),
      channel: Id,
      channel_type: z.string().max(30).optional(),
    }),
  ]),
});
export type EventPayload = z.infer<typeof EventPayload>;

/** What Slack sends once, when the address of events is entered. */
export const UrlVerification = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1000) });

/** Who sent something, before it is known whether that is true: only good for finding the secret that tells. */
export type ClaimedSender = { teamId: string; appId: string | null };
