import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { ApprovalNotifiers, type ApprovalNotifier, type Recipient } from '../approvals/approval-notifiers.ts';
import type { Occasion } from '../approvals/approval-queue.sql.ts';
import { ApprovalRequestEntity } from '../approvals/approval.entity.ts';
import { ApprovalsRepository, shownHash, toCast, toState } from '../approvals/approvals.repository.ts';
import { waitingFor } from '../approvals/core/waiting-for.ts';
import { newId } from '../common/ids.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database, type Statement } from '../database/database.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import { DueTimes } from '../queue/due-times.ts';
import { slackCardTask } from '../queue/task-names.ts';
import { UserEntity } from '../users/user.entity.ts';
import { approvalCard, type CardRequest } from './core/approval-card.ts';
import type { Block } from './core/blocks.ts';
import type { Message } from './core/run-message.ts';
import { SlackClients } from './slack-clients.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { SlackPeople } from './slack-people.service.ts';
import { SlackRuns } from './slack-runs.service.ts';
import { SlackTasks } from './slack-tasks.ts';
import { SlackCardEntity } from './slack-work.entity.ts';
import { claimSending, queueCard, queueCardsOf, releaseSending } from './slack-work.sql.ts';

/** The label of a request that names a channel for its card. */
export const channelLabel = 'slack_channel';
const channelForm = /^(?:[CG][A-Z0-9]{2,30}|#[^\s#]{1,80})$/;

/** A row of the queue: a card that is to be posted, changed, or brought to mind. */
type CardTask = { id: string; occasion: Occasion };

/** Asks for decisions in Slack: a card to everyone who may decide and is somebody there, and to the channels that settings or request name. */
@Injectable()
export class SlackCards implements ApprovalNotifier, OnModuleInit {
  readonly channel = 'slack';

  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly clients: SlackClients,
    private readonly people: SlackPeople,
    private readonly runs: SlackRuns,
    private readonly repository: ApprovalsRepository,
    private readonly notifiers: ApprovalNotifiers,
    private readonly tasks: SlackTasks,
    private readonly dueTimes: DueTimes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.notifiers.add(this);
    this.tasks.add<CardTask>(slackCardTask, (task) => this.handle(task));
  }

  async notify(request: ApprovalRequestEntity, occasion: Occasion, recipients: readonly Recipient[]): Promise<number> {
    await this.refresh(request);
    if (occasion === 'asked' && request.jobId !== null) await this.runs.waits(request.jobId);
    if (occasion === 'ended') return 0;
    let told = 0;
    for (const install of await this.installs.enabledOf(request.workspaceId)) told += await this.ask(install, request, occasion, recipients);
    return told;
  }

  /** Has all cards of a request show how it stands now. */
  async refresh({ id }: Pick<ApprovalRequestEntity, 'id'>): Promise<void> {
    await this.database.run(queueCardsOf(id, 'asked'));
  }

  /** Open requests as a person sees them elsewhere than on their card. Its buttons are about exactly what is shown there: they carry its hash. */
  async blocksFor(install: SlackInstallEntity, auth: Auth, requestIds: readonly string[]): Promise<Block[][]> {
    const { manager } = this.database;
    const shown: Block[][] = [];
    for (const requestId of requestIds) {
      const request = await manager.findOneBy(ApprovalRequestEntity, { id: requestId, workspaceId: auth.workspaceId });
      const [card] = request ? await this.database.run<{ id: string }>(keepCard(install.id, requestId, `person:${auth.userId}`)) : [];
      if (request && card) shown.push(approvalCard(`${card.id}:${shownHash(request)}`, await this.viewOf(request)).blocks);
    }
    return shown;
  }

  private async ask(install: SlackInstallEntity, request: ApprovalRequestEntity, occasion: Occasion, recipients: readonly Recipient[]): Promise<number> {
    const named = request.labels[channelLabel];
    const channels = [install.approvalChannel, named].filter((channel): channel is string => typeof channel === 'string' && channelForm.test(channel));
    const targets = [...recipients.map(({ userId }) => `person:${userId}`), ...new Set(channels.map((channel) => `channel:${channel}`))];
    for (const target of targets) {
      const [card] = await this.database.run<{ id: string }>(keepCard(install.id, request.id, target));
      if (card) await this.database.run(queueCard(card.id, occasion));
    }
    // On record stand those who are known to be there; in our own Slack nobody is.
    return install.kind === 'simulator' ? 0 : channels.length + (await this.people.countKnown(install, recipients));
  }

  private async handle({ id, occasion }: CardTask): Promise<void> {
    if ((await this.database.run(claimSending('slack_card', id))).length === 0) {
      await this.database.run(queueCard(id, occasion, 1_000));
      return this.dueTimes.note(1_000);
    }
    try {
      const card = await this.database.manager.findOneBy(SlackCardEntity, { id });
      const install = card && (await this.installs.byId(card.installId));
      const request = card && (await this.database.manager.findOneBy(ApprovalRequestEntity, { id: card.requestId }));
      if (card && install && request) await this.show(install, card, request, occasion);
    } finally {
      await this.database.run(releaseSending('slack_card', id));
    }
  }

  private async show(install: SlackInstallEntity, card: SlackCardEntity, request: ApprovalRequestEntity, occasion: Occasion): Promise<void> {
    const view = await this.viewOf(request);
    const hash = shownHash(request);
    const shown = `${request.status} ${request.stage} ${view.votes.length} ${view.waitingFor} ${hash}`;
    const message = approvalCard(card.id, view);
    if (card.ts === null) return request.status === 'open' ? this.post(install, card, message, { hash, shown }) : undefined;
    if (card.shown !== shown) {
      await this.clients.call(install, 'chat.update', { channel: card.channel, ts: card.ts, text: message.text, blocks: message.blocks });
      await this.database.manager.update(SlackCardEntity, { id: card.id }, { hash, shown });
    }
    if (occasion === 'reminded' && request.status === 'open')
      await this.clients.call(install, 'chat.postMessage', {
        channel: card.channel,
        thread_ts: card.ts,
        reply_broadcast: true,
        text: `Still waiting for a decision: ${request.title}`,
      });
  }

  private async post(install: SlackInstallEntity, card: SlackCardEntity, { text, blocks }: Message, more: { hash: string; shown: string }): Promise<void> {
    const channel = await this.channelOf(install, card.target);
    if (channel === null) return;
    const sent = await this.clients.call(install, 'chat.postMessage', { channel, text, blocks, unfurl_links: false, unfurl_media: false });
    await this.database.manager.update(SlackCardEntity, { id: card.id }, { channel: sent['channel'] as string, ts: sent['ts'] as string, ...more });
  }

  /** `null` for somebody who is not in Slack. */
  private async channelOf(install: SlackInstallEntity, target: string): Promise<string | null> {
    if (target.startsWith('channel:')) return target.slice('channel:'.length);
    const user = await this.database.manager.findOneBy(UserEntity, { id: target.slice('person:'.length) });
    return user && this.people.slackUserOf(install, { userId: user.id, email: user.email });
  }

  private async viewOf(request: ApprovalRequestEntity): Promise<CardRequest> {
    const { manager } = this.database;
    const votes = await this.repository.votesOf(manager, [request.id]);
    const holders = await this.repository.holdersOf(manager, request.workspaceId, [request]);
    return {
      id: request.id,
      title: request.title,
      summary: request.summary,
      path: request.path,
      risk: request.spec.risk,
      requestedBy: nameOf(request.requestedBy),
      waitingFor: waitingFor(toState(request), votes.map(toCast), holders),
      status: request.status,
      args: maskSecrets(request.args) as JsonObject,
      preview: (request.preview ?? null) as Json | null,
      dueAt: request.dueAt,
      isRejectHidden: request.spec.is_reject_hidden,
      votes: votes.map(({ voter, vote, comment, at }) => ({ by: nameOf(voter), vote, comment, at })),
      url: `${baseUrl(this.config)}/w/${request.workspaceId}/approvals/${request.id}`,
    };
  }
}

/** The card of a request for one person or channel; made where there is none yet. */
const keepCard = (installId: string, requestId: string, target: string): Statement => ({
  text: `
insert into slack_card (id, install_id, request_id, target) values ($1, $2, $3, $4)
on conflict (install_id, request_id, target) do update set target = excluded.target returning id`,
  values: [newId(), installId, requestId, target],
});

const nameOf = (person: string): string => person.replace(/^u\//, '');
