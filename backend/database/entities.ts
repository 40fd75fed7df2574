import type { EntityTarget } from 'typeorm';
import { EventEntity } from '../events/event.entity.ts';
import { FolderEntity } from '../access/folder.entity.ts';
import { GrantEntity } from '../access/grant.entity.ts';
import { GroupEntity, GroupMemberEntity } from '../access/group.entity.ts';
import { SessionEntity } from '../auth/session.entity.ts';
import { SignInAttemptEntity } from '../auth/sign-in-attempt.entity.ts';
import { TokenEntity } from '../auth/token.entity.ts';
import { UserEntity } from '../users/user.entity.ts';
import { InvitationEntity } from '../workspaces/invitation.entity.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';

/** Every entity of Millrace; `migrations/drift.db.spec.ts` compares them with what the migrations made. */
export const entities: EntityTarget<unknown>[] = [
  EventEntity, FolderEntity, GrantEntity, GroupEntity, GroupMemberEntity, InvitationEntity, MembershipEntity, SessionEntity, SignInAttemptEntity, TokenEntity, UserEntity, WorkspaceEntity,
];
