import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { ModelChoice } from './agent.contract.ts';

/** Tokens and money. */
export const AgentUsage = z
  .object({
    input_tokens: z.number().int(),
    cached_input_tokens: z.number().int(),
    output_tokens: z.number().int(),
    reasoning_tokens: z.number().int(),
    cost_usd: z.number(),
    turns: z.number().int(),
    tool_calls: z.number().int(),
  })
  .meta({ id: 'AgentUsage' });
export type AgentUsage = z.infer<typeof AgentUsage>;

/** A file that was sent along, in the object store. */
export const Attachment = z.object({ id: z.uuid(), name: z.string(), media_type: z.string(), size: z.number().int() }).meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof Attachment>;

/**
 * A part of a message as it is shown. `tool` is a call with its live state; `approval_id` is the request in the inbox.
 * The names are those of the parts of UI messages of the AI SDK, with the product's own data beside them.
 */
export const MessagePart = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('reasoning'), text: z.string() }),
    z.object({ type: z.literal('file'), attachment: Attachment }),
    z.object({ type: z.literal('source'), title: z.string(), url: z.string().nullable(), job_id: z.uuid().nullable() }),
    z.object({
      type: z.literal('tool'),
      call_id: z.string(),
      name: z.string(),
      kind: z.enum(['script', 'flow', 'agent', 'code', 'mcp', 'sandbox']),
      path: z.string().nullable(),
      args: JsonObject,
      status: z.enum(['open', 'asked', 'running', 'succeeded', 'failed', 'denied', 'cancelled']),
      output: Json.nullable(),
      is_output_omitted: z.boolean().optional().describe('It is too large to be shown here; the job has it'),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
      job_id: z.uuid().nullable(),
      approval_id: z.uuid().nullable(),
      started_at: Timestamp.nullable(),
      ended_at: Timestamp.nullable(),
    }),
  ])
  .meta({ id: 'MessagePart' });
export type MessagePart = z.infer<typeof MessagePart>;

/** One message. Messages are a tree: editing or retrying makes a sibling, and `head_id` of the thread says which branch is shown. */
export const ThreadMessage = z
  .object({
    id: z.uuid(),
    parent_id: z.uuid().nullable(),
    role: z.enum(['user', 'assistant']),
    parts: z.array(MessagePart),
    status: z.enum(['done', 'running', 'waiting', 'failed', 'stopped']),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    job_id: z.uuid().nullable().describe('The run that wrote it'),
    model: z.string().nullable().describe('`<provider>/<model>` that answered'),
    is_practice: z.boolean().describe('Written by the practice model, which is no language model'),
    usage: AgentUsage.nullable(),
    siblings: z.array(z.uuid()).describe('All answers or wordings at this place, oldest first, with this one'),
    feedback: z.object({ rating: z.enum(['up', 'down']), comment: z.string(), correction: z.string() }).nullable(),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: 'ThreadMessage' });
export type ThreadMessage = z.infer<typeof ThreadMessage>;

/** Where a thread began. `agent` is a call by another agent, `editor` a test. */
export const ThreadSource = z.enum(['chat', 'app', 'slack', 'api', 'flow', 'schedule', 'mcp', 'evaluation', 'agent', 'editor']).meta({ id: 'ThreadSource' });
export type ThreadSource = z.infer<typeof ThreadSource>;

export const ThreadRow = z
  .object({
    id: z.uuid(),
    title: z.string(),
    agent: z.string().describe('Path of the agent'),
    source: ThreadSource,
    created_by: z.string(),
    created_at: Timestamp,
    updated_at: Timestamp,
    status: z.enum(['idle', 'running', 'waiting', 'failed']),
    is_shared: z.boolean(),
    is_mine: z.boolean(),
  })
  .meta({ id: 'ThreadRow' });
export type ThreadRow = z.infer<typeof ThreadRow>;

/** A thread with the messages of the branch that is shown. */
export const Thread = ThreadRow.extend({
  head_id: z.uuid().nullable(),
  messages: z.array(ThreadMessage),
  usage: AgentUsage,
  may_write: z.boolean().describe('Continue it: its owner, unless it was opened by a run from elsewhere'),
  may_share: z.boolean(),
  shared_with: z.array(z.string()).describe('`u/<username>` and `g/<group>`, who may read'),
  stream_seq: z.number().int().describe('What the messages above contain already; the stream goes on after it'),
}).meta({ id: 'Thread' });
export type Thread = z.infer<typeof Thread>;

export const ThreadQuery = PageQuery.extend({
  agent: z.string().max(255).optional(),
  search: z.string().max(200).optional().describe('In titles and messages'),
  scope: z.enum(['mine', 'shared']).default('mine'),
  source: z.string().max(40).optional(),
});
export type ThreadQuery = z.infer<typeof ThreadQuery>;

export const CreateThread = z
  .object({ agent: ItemPath, title: z.string().max(200).default('') })
  .strict()
  .meta({ id: 'CreateThread' });
export type CreateThread = z.infer<typeof CreateThread>;

export const UpdateThread = z
  .object({
    title: z.string().min(1).max(200).optional(),
    shared_with: z.array(z.string().max(120)).max(100).optional(),
    head_id: z.uuid().optional().describe('Shows the branch with this message'),
  })
  .strict()
  .meta({ id: 'UpdateThread' });
export type UpdateThread = z.infer<typeof UpdateThread>;

/** All that a client may say: new words, where they belong, and what goes with them. History is the server's. */
export const SendMessage = z
  .object({
    text: z.string().max(100_000),
    input: JsonObject.default({}).describe('Other inputs of the agent, by its schema'),
    attachments: z.array(z.uuid()).max(10).default([]),
    parent_id: z
      .uuid()
      .nullable()
      .optional()
      .describe('After which message; left out: after the last of the branch that is shown. An earlier one makes a branch'),
    model: ModelChoice.pick({ resource: true, id: true }).nullable().default(null).describe('One of the models that the agent offers'),
  })
  .strict()
  .meta({ id: 'SendMessage' });
export type SendMessage = z.infer<typeof SendMessage>;

/** Asks for another answer: to this question, or in the place of this answer. */
export const RetryMessage = z.object({ message_id: z.uuid() }).strict().meta({ id: 'RetryMessage' });
export type RetryMessage = z.infer<typeof RetryMessage>;

/** The messages that were written and the run that answers. */
export const MessageSent = z.object({ message_id: z.uuid(), answer_id: z.uuid(), job_id: z.uuid() }).meta({ id: 'MessageSent' });
export type MessageSent = z.infer<typeof MessageSent>;

/** A file of the sandbox of a conversation. */
export const VolumeFile = z.object({ path: z.string(), size: z.number().int(), modified_at: Timestamp }).meta({ id: 'VolumeFile' });
export type VolumeFile = z.infer<typeof VolumeFile>;

export const GiveFeedback = z
  .object({ rating: z.enum(['up', 'down']).nullable(), comment: z.string().max(4000).default(''), correction: z.string().max(20_000).default('') })
  .strict()
  .meta({ id: 'GiveFeedback' });
export type GiveFeedback = z.infer<typeof GiveFeedback>;
