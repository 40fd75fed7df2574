import { Inject, Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { toYaml } from '../import-export/core/canonical-yaml.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';
import { appManifest, botScopes } from './core/manifest.ts';
import { usageOf } from './core/parse-command.ts';
import { meaningOf, SlackCallError } from './slack-call-error.ts';
import { SlackClients } from './slack-clients.ts';
import { formOf } from './slack-command-view.ts';
import { SlackCommandEntity } from './slack-command.entity.ts';
import { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { SlackTargets } from './slack-targets.ts';
import type { PutSlackConnection, SlackConnection, SlackManifest, SlackManifestQuery, SlackSetup, SlackTest } from './slack.contract.ts';
import { hasSimulator, isOwnMachine } from './simulator/has-simulator.ts';

/** What Slack says about a token. */
type Identified = Pick<SlackInstallEntity, 'teamId' | 'teamName' | 'teamUrl' | 'appId' | 'botUserId'>;

/** Connects a workspace with a Slack app: the settings page of admins. */
@Injectable()
export class SlackSettings {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly clients: SlackClients,
    private readonly targets: SlackTargets,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async get(auth: Auth): Promise<SlackSetup> {
    const install = await this.installs.find(auth.workspaceId, 'slack');
    const base = baseUrl(this.config);
    return {
      connection: install && toConnection(install),
      urls: { commands: `${base}/api/slack/commands`, interactivity: `${base}/api/slack/interactivity`, events: `${base}/api/slack/events` },
      is_reachable: base.startsWith('https:') && !isOwnMachine(base),
      has_simulator: hasSimulator(this.config),
    };
  }

  /** Saves the connection. A new token is shown to Slack first, which says which team and app it belongs to. */
  async put(auth: Auth, input: PutSlackConnection): Promise<SlackConnection> {
    const before = await this.installs.find(auth.workspaceId, 'slack');
    if (!before && (!input.bot_token || !input.signing_secret))
      throw new AppError('request/invalid', 'A connection needs the token of the bot and the signing secret of the app.', {
        problems: (['bot_token', 'signing_secret'] as const).filter((name) => !input[name]).map((name) => ({ pointer: `/${name}`, message: 'is required' })),
      });
    const identified = input.bot_token ? await this.identify(input.bot_token) : {};
    const sealed = {
      ...(input.bot_token ? { botToken: await this.installs.seal(auth.workspaceId, 'slack', 'bot_token', input.bot_token) } : {}),
      ...(input.signing_secret ? { signingSecret: await this.installs.seal(auth.workspaceId, 'slack', 'signing_secret', input.signing_secret) } : {}),
    };
    const columns = { approvalChannel: input.approval_channel, isEnabled: input.enabled, problem: null, setBy: subjectOf(auth), updatedAt: new Date() };
    const row = Object.assign(
      before ?? this.database.manager.create(SlackInstallEntity, { id: newId(), workspaceId: auth.workspaceId, kind: 'slack', createdAt: new Date() }),
      identified,
      sealed,
      columns,
    );
    return this.save(auth, row, before === null, Object.keys(sealed));
  }

  async delete(auth: Auth): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const install = await this.installs.find(auth.workspaceId, 'slack', transaction);
      if (!install) throw notConnected();
      await transaction.delete(SlackInstallEntity, { id: install.id });
      await this.events.record(transaction, auth, { action: 'slack.disconnected', objectKind: 'slack', objectPath: '', details: { team: install.teamId } });
    });
  }

  /** Asks Slack, for the admin who waits for the answer, whether the token still works and what it lacks. */
  async test(auth: Auth): Promise<SlackTest> {
    const install = await this.installs.find(auth.workspaceId, 'slack');
    if (!install) throw notConnected();
    try {
      const answer = await this.clients.call(install, 'auth.test', {});
      const scopes = ((answer['response_metadata'] as { scopes?: string[] } | undefined)?.scopes ?? []) as string[];
      await this.database.manager.update(SlackInstallEntity, { id: install.id }, { problem: null });
      return {
        team_name: String(answer['team'] ?? ''),
        bot_name: String(answer['user'] ?? ''),
        missing_scopes: scopes.length === 0 ? [] : botScopes.filter((scope) => !scopes.includes(scope)),
      };
    } catch (error) {
      throw toAppError(error);
    }
  }

  /** The manifest of the app with everything that is bound in this workspace, and a link that opens Slack with it. */
  async manifest(auth: Auth, { format }: SlackManifestQuery): Promise<SlackManifest> {
    const workspace = await this.database.manager.findOneByOrFail(WorkspaceEntity, { id: auth.workspaceId });
    const commands = await this.database.manager.find(SlackCommandEntity, {
      where: { workspaceId: auth.workspaceId, isEnabled: true },
      order: { name: 'ASC' },
    });
    const said = await Promise.all(
      commands.map(async (command) => ({ trigger: command.trigger, name: command.name, summary: command.summary, usage: await this.usageOf(auth, command) })),
    );
    const manifest = appManifest(baseUrl(this.config), workspace.name, said);
    const text = format === 'yaml' ? toYaml(manifest) : `${JSON.stringify(manifest, null, 2)}\n`;
    return { manifest: text, create_url: `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}` };
  }

  private async usageOf(auth: Auth, command: SlackCommandEntity): Promise<string> {
    try {
      const schema = await this.targets.schemaOf(auth, { kind: command.runnableKind, path: command.runnablePath });
      return usageOf('', formOf(command, schema)).trim();
    } catch (error) {
      if (isAppError(error)) return '';
      throw error;
    }
  }

  private async identify(token: string): Promise<Identified> {
    try {
      const who = await this.clients.callWith(token, 'auth.test', {});
      const { bot } = (await this.clients.callWith(token, 'bots.info', { bot: String(who['bot_id'] ?? '') })) as { bot?: { app_id?: string } };
      return {
        teamId: String(who['team_id']),
        teamName: String(who['team'] ?? ''),
        teamUrl: String(who['url'] ?? ''),
        botUserId: String(who['user_id']),
        appId: bot?.app_id ?? '',
      };
    } catch (error) {
      throw toAppError(error);
    }
  }

  private async save(auth: Auth, row: SlackInstallEntity, isNew: boolean, secrets: string[]): Promise<SlackConnection> {
    try {
      return await this.database.transaction(async (transaction) => {
        const saved = await transaction.save(SlackInstallEntity, row);
        const details = { team: saved.teamId, app: saved.appId, enabled: saved.isEnabled, approval_channel: saved.approvalChannel, secrets };
        await this.events.record(transaction, auth, { action: isNew ? 'slack.connected' : 'slack.updated', objectKind: 'slack', objectPath: '', details });
        return toConnection(saved);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError('slack/already_connected', 'This Slack app is connected with another workspace of this installation. Make an app for each workspace.');
    }
  }
}

const notConnected = (): AppError =>
  new AppError('slack/not_connected', 'This workspace is not connected with Slack. An admin connects it under Slack, Connection.');

function toAppError(error: unknown): unknown {
  return error instanceof SlackCallError ? new AppError('slack/call_failed', meaningOf(error.slackCode), { slack_code: error.slackCode }) : error;
}

const toConnection = (install: SlackInstallEntity): SlackConnection => ({
  team_id: install.teamId,
  team_name: install.teamName,
  team_url: install.teamUrl,
  app_id: install.appId,
  bot_user_id: install.botUserId,
  approval_channel: install.approvalChannel,
  enabled: install.isEnabled,
  problem: install.problem,
  set_by: install.setBy,
  updated_at: install.updatedAt.toISOString(),
});
