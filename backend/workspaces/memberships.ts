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
    const { workspaceId, userId, username, role } = joining;
    const [{ taken } = { taken: false }] = (await transaction.query(isNameTaken, [workspaceId, username, userId])) as { taken: boolean }[];
    if (taken) throw nameTaken(username);
    await transaction.insert(MembershipEntity, { workspaceId, userId, username, role }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(username) : error;
    });
    await this.recordJoined(transaction, joining, by);
  }

  /** Lets a member back in whose membership was disabled, under the name of before. */
  async rejoin(transaction: Transaction, joining: Joining): Promise<void> {
    await transaction.update(MembershipEntity, { workspaceId: joining.workspaceId, userId: joining.userId }, { role: joining.role, disabledAt: null });
    await this.recordJoined(transaction, joining);
  }

  private recordJoined(transaction: Transaction, { workspaceId, userId, username, role }: Joining, by?: Auth | EventActor): Promise<void> {
    const actor = by ?? { workspaceId, actor: `u/${username}` };
    return this.events.record(transaction, actor, { action: 'member.joined', objectKind: 'member', objectPath: username, details: { user_id: userId, role } });
  }
}

function nameTaken(username: string): AppError {
  return new AppError('member/exists', `The name "${username}" belongs, or once belonged, to somebody else in this workspace. Choose another.`, { username });
}
