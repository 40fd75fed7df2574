import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { meaningOf, type SlackCallError } from './slack-call-error.ts';
import { SlackInstallEntity } from './slack-install.entity.ts';
import type { ClaimedSender } from './slack-payloads.ts';
import { hasSimulator } from './simulator/has-simulator.ts';

/** Refusals that say something about the connection and not about one call. */
const lasting = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'missing_scope', 'channel_not_found', 'not_in_channel', 'is_archived'];

/** Connections with Slack, and their secrets. */
@Injectable()
export class SlackInstalls {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  find(workspaceId: string, kind: SlackInstallEntity['kind'], manager: Transaction = this.database.manager): Promise<SlackInstallEntity | null> {
    return manager.findOneBy(SlackInstallEntity, { workspaceId, kind });
  }

  async byId(id: string): Promise<SlackInstallEntity | null> {
    return this.usable(await this.database.manager.findBy(SlackInstallEntity, { id, isEnabled: true }))[0] ?? null;
  }

  /** Where people of a workspace are told things. */
  async enabledOf(workspaceId: string): Promise<SlackInstallEntity[]> {
    return this.usable(await this.database.manager.findBy(SlackInstallEntity, { workspaceId, isEnabled: true }));
  }

  /** Those which a request may come from; which of them it is says the signature. Some requests do not name the app. */
  async possibleSenders({ teamId, appId }: ClaimedSender): Promise<SlackInstallEntity[]> {
    return this.usable(
      await this.database.manager.find(SlackInstallEntity, { where: { teamId, isEnabled: true, ...(appId === null ? {} : { appId }) }, take: 50 }),
    );
  }

  /** All of them, for the one request that names nobody: the first check of the address of events. */
  all(): Promise<SlackInstallEntity[]> {
    return this.database.manager.find(SlackInstallEntity, { where: { isEnabled: true, kind: 'slack' }, order: { updatedAt: 'desc' }, take: 200 });
  }

  /** Where our own Slack is switched off, its connections of before are none. */
  private usable(installs: SlackInstallEntity[]): SlackInstallEntity[] {
    return installs.filter(({ kind }) => kind === 'slack' || hasSimulator(this.config));
  }

  tokenOf({ workspaceId, kind, botToken }: SlackInstallEntity): Promise<string> {
    return this.secrets.decrypt(workspaceId, botToken, contextOf(kind, 'bot_token'));
  }

  signingSecretOf({ workspaceId, kind, signingSecret }: SlackInstallEntity): Promise<string> {
    return this.secrets.decrypt(workspaceId, signingSecret, contextOf(kind, 'signing_secret'));
  }

  seal(workspaceId: string, kind: SlackInstallEntity['kind'], field: 'bot_token' | 'signing_secret', value: string): Promise<string> {
    return this.secrets.encrypt(workspaceId, value, contextOf(kind, field));
  }

  /** Who knows a `response_url` may write there, so it is kept as a secret is. */
  async sealUrl({ workspaceId }: SlackInstallEntity, url: string | null): Promise<string | null> {
    return url === null ? null : this.secrets.encrypt(workspaceId, url, 'slack:response_url');
  }

  async openUrl({ workspaceId }: SlackInstallEntity, sealed: string | null): Promise<string | null> {
    return sealed === null ? null : this.secrets.decrypt(workspaceId, sealed, 'slack:response_url');
  }

  /** Shows on the settings page what keeps the connection from working. */
  async notePossibleProblem({ id }: SlackInstallEntity, method: string, { slackCode }: SlackCallError): Promise<void> {
    if (!lasting.includes(slackCode)) return;
    const problem = { at: new Date().toISOString(), code: slackCode, message: `${meaningOf(slackCode)} (${method})` };
    await this.database.manager.update(SlackInstallEntity, { id }, { problem });
  }
}

const contextOf = (kind: SlackInstallEntity['kind'], field: string): string => `slack:${kind}:${field}`;
