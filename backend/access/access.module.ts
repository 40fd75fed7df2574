import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.ts';
import { Folders } from './folders.service.ts';
import { Grants } from './grants.service.ts';
import { Groups } from './groups.service.ts';

/** Groups, folders and grants: who may do what in a workspace. The gate itself is `access.guard.ts`. */
@Module({ controllers: [AccessController], providers: [Groups, Folders, Grants], exports: [Groups, Folders, Grants] })
export class AccessModule {}
