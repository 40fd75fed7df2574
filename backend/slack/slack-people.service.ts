import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database, runIn } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { UserEntity } from '../users/user.entity.ts';
import { SlackCallError } from './slack-call-error.ts';
import { SlackClients } from './slack-clients.ts';
import { SlackPersonEntity, type SlackInstallEntity } from './slack-install.entity.ts';

/** An address that Slack has confirmed is asked for again after that time: people leave, and addresses change. */
const checkAgainAfterMs = 24 * 3600 * 1000;

/** What Slack says of one of its members. */
type SlackUser = {
  id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_email_confirmed?: boolean;
  is_stranger?: boolean;
  team_id?: string;
  name?: string;
  real_name?: string;
  profile?: { email?: string; real_name?: string };
};

/**
 * Tells who somebody in Slack is here. The bond is the address that Slack has confirmed, or what an admin says; being in a channel means
 * nothing. What they may do is asked each time, as for everybody.
 */
@Injectable()
export class SlackPeople {
  constructor(
    private readonly database: Database,
    private readonly clients: SlackClients,
    private readonly events: Events,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The person with what they hold now. Asks Slack where that is not known yet, so it is for tasks. Throws `slack/not_linked`. */
  async identify(install: SlackInstallEntity, slackUserId: string): Promise<Auth> {
    const known = await this.find(install, slackUserId);
    const isFresh = known !== null && (known.how !== 'email' || (known.userId !== null && Date.now() - known.checkedAt.getTime() < checkAgainAfterMs));
    return this.toAuth(install, isFresh ? known : await this.look(install, slackUserId));
  }

  /** The same of what is known already, for requests that are to be answered at once. */
  async identifyKnown(install: SlackInstallEntity, slackUserId: string): Promise<Auth> {
    return this.toAuth(install, await this.find(install, slackUserId));
  }

  /** The member of Slack that somebody here is, by the bond there is or by their address; `null` for nobody. */
  async slackUserOf(install: SlackInstallEntity, { userId, email }: { userId: string; email: string }): Promise<string | null> {
    const linked = await this.database.manager.find(SlackPersonEntity, { where: { installId: install.id, userId }, order: { createdAt: 'desc' } });
    if (linked[0]) return linked[0].slackUserId;
    try {
      const { user } = (await this.clients.call(install, 'users.lookupByEmail', { email })) as { user?: SlackUser };
      const person = user?.id ? await this.remember(install, user.id, user) : null;
      return person?.userId === userId ? person.slackUserId : null;
    } catch (error) {
      if (error instanceof SlackCallError && error.slackCode === 'users_not_found') return null;
      throw error;
    }
  }

  /** How many of these people are known in Slack. */
  async countKnown(install: SlackInstallEntity, people: readonly { userId: string }[]): Promise<number> {
    const [row] = await this.database.run<{ count: number }>({
      text: 'select count(distinct user_id)::integer as count from slack_person where install_id = $1 and user_id = any($2::uuid[])',
      values: [install.id, people.map(({ userId }) => userId)],
    });
    return row?.count ?? 0;
  }

  private find(install: SlackInstallEntity, slackUserId: string): Promise<SlackPersonEntity | null> {
    return this.database.manager.findOneBy(SlackPersonEntity, { installId: install.id, slackUserId });
  }

  private async look(install: SlackInstallEntity, slackUserId: string): Promise<SlackPersonEntity> {
    const { user } = (await this.clients.call(install, 'users.info', { user: slackUserId })) as { user?: SlackUser };
    return this.remember(install, slackUserId, user ?? {});
  }

  /** Writes down who they are, unless an admin has said otherwise. Also nobody is written down, so that an admin can say who it is. */
  private async remember(install: SlackInstallEntity, slackUserId: string, user: SlackUser): Promise<SlackPersonEntity> {
    const userId = await this.memberOf(install, user);
    const name = user.profile?.real_name ?? user.real_name ?? user.name ?? '';
    const place = { installId: install.id, slackUserId };
    return this.database.transaction(async (transaction) => {
      await runIn(transaction, {
        text: `insert into slack_person (id, install_id, slack_user_id, how, linked_by) values ($1, $2, $3, 'email', 'system') on conflict (install_id, slack_user_id) do nothing`,
        values: [newId(), install.id, slackUserId],
      });
      const before = await transaction.findOneOrFail(SlackPersonEntity, { where: place, lock: { mode: 'pessimistic_write' } });
      const isTheirs = before.how === 'email';
      await transaction.update(SlackPersonEntity, place, { slackName: name.slice(0, 200), checkedAt: new Date(), ...(isTheirs ? { userId } : {}) });
      if (isTheirs && before.userId !== userId)
        await this.events.record(
          transaction,
          { workspaceId: install.workspaceId, actor: 'system' },
          {
            action: userId === null ? 'slack.person_lost' : 'slack.person_found',
            objectKind: 'slack',
            objectPath: slackUserId,
            details: { user_id: userId ?? before.userId },
          },
        );
      return transaction.findOneByOrFail(SlackPersonEntity, place);
    });
  }

  /** A guest of another company, a bot and somebody whose address nobody has confirmed are not the member with that address. */
  private async memberOf({ workspaceId, teamId }: SlackInstallEntity, user: SlackUser): Promise<string | null> {
    const email = user.profile?.email;
    const isForeign = user.is_stranger === true || (user.team_id !== undefined && user.team_id !== teamId);
    if (!email || user.is_email_confirmed !== true || isForeign || user.deleted === true || user.is_bot === true) return null;
    const [row] = await this.database.run<{ id: string }>({
      text: `
select u.id from "user" u join membership m on m.user_id = u.id and m.workspace_id = $1 and m.disabled_at is null
where lower(u.email) = lower($2) and u.disabled_at is null`,
      values: [workspaceId, email],
    });
    return row?.id ?? null;
  }

  private async toAuth({ workspaceId }: SlackInstallEntity, person: SlackPersonEntity | null): Promise<Auth> {
    const user = person?.userId ? await this.database.manager.findOneBy(UserEntity, { id: person.userId }) : null;
    const isPossible = person !== null && person.how !== 'blocked' && user !== null && user.disabledAt === null;
    const auth = isPossible
      ? await this.identifier.enter(
          {
            userId: user.id,
            email: user.email,
            name: user.name,
            isSuperadmin: false,
            via: { kind: 'slack', slackUserId: person.slackUserId },
            scopes: null,
            boundWorkspace: workspaceId,
          },
          workspaceId,
        )
      : null;
    if (auth) return auth;
    throw new AppError(
      'slack/not_linked',
      `Millrace does not know who you are here. If you have an account at ${baseUrl(this.config)} it must have the address that Slack has confirmed for you; otherwise ask an admin of the workspace to link you: Slack, People.`,
    );
  }
}
