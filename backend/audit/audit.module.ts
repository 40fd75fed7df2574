import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.ts';
import { Audit } from './audit.service.ts';

/** The event log, for admins to read and to take along. */
@Module({ controllers: [AuditController], providers: [Audit] })
export class AuditModule {}
