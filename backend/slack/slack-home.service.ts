import { Inject, Injectable } from '@nestjs/common';
import { can } from '../access/core/can.ts';
import type { Auth } from '../access/core/auth.ts';
import { ApprovalInbox } from '../approvals/approval-inbox.service.ts';
import type { ApprovalRow } from '../approvals/approvals.contract.ts';
import { isAppError } from '../common/app-error.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { homeNotice, homeView, mostHomeCards, type HomeCommand } from './core/home-view.ts';
import { usageOf } from './core/parse-command.ts';
import { SlackBindings, type UsableBinding } from './slack-bindings.ts';
import { SlackCards } from './slack-cards.service.ts';
import { SlackClients } from './slack-clients.ts';
import { formOf } from './slack-command-view.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackPeople } from './slack-people.service.ts';

/** The Home tab of a person: what waits for their decision, and what they may run. Drawn when they open it, and after what they do in it. */
@Injectable()
export class SlackHome {
  constructor(
    private readonly people: SlackPeople,
    private readonly inbox: ApprovalInbox,
    private readonly cards: SlackCards,
    private readonly bindings: SlackBindings,
    private readonly clients: SlackClients,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Draws it, as the person who looks. Whoever is nobody here is told so, in the tab itself. */
  async publish(install: SlackInstallEntity, slackUserId: string): Promise<void> {
    const view = await this.viewFor(install, slackUserId);
    await this.clients.call(install, 'views.publish', { user_id: slackUserId, view });
  }

  private async viewFor(install: SlackInstallEntity, slackUserId: string) {
    try {
      const auth = await this.people.identify(install, slackUserId);
      const open = await this.waitingFor(auth);
      const cards = await this.cards.blocksFor(
        install,
        auth,
        open.slice(0, mostHomeCards).map(({ id }) => id),
      );
      const usable = await this.bindings.usable(auth);
      const url = `${baseUrl(this.config)}/w/${auth.workspaceId}`;
      return homeView({ name: auth.name || auth.username, cards, waiting: open.length, commands: usable.map(toHomeCommand), url });
    } catch (error) {
      if (!isAppError(error) || error.status >= 500) throw error;
      return homeNotice(error.message);
    }
  }

  private async waitingFor(auth: Auth): Promise<ApprovalRow[]> {
    if (!can(auth, 'approvals:read').allowed) return [];
    const [mine, groups] = [await this.inbox.list(auth, { box: 'mine', limit: 50 }), await this.inbox.list(auth, { box: 'groups', limit: 50 })];
    return [...mine.items, ...groups.items];
  }
}

function toHomeCommand({ command, schema }: UsableBinding): HomeCommand {
  const { path, trigger, name, summary, runnablePath } = command;
  const usage = trigger === 'command' ? usageOf(name, formOf(command, schema)) : '';
  return { path, trigger, summary, usage, title: trigger === 'command' ? name : runnablePath };
}
