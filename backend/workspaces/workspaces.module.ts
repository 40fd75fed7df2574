import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { AcceptInvitationController } from './accept-invitation.controller.ts';
import { ExpectedMembers } from './expected-members.service.ts';
import { FirstRun } from './first-run.service.ts';
import { Invitations } from './invitations.service.ts';
import { MembersController } from './members.controller.ts';
import { Members } from './members.service.ts';
import { Memberships } from './memberships.ts';
import { WorkspacesController } from './workspaces.controller.ts';
import { Workspaces } from './workspaces.service.ts';

/** The tenants, who is in them, and who is asked to come. */
@Module({
  imports: [UsersModule, AuthModule],
  controllers: [WorkspacesController, MembersController, AcceptInvitationController],
  providers: [Workspaces, Memberships, Members, ExpectedMembers, Invitations, FirstRun],
  exports: [Workspaces, Memberships, ExpectedMembers, FirstRun],
})
export class WorkspacesModule {}
