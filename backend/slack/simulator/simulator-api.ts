import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FetchFunction } from '@slack/web-api';
import type { JsonObject } from '../../common/json.ts';
import { Secrets } from '../../secrets/secrets.service.ts';
import type { SlackInstallEntity } from '../slack-install.entity.ts';
import { checkCall, ResponseMessage, type MethodName } from './method-shapes.ts';
import { directChannelOf, homeOf, simulatedUserId, stranger } from './simulator-people.ts';
import { SimulatorStore, type KeptMessage } from './simulator-store.ts';

/** Where answers to our own Slack seem to go. No request ever leaves for it. */
export const simulatorHost = 'https://hooks.slack.simulator/';

/** The answer to a call, as HTTP. */
type Answer = { status: number; body: string };
type Method = (install: SlackInstallEntity, fields: JsonObject) => Promise<JsonObject>;

const refused = (error: string, messages: string[] = []): JsonObject => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
});

/** The outgoing side of our own Slack: what the Web API and `response_url` would take, checked as Slack checks it, and kept for the page that shows it. */
@Injectable()
export class SimulatorApi {
  private readonly methods: Readonly<Record<MethodName, Method>>;

  constructor(
    private readonly store: SimulatorStore,
    private readonly secrets: Secrets,
  ) {
    this.methods = {
      'auth.test': async (install) => ({
        ok: true,
        team_id: install.teamId,
        team: install.teamName,
        user_id: install.botUserId,
        user: 'millrace',
        bot_id: 'B0SIMULATOR',
      }),
      'bots.info': async (install) => ({ ok: true, bot: { id: 'B0SIMULATOR', app_id: install.appId, name: 'Millrace' } }),
      'users.info': (install, { user }) => this.userInfo(install, ({ slackUserId }) => slackUserId === user, 'user_not_found'),
      'users.lookupByEmail': (install, { email }) =>
        this.userInfo(install, (person) => person.email.toLowerCase() === String(email).toLowerCase(), 'users_not_found'),
      'chat.postMessage': (install, fields) => this.post(install, fields, null),
      'chat.postEphemeral': (install, fields) => this.post(install, fields, fields['user'] as string),
      'chat.update': (install, fields) => this.update(install, fields),
      'views.open': (install, fields) => this.openView(install, fields),
      'views.publish': (install, fields) => this.publishHome(install, fields),
      'views.update': (install, fields) => this.updateView(install, fields),
    };
  }

  /** What the client sends its requests with: they end here, with no network between. */
  fetch(install: SlackInstallEntity): FetchFunction {
    return async (url, request = {}) => {
      const { status, body } = await this.answer(install, String(url), request);
      return new Response(body, { status, headers: { 'content-type': 'application/json' } });
    };
  }

  private async answer(
    install: SlackInstallEntity,
    url: string,
    { headers = {}, body = '' }: { headers?: Record<string, string>; body?: unknown },
  ): Promise<Answer> {
    const text = typeof body === 'string' ? body : '';
    const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    if (url.startsWith(simulatorHost)) return this.respond(install, url.slice(simulatorHost.length), text);
    const token = await this.secrets.decrypt(install.workspaceId, install.botToken, 'slack:simulator:bot_token');
    if (byName.get('authorization') !== `Bearer ${token}`) return { status: 200, body: JSON.stringify(refused('invalid_auth')) };
    const call = checkCall(new URL(url).pathname.split('/').at(-1) ?? '', byName.get('content-type') ?? '', text);
    const answer = 'error' in call ? refused(call.error, call.messages) : await this.methods[call.method](install, call.fields);
    return { status: 200, body: JSON.stringify(answer) };
  }

  /** An answer to a command or a click: it writes, or replaces what was written by the same address before. */
  private async respond(install: SlackInstallEntity, key: string, body: string): Promise<Answer> {
    const parsed = ResponseMessage.safeParse(JSON.parse(body));
    if (!parsed.success) return { status: 400, body: 'invalid_payload' };
    const response = await this.store.useResponse(install.id, key);
    if (!response) return { status: 404, body: 'used_url' };
    const { text = '', blocks = [], replace_original: isReplacing, response_type: type, thread_ts: threadTs } = parsed.data;
    const before = isReplacing && response.ts ? await this.store.get(install.id, 'message', `${response.channel} ${response.ts}`) : null;
    const message: KeptMessage = {
      channel: response.channel,
      ts: before?.ts ?? newTs(),
      thread_ts: before?.thread_ts ?? threadTs ?? null,
      author: install.botUserId,
      text,
      blocks: blocks as JsonObject[],
      seen_by: before ? before.seen_by : type === 'in_channel' ? null : response.user,
      is_edited: before !== null,
    };
    await this.keep(install, message);
    if (response.ts === null) await this.store.put(install.id, 'response', key, { ...response, ts: message.ts });
    return { status: 200, body: 'ok' };
  }

