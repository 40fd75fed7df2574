import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { FirstRun } from './first-run.service.ts';
import { Memberships } from './memberships.ts';
import { WorkspacesController } from './workspaces.controller.ts';
import { Workspaces } from './workspaces.service.ts';

/** The tenants, who is in them, and who is asked to come. */
@Module({
  imports: [UsersModule, AuthModule],
  controllers: [WorkspacesController],
  providers: [Workspaces, Memberships, FirstRun],
  exports: [Workspaces, Memberships, FirstRun],
})
export class WorkspacesModule {}
