import { Module } from '@nestjs/common';
import { Auditor } from './auditor.service.ts';
import { Retention } from './retention.service.ts';

/** Keeps the database honest and small. */
@Module({ providers: [Auditor, Retention], exports: [Auditor, Retention] })
export class AuditorModule {}
