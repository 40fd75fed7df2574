import { Global, Module } from '@nestjs/common';
import { Secrets } from './secrets.service.ts';

/** Encryption of secrets, for every domain that stores one. */
@Global()
@Module({ providers: [Secrets], exports: [Secrets] })
export class SecretsModule {}
