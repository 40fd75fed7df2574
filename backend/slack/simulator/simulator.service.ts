import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { Database } from '../../database/database.ts';
import { Events } from '../../events/events.service.ts';
import { SlackCommandsService } from '../slack-commands.service.ts';
import { SlackInstallEntity } from '../slack-install.entity.ts';
import { SlackInstalls } from '../slack-installs.service.ts';
import { hasSimulator } from './has-simulator.ts';
import { SimulatorActs } from './simulator-acts.ts';
import { directChannelOf, homeOf, simulatedUserId, simulatorChannels, stranger } from './simulator-people.ts';
import { SimulatorStore, type KeptMessage } from './simulator-store.ts';
import type { ActInSlack, SimulatedAnswer, SimulatedMessage, SimulatedPerson, Simulation, SimulationQuery } from './simulator.contract.ts';

const shownMessages = 200;

/**
 * A Slack of our own, to try commands, forms and cards without one. It only stands in for Slack: what an admin does in it goes over HTTP and signed to the
 * addresses that Slack uses, and what is answered comes by the same client. The admin picks who to be, so it is there only where that is meant.
 */
@Injectable()
export class Simulator {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly store: SimulatorStore,
    private readonly acts: SimulatorActs,
    private readonly commands: SlackCommandsService,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async look(auth: Auth, { as }: SimulationQuery): Promise<Simulation> {
    const install = await this.require(auth);
    const people = await this.people(auth.workspaceId);
    const me = people.find(({ slack_user_id: id }) => id === as) ?? people.find(({ username }) => username === auth.username) ?? people[0];
    const meId = me?.slack_user_id ?? '';
    const [messages, views, commands] = await Promise.all([
      this.store.list(install.id, 'message', shownMessages),
      this.store.list(install.id, 'view', 50),
      this.commands.list(auth, { limit: 200 }),
    ]);
    const direct = { id: directChannelOf(meId), name: 'Millrace', is_direct: true };
    const names = new Map(people.map((person) => [person.slack_user_id, person.name]));
    const home = views.find(({ id }) => id === homeOf(meId));
    const view = views.find(({ id, user }) => user === meId && id !== homeOf(meId));
    return {
      people,
      channels: [...simulatorChannels.map((channel) => ({ ...channel, is_direct: false })), direct],
      commands: commands.items.filter(({ enabled }) => enabled).map(({ trigger, name, summary, usage }) => ({ trigger, name, summary, usage })),
      messages: messages
        .filter((message) => isSeen(message, meId))
        .map((message) => toMessage(install, names, message))
        .toSorted((one, other) => (one.ts < other.ts ? -1 : 1)),
      view: view ? { id: view.id, view: view.view } : null,
      home: home?.view ?? null,
    };
  }

  /** Does something as a person. Kept in the log under the name of the admin: it is theirs, whoever they chose to be. */
  async act(auth: Auth, { as, act }: ActInSlack): Promise<SimulatedAnswer> {
    const install = await this.require(auth);
    const person = (await this.people(auth.workspaceId)).find(({ slack_user_id: id }) => id === as);
    if (!person) throw new AppError('slack/person_not_found', 'There is nobody with this id in the simulator.');
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, {
        action: 'slack.simulated',
        objectKind: 'slack',
        objectPath: as,
        details: { as: person.username, act: act.type },
      }),
    );
    return this.acts.perform(install, person, act);
  }

  async clear(auth: Auth): Promise<void> {
    await this.store.clear((await this.require(auth)).id);
  }

  private async people(workspaceId: string): Promise<SimulatedPerson[]> {
    const members = await this.store.people(workspaceId);
    return [
      ...members.map(({ user_id: id, username, name }) => ({ slack_user_id: simulatedUserId(id), username, name: name || username, is_member: true })),
      { slack_user_id: stranger.slackUserId, username: stranger.username, name: stranger.name, is_member: false },
    ];
  }

  /** The connection with our own Slack; made when it is first looked at. */
  private async require(auth: Auth): Promise<SlackInstallEntity> {
    if (!hasSimulator(this.config))
      throw new AppError('slack/simulator_off', 'The Slack simulator is switched off on this installation (MILLRACE_SLACK_SIMULATOR).');
    const known = await this.installs.find(auth.workspaceId, 'simulator');
    if (known) return known;
    const { workspaceId } = auth;
    const botToken = await this.installs.seal(workspaceId, 'simulator', 'bot_token', `xoxb-simulator-${randomBytes(24).toString('hex')}`);
    const signingSecret = await this.installs.seal(workspaceId, 'simulator', 'signing_secret', randomBytes(32).toString('hex'));
    const teamId = `TSIM${createHash('sha256').update(workspaceId).digest('hex').slice(0, 10).toUpperCase()}`;
    await this.database.run({
      text: `
insert into slack_install (id, workspace_id, kind, team_id, team_name, app_id, bot_user_id, bot_token, signing_secret, set_by)
values ($1, $2, 'simulator', $3, 'Simulator', 'A0SIMULATOR', 'U0MILLRACE', $4, $5, $6) on conflict do nothing`,
      values: [newId(), workspaceId, teamId, botToken, signingSecret, subjectOf(auth)],
    });
    const made = await this.installs.find(workspaceId, 'simulator');
    if (!made) throw new AppError('slack/simulator_off', 'The simulator could not be set up.');
    return made;
  }
}

/** What is written to one person only they see; so are the messages between them and the app. */
const isSeen = ({ channel, seen_by: seenBy }: KeptMessage, me: string): boolean =>
  (seenBy === null || seenBy === me) && (!channel.startsWith('D') || channel === directChannelOf(me));

function toMessage(install: SlackInstallEntity, names: ReadonlyMap<string, string>, message: KeptMessage): SimulatedMessage {
  const isApp = message.author === install.botUserId;
  const { channel, ts, thread_ts, author, text, blocks, is_edited, seen_by: seenBy } = message;
  return {
    channel,
    ts,
    thread_ts,
    author,
    author_name: isApp ? 'Millrace' : (names.get(author) ?? author),
    is_app: isApp,
    text,
    blocks,
    is_only_for_me: seenBy !== null,
    is_edited,
  };
}