  private async post(install: SlackInstallEntity, fields: JsonObject, seenBy: string | null): Promise<JsonObject> {
    const wanted = fields['channel'] as string;
    const channel = wanted.startsWith('U') ? directChannelOf(wanted) : wanted;
    const message: KeptMessage = {
      channel,
      ts: newTs(),
      thread_ts: (fields['thread_ts'] as string | undefined) ?? null,
      author: install.botUserId,
      text: (fields['text'] as string | undefined) ?? '',
      blocks: (fields['blocks'] as JsonObject[] | undefined) ?? [],
      seen_by: seenBy,
      is_edited: false,
    };
    await this.keep(install, message);
    return { ok: true, channel, ts: message.ts, message: { ts: message.ts } };
  }

  private async update(install: SlackInstallEntity, fields: JsonObject): Promise<JsonObject> {
    const { channel, ts, text = '', blocks = [] } = fields as { channel: string; ts: string; text?: string; blocks?: JsonObject[] };
    const before = await this.store.get(install.id, 'message', `${channel} ${ts}`);
    if (!before) return refused('message_not_found');
    await this.keep(install, { ...before, text, blocks, is_edited: true });
    return { ok: true, channel, ts };
  }

  private async openView(install: SlackInstallEntity, fields: JsonObject): Promise<JsonObject> {
    const trigger = await this.store.useTrigger(install.id, fields['trigger_id'] as string);
    if (!trigger) return refused('expired_trigger_id');
    const id = `V${randomBytes(6).toString('hex').toUpperCase()}`;
    await this.store.put(install.id, 'view', id, { id, user: trigger.user, view: fields['view'] as JsonObject, hash: newTs() });
    return { ok: true, view: { id } };
  }

  private async publishHome(install: SlackInstallEntity, fields: JsonObject): Promise<JsonObject> {
    const user = fields['user_id'] as string;
    const id = homeOf(user);
    // Anew, so that it is kept as long as one that was just drawn.
    await this.store.remove(install.id, 'view', id);
    await this.store.put(install.id, 'view', id, { id, user, view: fields['view'] as JsonObject, hash: newTs() });
    return { ok: true, view: { id } };
  }

  private async updateView(install: SlackInstallEntity, fields: JsonObject): Promise<JsonObject> {
    const before = await this.store.get(install.id, 'view', fields['view_id'] as string);
    if (!before) return refused('not_found');
    await this.store.put(install.id, 'view', before.id, { ...before, view: fields['view'] as JsonObject, hash: newTs() });
    return { ok: true, view: { id: before.id } };
  }

  private async userInfo(
    install: SlackInstallEntity,
    isMeant: (person: { slackUserId: string; email: string }) => boolean,
    error: string,
  ): Promise<JsonObject> {
    const people = (await this.store.people(install.workspaceId)).map((person) => ({ ...person, slackUserId: simulatedUserId(person.user_id) }));
    const found = [...people, stranger].find(isMeant);
    if (!found) return refused(error);
    return {
      ok: true,
      user: {
        id: found.slackUserId,
        team_id: install.teamId,
        name: found.username,
        real_name: found.name || found.username,
        deleted: false,
        is_bot: false,
        is_email_confirmed: true,
        profile: { email: found.email, real_name: found.name || found.username },
      },
    };
  }

  private keep(install: SlackInstallEntity, message: KeptMessage): Promise<void> {
    return this.store.put(install.id, 'message', `${message.channel} ${message.ts}`, message);
  }
}

/** A time stamp as Slack names messages by, with a tail of its own. */
export function newTs(): string {
  const now = Date.now();
  return `${Math.floor(now / 1000)}.${String((now % 1000) * 1000 + (randomBytes(2).readUInt16BE() % 1000)).padStart(6, '0')}`;
}
