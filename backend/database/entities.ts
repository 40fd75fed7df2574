import type { EntityTarget } from 'typeorm';
import { ApprovalDelegationEntity, ApprovalEventEntity, ApprovalLinkEntity, ApprovalRequestEntity, ApprovalVoteEntity } from '../approvals/approval.entity.ts';
import { AgentVersionEntity } from '../agents/agent-version.entity.ts';
import { AgentEntity } from '../agents/agent.entity.ts';
import { AppCommandEntity } from '../apps/app-command.entity.ts';
import { AppExportEntity } from '../apps/exports/app-export.entity.ts';
import { SavedViewEntity } from '../apps/saved-views/saved-view.entity.ts';
import { AppDraftEntity } from '../apps/app-draft.entity.ts';
import { AppFileEntity } from '../apps/app-file.entity.ts';
import { AppVersionEntity } from '../apps/app-version.entity.ts';
import { AppEntity } from '../apps/app.entity.ts';
import { EventEntity } from '../events/event.entity.ts';
import { FolderEntity } from '../access/folder.entity.ts';
import { GrantEntity } from '../access/grant.entity.ts';
import { GroupEntity, GroupMemberEntity } from '../access/group.entity.ts';
import { SessionEntity } from '../auth/session.entity.ts';
import { SignInAttemptEntity } from '../auth/sign-in-attempt.entity.ts';
import { TokenEntity } from '../auth/token.entity.ts';
import { DraftEntity } from '../drafts/draft.entity.ts';
import { FavouriteEntity } from '../favourites/favourite.entity.ts';
import { RecentItemEntity } from '../favourites/recent-item.entity.ts';
import { FlowEntity } from '../flows/flow.entity.ts';
import { FlowVersionEntity } from '../flows/flow-version.entity.ts';
import { OAuthClientEntity, OAuthGrantEntity } from '../oauth/oauth.entity.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { ResourceTypeEntity } from '../resources/resource-type.entity.ts';
import { JobAttemptEntity, JobEntity, JobLogEntity, ResultCacheEntity } from '../jobs/job.entity.ts';
import { LockCacheEntity } from '../scripts/lock-cache.entity.ts';
import { ScheduleEntity, ScheduleTickEntity } from '../schedules/schedule.entity.ts';
import { ScriptEntity } from '../scripts/script.entity.ts';
import { ScriptVersionEntity } from '../scripts/script-version.entity.ts';
import { SlackCommandEntity } from '../slack/slack-command.entity.ts';
import { SlackInstallEntity, SlackPersonEntity } from '../slack/slack-install.entity.ts';
import { SlackCardEntity, SlackModalEntity, SlackRunEntity, SlackThreadEntity } from '../slack/slack-work.entity.ts';
import { StateEntity } from '../state/state.entity.ts';
import { UserEntity } from '../users/user.entity.ts';
import { VariableEntity } from '../variables/variable.entity.ts';
import { InvitationEntity } from '../workspaces/invitation.entity.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import { WorkerEntity } from '../workers/worker.entity.ts';
import { WorkflowStepEntity } from '../workflows/workflow-step.entity.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';

/** Every entity of Millrace; `migrations/drift.db.spec.ts` compares them with what the migrations made. */
export const entities: EntityTarget<unknown>[] = [
  AgentEntity,
  AgentVersionEntity,
  AppCommandEntity,
  AppDraftEntity,
  AppExportEntity,
  AppEntity,
  AppFileEntity,
  AppVersionEntity,
  ApprovalDelegationEntity,
  ApprovalEventEntity,
  ApprovalLinkEntity,
  ApprovalRequestEntity,
  ApprovalVoteEntity,
  EventEntity,
  FolderEntity,
  GrantEntity,
  GroupEntity,
  GroupMemberEntity,
  InvitationEntity,
  MembershipEntity,
  OAuthClientEntity,
  OAuthGrantEntity,
  SavedViewEntity,
  SessionEntity,
  SignInAttemptEntity,
  TokenEntity,
  UserEntity,
  WorkflowStepEntity,
  WorkspaceEntity,
  JobAttemptEntity,
  JobEntity,
  JobLogEntity,
  ResultCacheEntity,
  WorkerEntity,
  DraftEntity,
  FavouriteEntity,
  FlowEntity,
  FlowVersionEntity,
  LockCacheEntity,
  RecentItemEntity,
  ResourceEntity,
  ResourceTypeEntity,
  ScheduleEntity,
  ScheduleTickEntity,
  ScriptEntity,
  ScriptVersionEntity,
  SlackCardEntity,
  SlackCommandEntity,
  SlackInstallEntity,
  SlackModalEntity,
  SlackPersonEntity,
  SlackRunEntity,
  SlackThreadEntity,
  StateEntity,
  VariableEntity,
];
