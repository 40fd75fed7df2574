import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import type { SlackPerson } from './slack.contract.ts';

type PersonRow = Omit<SlackPerson, 'checked_at'> & { checked_at: Date };

/** Who is who, as admins see and change it. */
@Injectable()
export class SlackLinks {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly events: Events,
  ) {}

  async list(auth: Auth): Promise<{ items: SlackPerson[] }> {
    const install = await this.installs.find(auth.workspaceId, 'slack');
    if (!install) return { items: [] };
    const rows = await this.database.run<PersonRow>({
      text: `
select p.slack_user_id, p.slack_name, m.username, u.email, (m.user_id is not null and m.disabled_at is null and u.disabled_at is null) as is_active, p.how, p.linked_by, p.checked_at
from slack_person p
left join "user" u on u.id = p.user_id
left join membership m on m.workspace_id = $2 and m.user_id = p.user_id
where p.install_id = $1 order by p.slack_name, p.slack_user_id limit 2000`,
      values: [install.id, auth.workspaceId],
    });
    return { items: rows.map((row) => ({ ...row, checked_at: row.checked_at.toISOString() })) };
  }

  /** Says who somebody is; from then on their address does not matter. */
  link(auth: Auth, slackUserId: string, username: string): Promise<{ items: SlackPerson[] }> {
    return this.change(auth, slackUserId, { action: 'slack.person_linked', username }, async (transaction, installId) => {
      const member = await transaction.findOneBy(MembershipEntity, { workspaceId: auth.workspaceId, username });
      if (!member || member.disabledAt !== null)
        throw new AppError('member/not_found', `Nobody in this workspace is named "${username}", or they are disabled.`, { username });
      await runIn(transaction, upsert(installId, slackUserId, member.userId, 'admin', subjectOf(auth)));
    });
  }

  /** Takes them apart, also where their address is the same. */
  unlink(auth: Auth, slackUserId: string): Promise<{ items: SlackPerson[] }> {
    return this.change(auth, slackUserId, { action: 'slack.person_unlinked', username: null }, async (transaction, installId) => {
      await runIn(transaction, upsert(installId, slackUserId, null, 'blocked', subjectOf(auth)));
    });
  }

  private async change(
    auth: Auth,
    slackUserId: string,
    { action, username }: { action: string; username: string | null },
    work: (transaction: Transaction, installId: string) => Promise<void>,
  ): Promise<{ items: SlackPerson[] }> {
    await this.database.transaction(async (transaction) => {
      const install = await this.installs.find(auth.workspaceId, 'slack', transaction);
      if (!install) throw new AppError('slack/not_connected', 'This workspace is not connected with Slack.');
      await work(transaction, install.id);
      await this.events.record(transaction, auth, { action, objectKind: 'slack', objectPath: slackUserId, details: { username } });
    });
    return this.list(auth);
  }
}

const upsert = (installId: string, slackUserId: string, userId: string | null, how: 'admin' | 'blocked', by: string) => ({
  text: `
insert into slack_person (id, install_id, slack_user_id, user_id, how, linked_by) values ($1, $2, $3, $4, $5, $6)
on conflict (install_id, slack_user_id) do update set user_id = excluded.user_id, how = excluded.how, linked_by = excluded.linked_by, checked_at = now()`,
  values: [newId(), installId, slackUserId, userId, how, by],
});
