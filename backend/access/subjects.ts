import type { Transaction } from '../database/database.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import { AppError } from '../common/app-error.ts';
import { GroupEntity } from './group.entity.ts';

/** Throws unless there is such a member or group: a grant to nobody would belong to whoever takes the name later. */
export async function requireSubject(transaction: Transaction, workspaceId: string, subject: string): Promise<void> {
  const name = subject.slice(2);
  const isThere = subject.startsWith('g/')
    ? await transaction.existsBy(GroupEntity, { workspaceId, name })
    : await transaction.existsBy(MembershipEntity, { workspaceId, username: name });
  if (isThere) return;
  if (subject.startsWith('g/')) throw new AppError('group/not_found', `There is no group "${name}".`, { name });
  throw new AppError('member/not_found', `Nobody in this workspace is named "${name}".`, { username: name });
}
