import { Injectable } from '@nestjs/common';
import type { Role } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import type { Transaction } from '../database/database.ts';
import { Events, type EventActor } from '../events/events.service.ts';
import { isNameTaken } from './members.sql.ts';
import { MembershipEntity } from './membership.entity.ts';

/** Who joins what, as what. */
export type Joining = { workspaceId: string; userId: string; username: string; role: Role };

/** The one way into a workspace: for its founder, for the invited, for the first admin. */
@Injectable()
export class Memberships {
  constructor(private readonly events: Events) {}

  /** Adds a member. Throws `member/exists` when the name was ever somebody else's. */
  async join(transaction: Transaction, joining: Joining, by?: Auth | EventActor): Promise<void> {
    await this.insert(transaction, { ...joining, arrival: 'joined', disabledAt: null });
    await this.recordJoined(transaction, joining, by);
  }

  /** Writes somebody down who may come in later, by a link. Until then they hold a name, a role and groups, and nothing works for them. */
  async expect(transaction: Transaction, joining: Joining, isDisabled: boolean, by: Auth): Promise<void> {
    const { userId, username, role } = joining;
    await this.insert(transaction, { ...joining, arrival: isDisabled ? 'barred' : 'awaited', disabledAt: new Date() });
    const details = { user_id: userId, role, disabled: isDisabled };
    await this.events.record(transaction, by, { action: 'member.expected', objectKind: 'member', objectPath: username, details });
  }

  /** Lets a member back in whose membership was disabled, under the name of before. */
  async rejoin(transaction: Transaction, joining: Joining): Promise<void> {
    await transaction.update(
      MembershipEntity,
      { workspaceId: joining.workspaceId, userId: joining.userId },
      { role: joining.role, disabledAt: null, arrival: 'joined' },
    );
    await this.recordJoined(transaction, joining);
  }

  private async insert(transaction: Transaction, membership: Joining & Pick<MembershipEntity, 'arrival' | 'disabledAt'>): Promise<void> {
    const { workspaceId, userId, username } = membership;
    const [{ taken } = { taken: false }] = (await transaction.query(isNameTaken, [workspaceId, username, userId])) as { taken: boolean }[];
    if (taken) throw nameTaken(username);
    await transaction.insert(MembershipEntity, membership).catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(username) : error;
    });
  }

  private recordJoined(transaction: Transaction, { workspaceId, userId, username, role }: Joining, by?: Auth | EventActor): Promise<void> {
    const actor = by ?? { workspaceId, actor: `u/${username}` };
    return this.events.record(transaction, actor, { action: 'member.joined', objectKind: 'member', objectPath: username, details: { user_id: userId, role } });
  }
}

function nameTaken(username: string): AppError {
  return new AppError('member/exists', `The name "${username}" belongs, or once belonged, to somebody else in this workspace. Choose another.`, { username });
}
