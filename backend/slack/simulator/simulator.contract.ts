import { z } from 'zod';
import { JsonObject } from '../../common/json.ts';

const SlackId = z.string().regex(/^[A-Z0-9]{2,40}$/);
const Ts = z.string().regex(/^\d{10}\.\d{6}$/);

/** Somebody whom an admin may be, to try things out. */
export const SimulatedPerson = z
  .object({ slack_user_id: z.string(), username: z.string(), name: z.string(), is_member: z.boolean() })
  .meta({ id: 'SimulatedPerson' });
export type SimulatedPerson = z.infer<typeof SimulatedPerson>;

/** A message as this person sees it. */
export const SimulatedMessage = z
  .object({
    channel: z.string(),
    ts: z.string(),
    thread_ts: z.string().nullable(),
    author: z.string(),
    author_name: z.string(),
    is_app: z.boolean(),
    text: z.string(),
    blocks: z.array(JsonObject),
    is_only_for_me: z.boolean(),
    is_edited: z.boolean(),
  })
  .meta({ id: 'SimulatedMessage' });
export type SimulatedMessage = z.infer<typeof SimulatedMessage>;

/** Our own Slack as one person sees it. */
export const Simulation = z
  .object({
    people: z.array(SimulatedPerson),
    channels: z.array(z.object({ id: z.string(), name: z.string(), is_direct: z.boolean() })),
    commands: z.array(z.object({ trigger: z.string(), name: z.string(), summary: z.string(), usage: z.string() })),
    messages: z.array(SimulatedMessage).describe('Oldest first, the last 200'),
    view: z.object({ id: z.string(), view: JsonObject }).nullable().describe('The form that is open for this person'),
    home: JsonObject.nullable().describe('The Home tab of the app as this person saw it last'),
  })
  .meta({ id: 'Simulation' });
export type Simulation = z.infer<typeof Simulation>;

export const SimulationQuery = z.object({ as: SlackId.optional().describe('Without it the first person') });
export type SimulationQuery = z.infer<typeof SimulationQuery>;

/** What a person does in Slack. */
export const SimulatedAct = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('say'), channel: SlackId, text: z.string().min(1).max(4000), thread_ts: Ts.nullable().default(null) }).strict(),
    z
      .object({
        type: z.literal('click'),
        channel: SlackId,
        ts: Ts,
        block_id: z.string().max(255),
        action_id: z.string().max(255),
        value: z.string().max(2000),
      })
      .strict(),
    z.object({ type: z.literal('shortcut'), name: z.string().max(100) }).strict(),
    z.object({ type: z.literal('message_shortcut'), name: z.string().max(100), channel: SlackId, ts: Ts }).strict(),
    z.object({ type: z.literal('submit'), view_id: SlackId, values: z.record(z.string(), z.record(z.string(), JsonObject)) }).strict(),
    z.object({ type: z.literal('open_home') }).strict(),
    z.object({ type: z.literal('press_home'), block_id: z.string().max(255), action_id: z.string().max(255), value: z.string().max(2000) }).strict(),
    z.object({ type: z.literal('close'), view_id: SlackId }).strict(),
  ])
  .meta({ id: 'SimulatedAct' });
export type SimulatedAct = z.infer<typeof SimulatedAct>;

export const ActInSlack = z.object({ as: SlackId, act: SimulatedAct }).strict().meta({ id: 'ActInSlack' });
export type ActInSlack = z.infer<typeof ActInSlack>;

/** What Slack would show at once: errors in a form, or that the command was not taken. */
export const SimulatedAnswer = z.object({ errors: z.record(z.string(), z.string()), problem: z.string().nullable() }).meta({ id: 'SimulatedAnswer' });
export type SimulatedAnswer = z.infer<typeof SimulatedAnswer>;
