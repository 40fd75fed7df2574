import { z } from 'zod';
import type { JsonObject } from '../../common/json.ts';
import { HomeView, MessageBlocks, ModalView } from './block-shapes.ts';

const channel = z.string().regex(/^(?:[CGDU][A-Z0-9]{2,30}|#\S{1,80})$/);
const ts = z.string().regex(/^\d{10}\.\d{6}$/);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]).optional();
const content = { text: z.string().max(40_000).optional(), blocks: MessageBlocks.optional() };
const hasContent = (message: { text?: string | undefined; blocks?: unknown[] | undefined }): boolean =>
  (message.text ?? '') !== '' || (message.blocks?.length ?? 0) > 0;

/** The methods of the Web API that a bot of ours may call, with what they take. Everything else is refused as unknown. */
export const methods = {
  'auth.test': z.strictObject({}),
  'bots.info': z.strictObject({ bot: z.string().regex(/^B[A-Z0-9]{2,30}$/) }),
  'users.info': z.strictObject({ user: z.string().regex(/^[UW][A-Z0-9]{2,30}$/), include_locale: flag }),
  'users.lookupByEmail': z.strictObject({ email: z.email() }),
  'chat.postMessage': z
    .strictObject({ channel, ...content, thread_ts: ts.optional(), reply_broadcast: flag, unfurl_links: flag, unfurl_media: flag })
    .refine(hasContent, 'no_text'),
  'chat.update': z.strictObject({ channel, ts, ...content }).refine(hasContent, 'no_text'),
  'chat.postEphemeral': z.strictObject({ channel, user: z.string(), ...content, thread_ts: ts.optional() }).refine(hasContent, 'no_text'),
  'views.open': z.strictObject({ trigger_id: z.string().min(1), view: ModalView }),
  'views.publish': z.strictObject({ user_id: z.string().regex(/^[UW][A-Z0-9]{2,30}$/), view: HomeView, hash: z.string().optional() }),
  'views.update': z.strictObject({ view_id: z.string().min(1), view: ModalView, hash: z.string().optional() }),
} as const;
export type MethodName = keyof typeof methods;

/** What is posted to a `response_url`. */
export const ResponseMessage = z
  .strictObject({
    response_type: z.enum(['ephemeral', 'in_channel']).optional(),
    replace_original: z.boolean().optional(),
    delete_original: z.boolean().optional(),
    thread_ts: ts.optional(),
    ...content,
  })
  .refine((message) => message.delete_original === true || hasContent(message), 'no_text');
export type ResponseMessage = z.infer<typeof ResponseMessage>;

/** What a call came to before anything was done: its fields, or the answer of Slack to a wrong one. */
export type CheckedCall = { method: MethodName; fields: JsonObject } | { error: string; messages: string[] };

/** Fields that are JSON within a form. */
const nested = ['blocks', 'view', 'attachments', 'metadata'];

/** Checks a call as it came over HTTP: form or JSON, by the shapes above. */
export function checkCall(method: string, contentType: string, body: string): CheckedCall {
  if (!Object.hasOwn(methods, method)) return { error: 'unknown_method', messages: [method] };
  const given = fieldsOf(contentType, body);
  if (given === null) return { error: 'invalid_form_data', messages: [contentType] };
  const parsed = methods[method as MethodName].safeParse(given);
  if (parsed.success) return { method: method as MethodName, fields: parsed.data as JsonObject };
  const isBlocks = parsed.error.issues.some(({ path }) => path[0] === 'blocks' || path[0] === 'view');
  return {
    error: isBlocks ? 'invalid_blocks' : 'invalid_arguments',
    messages: parsed.error.issues.map(({ path, message }) => `[ERROR] ${path.join('/')}: ${message}`),
  };
}

function fieldsOf(contentType: string, body: string): JsonObject | null {
  try {
    if (contentType.startsWith('application/json')) return JSON.parse(body) as JsonObject;
    if (!contentType.startsWith('application/x-www-form-urlencoded')) return null;
    const entries = [...new URLSearchParams(body)].filter(([name]) => name !== 'token');
    return Object.fromEntries(entries.map(([name, value]) => [name, nested.includes(name) ? (JSON.parse(value) as unknown) : value]));
  } catch {
    return null;
  }
}
