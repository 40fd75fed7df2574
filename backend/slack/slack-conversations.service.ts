import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { slackRunEndedTask } from '../queue/task-names.ts';
import { parseCommand } from './core/parse-command.ts';
import { plainOfMessage } from './core/slack-text.ts';
import { SlackAgents } from './slack-agents.ts';
import { SlackBindings, type UsableBinding } from './slack-bindings.ts';
import { formOf } from './slack-command-view.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackRuns, type Origin } from './slack-runs.service.ts';
import { SlackStarts } from './slack-starts.service.ts';
import { SlackThreadEntity } from './slack-work.entity.ts';

/** Something that was said to the app, and where. */
export type Said = { key: string; origin: Origin & { threadTs: string }; text: string };

/** Talks with who mentions the app, or writes to it: a thread in Slack is a thread here, for each person in it one of their own. */
@Injectable()
export class SlackConversations {
  constructor(
    private readonly database: Database,
    private readonly bindings: SlackBindings,
    private readonly agents: SlackAgents,
    private readonly runs: SlackRuns,
    private readonly starts: SlackStarts,
  ) {}

  async say(install: SlackInstallEntity, auth: Auth, { key, origin, text }: Said): Promise<void> {
    const binding = await this.bindings.require(auth, 'mention', [origin.channel, '*']);
    const words = plainOfMessage(text.replaceAll(`<@${install.botUserId}>`, ' ')).trim();
    if (binding.command.runnableKind === 'agent') return this.converse(install, auth, binding, { key, origin, text: words });
    await this.starts.ask({ install, auth, binding, origin, triggerId: null, key }, parseCommand(words, formOf(binding.command, binding.schema)));
  }

  private async converse(install: SlackInstallEntity, auth: Auth, { command }: UsableBinding, { key, origin, text }: Said): Promise<void> {
    const place = { installId: install.id, channel: origin.channel, threadTs: origin.threadTs, slackUserId: origin.slackUserId };
    const known = await this.database.manager.findOneBy(SlackThreadEntity, place);
    const threadId = known?.agentPath === command.runnablePath ? known.threadId : null;
    const said = await this.agents.converse(auth, {
      path: command.runnablePath,
      threadId,
      text,
      options: { triggerKind: 'slack', triggerPath: command.path, watcher: slackRunEndedTask, idempotency_key: `slack:${key}` },
    });
    await this.remember({ ...place, commandPath: command.path, agentPath: command.runnablePath, threadId: said.threadId });
    await this.runs.follow(
      install,
      auth,
      { jobId: said.jobId, title: command.summary || command.runnablePath, isPrivate: false, isConversation: true },
      origin,
    );
  }

  private async remember(thread: Omit<SlackThreadEntity, 'id' | 'createdAt'>): Promise<void> {
    await this.database.run({
      text: `
insert into slack_thread (id, install_id, channel, thread_ts, slack_user_id, command_path, agent_path, thread_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (install_id, channel, thread_ts, slack_user_id) do update set command_path = excluded.command_path, agent_path = excluded.agent_path, thread_id = excluded.thread_id`,
      values: [newId(), thread.installId, thread.channel, thread.threadTs, thread.slackUserId, thread.commandPath, thread.agentPath, thread.threadId],
    });
  }
}
