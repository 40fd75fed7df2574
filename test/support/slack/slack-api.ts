import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkCall, ResponseMessage, type MethodName } from '../../../backend/slack/simulator/method-shapes.ts';
import type { JsonObject } from '../../../backend/common/json.ts';

/** A member of the Slack workspace, as `users.info` tells of them. */
export type SlackMember = {
  id: string;
  email: string;
  name: string;
  is_email_confirmed?: boolean;
  is_stranger?: boolean;
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
};

type Reply = { status: number; headers?: Record<string, string>; answer: JsonObject | string };

/** A call that was made, after it was checked. */
export type SlackCall = { method: string; fields: JsonObject; at: number };
/** What was written by a `response_url`. */
export type SlackResponse = { id: string; message: ResponseMessage };

/**
 * Slack's API on this machine: over HTTP, with the token in the header, and every request checked against the documented shapes. What Slack would refuse is refused,
 * and kept in `refused`, so that a test can say that there was nothing.
 */
export class SlackApi {
  readonly token = `xoxb-${randomBytes(12).toString('hex')}`;
  readonly team = { id: 'T0ACME', name: 'Acme' };
  readonly app = { id: 'A0MILLRACE', botUserId: 'U0BOT', botId: 'B0BOT' };
  readonly calls: SlackCall[] = [];
  readonly responses: SlackResponse[] = [];
  readonly refused: { what: string; error: string; messages: string[] }[] = [];
  readonly members: SlackMember[] = [];
  /** Channels in which nobody may post. */
  readonly closedChannels = new Set<string>();
  private readonly addresses = new Map<string, { uses: number }>();
  private readonly triggers = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private limited = 0;
  private messages = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SlackApi> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = new SlackApi(server);
    server.on('request', (request, response) => void api.serve(request, response));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  /** A new address for answers, good for five of them. */
  responseUrl(): string {
    const id = randomBytes(8).toString('hex');
    this.addresses.set(id, { uses: 0 });
    return this.url.replace('/api/', `/response/${id}`);
  }

  /** A click that a form may be opened for, once; an old one opens none. */
  trigger({ isOld = false } = {}): string {
    const id = randomBytes(8).toString('hex');
    if (!isOld) this.triggers.add(id);
    return id;
  }

  /** Has the next calls answered with 429. */
  limit(times: number): void {
    this.limited = times;
  }

  /** Resolves with what `look` finds, as soon as it finds it. */
  async until<Found>(look: (api: SlackApi) => Found | undefined | null | false): Promise<Found> {
    for (;;) {
      const found = look(this);
      if (found) return found;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }

  callsOf(method: MethodName): SlackCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const path = new URL(request.url ?? '/', this.url).pathname;
    const {
      status,
      headers = {},
      answer,
    }: Reply = path.startsWith('/response/') ? this.respond(request, path.slice('/response/'.length), body) : this.call(request, path, body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    for (const listener of Array.from(this.listeners)) listener();
  }

  private call({ method: verb, headers }: IncomingMessage, path: string, body: string): Reply {
    if (verb !== 'POST' || !path.startsWith('/api/')) return this.refuse(path, 'not_found', [], 404);
    if (this.limited > 0) {
      this.limited -= 1;
      return { status: 429, headers: { 'retry-after': '1' }, answer: { ok: false, error: 'ratelimited' } };
    }
    if (headers.authorization !== `Bearer ${this.token}`) return this.refuse(path, 'invalid_auth');
    const checked = checkCall(path.slice('/api/'.length), String(headers['content-type'] ?? ''), body);
    if ('error' in checked) return this.refuse(path, checked.error, checked.messages);
    const answer = this.answer(checked.method, checked.fields);
    if (answer['ok'] !== true) return { status: 200, answer };
    this.calls.push({ method: checked.method, fields: { ...checked.fields, ...(answer['ts'] ? { posted_ts: answer['ts'] } : {}) }, at: Date.now() });
    return { status: 200, headers: { 'x-oauth-scopes': 'chat:write,commands,users:read' }, answer };
  }

  private answer(method: MethodName, fields: JsonObject): JsonObject {
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://acme.slack.com/',
          team: this.team.name,
          team_id: this.team.id,
          user: 'millrace',
          user_id: this.app.botUserId,
          bot_id: this.app.botId,
        };
      case 'bots.info':
        return fields['bot'] === this.app.botId ? { ok: true, bot: { id: this.app.botId, app_id: this.app.id } } : { ok: false, error: 'bot_not_found' };
      case 'users.info':
        return this.userAnswer(
          this.members.find(({ id }) => id === fields['user']),
          'user_not_found',
        );
      case 'users.lookupByEmail':
        return this.userAnswer(
          this.members.find(({ email }) => email.toLowerCase() === String(fields['email']).toLowerCase()),
          'users_not_found',
        );
      case 'chat.postMessage':
      case 'chat.postEphemeral':
        return this.post(String(fields['channel']));
      case 'chat.update':
        return { ok: true, channel: fields['channel'], ts: fields['ts'] };
      case 'views.open':
        return this.triggers.delete(String(fields['trigger_id']))
          ? { ok: true, view: { id: `V${randomBytes(5).toString('hex').toUpperCase()}` } }
          : { ok: false, error: 'expired_trigger_id' };
      case 'views.publish':
        return { ok: true, view: { id: `H${String(fields['user_id']).slice(1)}` } };
      case 'views.update':
        return { ok: true, view: { id: fields['view_id'] } };
    }
  }

  private post(channel: string): JsonObject {
    if (this.closedChannels.has(channel)) return { ok: false, error: 'channel_not_found' };
    this.messages += 1;
    return { ok: true, channel: channel.startsWith('U') ? `D${channel.slice(1)}` : channel, ts: `1700000000.${String(this.messages).padStart(6, '0')}` };
  }

  private userAnswer(member: SlackMember | undefined, error: string): JsonObject {
    if (!member) return { ok: false, error };
    const { id, email, name, is_email_confirmed = true, is_stranger = false, team_id = this.team.id, deleted = false, is_bot = false } = member;
    return { ok: true, user: { id, team_id, name, real_name: name, deleted, is_bot, is_email_confirmed, is_stranger, profile: { email, real_name: name } } };
  }

  private respond({ headers }: IncomingMessage, id: string, body: string): Reply {
    const address = this.addresses.get(id);
    const isJson = String(headers['content-type']).startsWith('application/json');
    const parsed = isJson ? ResponseMessage.safeParse(JSON.parse(body)) : null;
    if (!parsed?.success)
      return this.refuse('response_url', 'invalid_payload', parsed?.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [], 400);
    if (!address || address.uses >= 5) return this.refuse('response_url', 'used_url', [], 404);
    address.uses += 1;
    this.responses.push({ id, message: parsed.data });
    return { status: 200, answer: 'ok' };
  }

  private refuse(what: string, error: string, messages: string[] = [], status = 200): { status: number; answer: JsonObject } {
    this.refused.push({ what, error, messages });
    return { status, answer: { ok: false, error, response_metadata: { messages } } };
  }
}
