import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import type { MillraceRequest } from '../common/request.ts';
import { findUnstorable } from '../common/storable.ts';
import { Database } from '../database/database.ts';
import { plain, section } from './core/blocks.ts';
import { escapeText } from './core/slack-text.ts';
import { decisionCallback, SlackDecisions } from './slack-decisions.service.ts';
import { runCallback, SlackForms, type SubmittedForm } from './slack-forms.service.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { CommandPayload, EventPayload, InteractionPayload, UrlVerification, valuesOf, type ClaimedSender, type SubmissionPayload } from './slack-payloads.ts';
import { SlackPeople } from './slack-people.service.ts';
import { receiveRequest } from './slack-work.sql.ts';
import { isSignedBy } from './verify-signature.ts';

/** A submitted form that fits, on its way to be run. */
export type RunForm = {
  type: 'run_form';
  slack_user_id: string;
  modal_id: string;
  command_path: string;
  args: JsonObject;
  channel: string;
  thread_ts: string | null;
  response_url: string | null;
};

/**
 * Takes what Slack sends: finds whose it is, checks the signature over the bytes that came, writes it down, and answers. Everything else is done
 * by the queue, so that an answer never takes the three seconds that Slack gives. Only what somebody sends in a form is looked at before: its errors are the answer.
 */
@Injectable()
export class SlackIntake {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly people: SlackPeople,
    private readonly forms: SlackForms,
    private readonly decisions: SlackDecisions,
  ) {}

  /** A slash command. The empty answer shows nothing; what came of it follows. */
  async command(request: MillraceRequest): Promise<void> {
    const claimed = CommandPayload.safeParse(request.body);
    const install = await this.verify(request, claimed.data ? { teamId: claimed.data.team_id, appId: claimed.data.api_app_id } : null);
    if (claimed.data) await this.receive(install, 'command', claimed.data.trigger_id, claimed.data);
  }

  /** A click, a shortcut or a form. Kinds that nothing here asks for are acknowledged and dropped. */
  async interaction(request: MillraceRequest): Promise<JsonObject | undefined> {
    const given = jsonOf((request.body as { payload?: unknown } | undefined)?.payload);
    const install = await this.verify(request, senderOf(given));
    // It was text within a form, so nobody has looked into it before.
    const { data: payload } = InteractionPayload.safeParse(findUnstorable(given) ? null : given);
    if (payload?.type === 'view_submission') return this.submission(install, payload);
    if (payload) await this.receive(install, 'interaction', payload.trigger_id, payload);
    return undefined;
  }

  /** An event, maybe one that came before: Slack sends again what it thinks was not taken. */
  async event(request: MillraceRequest): Promise<JsonObject | undefined> {
    const challenge = UrlVerification.safeParse(request.body);
    if (challenge.success) return this.verifyAddress(request, challenge.data.challenge);
    const body = request.body as { team_id?: unknown; api_app_id?: unknown } | undefined;
    const isNamed = typeof body?.team_id === 'string' && typeof body.api_app_id === 'string';
    const install = await this.verify(request, isNamed ? { teamId: String(body.team_id), appId: String(body.api_app_id) } : null);
    const { data: event } = EventPayload.safeParse(request.body);
    if (event) await this.receive(install, 'event', event.event_id, event);
    return undefined;
  }

  private async submission(install: SlackInstallEntity, payload: SubmissionPayload): Promise<JsonObject> {
    const { callback_id: callback, private_metadata: modalId } = payload.view;
    try {
      const auth = await this.people.identifyKnown(install, payload.user.id);
      if (callback === decisionCallback) return await this.decisions.submit(install, auth, payload.user.id, modalId, valuesOf(payload));
      if (callback === runCallback) return await this.runForm(install, auth, payload);
      return {};
    } catch (error) {
      if (!isAppError(error) || error.status >= 500) throw error;
      return { response_action: 'update', view: noticeView(error.message) };
    }
  }

  private async runForm(install: SlackInstallEntity, auth: Auth, payload: SubmissionPayload): Promise<JsonObject> {
    const submitted = await this.forms.submit(install, auth, payload.user.id, payload.view.private_metadata, valuesOf(payload));
    if ('errors' in submitted) return { response_action: 'errors', errors: submitted.errors };
    await this.receive(install, 'interaction', `form:${submitted.modalId}`, toRunForm(submitted));
    return { response_action: 'clear' };
  }

  private async receive(install: SlackInstallEntity, kind: 'command' | 'interaction' | 'event', key: string, payload: unknown): Promise<void> {
    await this.database.run(receiveRequest({ id: newId(), installId: install.id, kind, dedupeKey: `${kind}:${key}`, payload }));
  }

  /** The connection whose secret signed this request. Whoever is not known learns nothing about why. */
  private async verify(request: MillraceRequest, claimed: ClaimedSender | null): Promise<SlackInstallEntity> {
    const possible = claimed === null ? [] : await this.installs.possibleSenders(claimed);
    for (const install of possible) if (await this.isSigned(request, install)) return install;
    throw notVerified();
  }

  /** The address of events is checked before anybody has said which app it is for. */
  private async verifyAddress(request: MillraceRequest, challenge: string): Promise<JsonObject> {
    for (const install of await this.installs.all()) if (await this.isSigned(request, install)) return { challenge };
    throw notVerified();
  }

  private async isSigned({ rawBody, headers }: MillraceRequest, install: SlackInstallEntity): Promise<boolean> {
    if (!rawBody) return false;
    const [timestamp, signature] = [headers['x-slack-request-timestamp'], headers['x-slack-signature']];
    const signed = { timestamp: oneOf(timestamp), signature: oneOf(signature), rawBody };
    return isSignedBy(await this.installs.signingSecretOf(install), signed, Math.floor(Date.now() / 1000));
  }
}

const notVerified = (): AppError => new AppError('slack/not_verified', 'This request is not one of Slack for this installation.');
const oneOf = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

function jsonOf(value: unknown): unknown {
  try {
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : null;
  } catch {
    return null;
  }
}

function senderOf(payload: unknown): ClaimedSender | null {
  const { team, api_app_id: appId, user } = (payload ?? {}) as { team?: { id?: unknown } | null; api_app_id?: unknown; user?: { team_id?: unknown } };
  const teamId = team?.id ?? user?.team_id;
  return typeof teamId === 'string' ? { teamId, appId: typeof appId === 'string' ? appId : null } : null;
}

const toRunForm = ({ modalId, binding, args, origin }: SubmittedForm): RunForm => ({
  type: 'run_form',
  slack_user_id: origin.slackUserId,
  modal_id: modalId,
  command_path: binding.command.path,
  args,
  channel: origin.channel,
  thread_ts: origin.threadTs,
  response_url: origin.responseUrl,
});

/** What stands in place of a form that cannot be taken. */
export function noticeView(message: string): JsonObject {
  return { type: 'modal', title: plain('Millrace', 24), close: plain('Close', 24), blocks: [section(escapeText(message))] };
}
