import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../../backend/common/json.ts';
import { signatureOf } from '../../../backend/slack/verify-signature.ts';
import type { SlackApi } from './slack-api.ts';

/** What may be wrong with a request, to see that it is refused. */
export type Forgery = { secret?: string; ageSeconds?: number; headers?: Record<string, string>; body?: (body: string) => string };

/** Sends what Slack sends, signed as Slack signs it. */
export class SlackSender {
  constructor(
    private readonly url: string,
    private readonly secret: string,
    private readonly api: SlackApi,
  ) {}

  command(user: string, text: string, more: Partial<Record<string, string>> = {}, forgery: Forgery = {}): Promise<Response> {
    const [, command = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const fields = {
      token: 'unused',
      team_id: this.api.team.id,
      team_domain: 'acme',
      api_app_id: this.api.app.id,
      channel_id: 'C0SUPPORT',
      channel_name: 'support',
      user_id: user,
      user_name: 'someone',
      command,
      text: rest,
      response_url: this.api.responseUrl(),
      trigger_id: this.api.trigger(),
      ...more,
    } as Record<string, string>;
    return this.form('commands', fields, forgery);
  }

  interaction(user: string, payload: JsonObject, forgery: Forgery = {}): Promise<Response> {
    const body = {
      team: { id: this.api.team.id, domain: 'acme' },
      api_app_id: this.api.app.id,
      user: { id: user, username: 'someone' },
      trigger_id: this.api.trigger(),
      ...payload,
    };
    return this.form('interactivity', { payload: JSON.stringify(body) }, forgery);
  }

  /** A button of a message that was posted. */
  click(
    user: string,
    { channel, ts, actionId, value }: { channel: string; ts: string; actionId: string; value: string },
    more: JsonObject = {},
  ): Promise<Response> {
    return this.interaction(user, {
      type: 'block_actions',
      response_url: this.api.responseUrl(),
      channel: { id: channel },
      message: { ts },
      actions: [{ type: 'button', block_id: 'x', action_id: actionId, value, action_ts: '1700000000.000001' }],
      ...more,
    });
  }

  /** A form that was opened, with what was filled in. */
  submit(user: string, view: JsonObject, values: JsonObject): Promise<Response> {
    return this.interaction(user, {
      type: 'view_submission',
      view: {
        id: `V${randomBytes(4).toString('hex').toUpperCase()}`,
        type: 'modal',
        callback_id: view['callback_id'],
        private_metadata: view['private_metadata'],
        hash: 'x',
        state: { values },
      },
    });
  }

  event(event: JsonObject, { eventId = `Ev${randomBytes(5).toString('hex')}`, ...forgery }: Forgery & { eventId?: string } = {}): Promise<Response> {
    const body = {
      token: 'unused',
      team_id: this.api.team.id,
      api_app_id: this.api.app.id,
      type: 'event_callback',
      event_id: eventId,
      event_time: 1_700_000_000,
      event,
    };
    return this.json('events', body, forgery);
  }

  json(address: string, body: JsonObject, forgery: Forgery = {}): Promise<Response> {
    return this.send(address, 'application/json', JSON.stringify(body), forgery);
  }

  private form(address: string, fields: Record<string, string>, forgery: Forgery): Promise<Response> {
    return this.send(address, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString(), forgery);
  }

  private send(
    address: string,
    contentType: string,
    signed: string,
    { secret = this.secret, ageSeconds = 0, headers = {}, body = (text) => text }: Forgery,
  ): Promise<Response> {
    const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
    return fetch(`${this.url}/api/slack/${address}`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(secret, timestamp, Buffer.from(signed)),
        ...headers,
      },
      body: body(signed),
    });
  }
}
