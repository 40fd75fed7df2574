import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { isAppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { Logger } from '../observability/logger.ts';
import { slackRequestTask } from '../queue/task-names.ts';
import { approveAction, rejectAction } from './core/approval-card.ts';
import { runAction } from './core/home-view.ts';
import { parseCommand } from './core/parse-command.ts';
import { plainOfMessage } from './core/slack-text.ts';
import { SlackBindings } from './slack-bindings.ts';
import { SlackCallError } from './slack-call-error.ts';
import { formOf } from './slack-command-view.ts';
import { SlackConversations } from './slack-conversations.service.ts';
import { SlackDecisions } from './slack-decisions.service.ts';
import { openFormAction, SlackForms } from './slack-forms.service.ts';
import { SlackHome } from './slack-home.service.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import type { RunForm } from './slack-intake.service.ts';
import type { ActionsPayload, CommandPayload, EventPayload, ShortcutPayload } from './slack-payloads.ts';
import { SlackPeople } from './slack-people.service.ts';
import type { Origin } from './slack-runs.service.ts';
import { SlackStarts } from './slack-starts.service.ts';
import { SlackTasks } from './slack-tasks.ts';
import { finishRequest, readRequest } from './slack-work.sql.ts';
import { SlackModalEntity } from './slack-work.entity.ts';

type Payload = ({ type?: undefined } & CommandPayload) | EventPayload | ActionsPayload | ShortcutPayload | RunForm;
type Row = { id: string; install_id: string; kind: 'command' | 'interaction' | 'event'; payload: Payload };

/** Works on what Slack has sent, after it was acknowledged. May see the same twice: what it makes is named by the request, so it is there once. */
@Injectable()
export class SlackWork implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly people: SlackPeople,
    private readonly bindings: SlackBindings,
    private readonly starts: SlackStarts,
    private readonly forms: SlackForms,
    private readonly decisions: SlackDecisions,
    private readonly conversations: SlackConversations,
    private readonly home: SlackHome,
    private readonly tasks: SlackTasks,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.tasks.add<{ id: string }>(slackRequestTask, ({ id }) => this.handle(id));
  }

  private async handle(id: string): Promise<void> {
    const [row] = await this.database.run<Row>(readRequest(id));
    const install = row && (await this.installs.byId(row.install_id));
    if (row && install) {
      try {
        await this.work(install, row);
      } catch (error) {
        if (!(error instanceof SlackCallError) || error.isTransient) throw error;
        this.logger.warn({ slack_request: id, code: error.slackCode }, 'Slack did not take the answer to a request');
      }
    }
    await this.database.run(finishRequest(id));
  }

  private work(install: SlackInstallEntity, { id, payload }: Row): Promise<void> {
    switch (payload.type) {
      case undefined:
        return this.command(install, id, payload);
      case 'event_callback':
        return this.event(install, id, payload);
      case 'block_actions':
        return this.click(install, id, payload);
      case 'shortcut':
      case 'message_action':
        return this.shortcut(install, id, payload);
      case 'run_form':
        return this.form(install, payload);
    }
  }

  private command(install: SlackInstallEntity, key: string, payload: CommandPayload): Promise<void> {
    const origin = { slackUserId: payload.user_id, channel: payload.channel_id, threadTs: null, responseUrl: payload.response_url };
    return this.asPerson(install, origin, async (auth) => {
      const binding = await this.bindings.require(auth, 'command', [payload.command]);
      const parsed = parseCommand(payload.text, formOf(binding.command, binding.schema));
      await this.starts.ask({ install, auth, binding, origin, triggerId: payload.trigger_id, key }, parsed);
    });
  }

  private shortcut(install: SlackInstallEntity, key: string, payload: ShortcutPayload): Promise<void> {
    const isMessage = payload.type === 'message_action';
    const origin: Origin = {
      slackUserId: payload.user.id,
      channel: isMessage ? payload.channel.id : payload.user.id,
      threadTs: isMessage ? (payload.message.thread_ts ?? payload.message.ts) : null,
      responseUrl: isMessage ? payload.response_url : null,
    };
    return this.asPerson(install, origin, async (auth) => {
      const binding = await this.bindings.require(auth, isMessage ? 'message_shortcut' : 'global_shortcut', [payload.callback_id]);
      const { textArgument } = binding.command;
      const args = isMessage && textArgument !== null ? { [textArgument]: plainOfMessage(payload.message.text) } : {};
      await this.starts.ask({ install, auth, binding, origin, triggerId: payload.trigger_id, key }, { args, problems: [], isHelp: false });
    });
  }

  private async click(install: SlackInstallEntity, key: string, payload: ActionsPayload): Promise<void> {
    const [action] = payload.actions;
    if (!action?.value) return;
    const { value, action_id: actionId } = action;
    const channel = payload.channel?.id ?? payload.user.id;
    const origin = { slackUserId: payload.user.id, channel, threadTs: payload.message?.thread_ts ?? null, responseUrl: payload.response_url ?? null };
    const vote = actionId === approveAction ? 'approve' : actionId === rejectAction ? 'reject' : null;
    if (vote === null && actionId !== openFormAction && actionId !== runAction) return;
    await this.asPerson(install, origin, async (auth) => {
      if (actionId === runAction) await this.runFromHome(install, auth, { key, origin, path: value, triggerId: payload.trigger_id });
      else if (vote === null) await this.forms.reopen(install, auth, payload.user.id, value, payload.trigger_id);
      else {
        const [cardId = '', hash] = value.split(':');
        await this.decisions.click(install, auth, { cardId, hash, vote, slackUserId: payload.user.id, triggerId: payload.trigger_id, key });
      }
    });
    // What was pressed there may be done; what was refused is not what it was.
    if (payload.view?.type === 'home' && vote !== null) await this.home.publish(install, payload.user.id);
  }

  private async runFromHome(
    install: SlackInstallEntity,
    auth: Auth,
    { key, origin, path, triggerId }: { key: string; origin: Origin; path: string; triggerId: string },
  ): Promise<void> {
    const binding = await this.bindings.at(auth, path);
    await this.starts.ask({ install, auth, binding, origin, triggerId, key }, { args: {}, problems: [], isHelp: false });
  }

  private form(
    install: SlackInstallEntity,
    { slack_user_id: slackUserId, modal_id: modalId, command_path: path, args, channel, thread_ts: threadTs, response_url: responseUrl }: RunForm,
  ): Promise<void> {
    const origin = { slackUserId, channel, threadTs, responseUrl };
    return this.asPerson(install, origin, async (auth) => {
      const binding = await this.bindings.at(auth, path);
      await this.starts.run({ install, auth, binding, origin, triggerId: null, key: `form:${modalId}` }, args);
      await this.database.manager.update(SlackModalEntity, { id: modalId }, { submittedAt: new Date() });
    });
  }

  private async event(install: SlackInstallEntity, key: string, { event }: EventPayload): Promise<void> {
    if ('tab' in event) return event.tab === 'home' ? this.home.publish(install, event.user) : undefined;
    const isForApp = event.type === 'app_mention' || (event.type === 'message' && event.channel_type === 'im');
    // What bots write, and what is only a change of a message, is nobody's question.
    if (!isForApp || !event.user || event.bot_id !== undefined || event.subtype !== undefined || event.user === install.botUserId) return;
    const origin = { slackUserId: event.user, channel: event.channel, threadTs: event.thread_ts ?? event.ts, responseUrl: null };
    await this.asPerson(install, origin, (auth) => this.conversations.say(install, auth, { key, origin, text: event.text }));
  }

  /** Everything is done as who asked, with what they hold now. What is refused they alone are told. */
  private async asPerson(install: SlackInstallEntity, origin: Origin, work: (auth: Auth) => Promise<void>): Promise<void> {
    try {
      await work(await this.people.identify(install, origin.slackUserId));
    } catch (error) {
      if (!isAppError(error) || error.status >= 500) throw error;
      await this.starts.say(install, origin, { text: error.message });
    }
  }
}
