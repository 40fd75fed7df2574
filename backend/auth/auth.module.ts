import { Global, Module } from '@nestjs/common';
import { IDENTIFIER } from '../access/access.guard.ts';
import { StandingAccess } from '../access/standing-access.ts';
import { UsersModule } from '../users/users.module.ts';
import { AuthController } from './auth.controller.ts';
import { AuthService } from './auth.service.ts';
import { Devices } from './devices.ts';
import { Identification } from './identification.service.ts';
import { JobTokens } from './job-tokens.ts';
import { Sessions } from './sessions.service.ts';
import { SignInLimits } from './sign-in-limits.ts';
import { TokensController } from './tokens.controller.ts';
import { Tokens } from './tokens.service.ts';

/** Who calls: sign-in, sessions, API tokens, and the tokens of jobs. Every domain may ask. */
@Global()
@Module({
  imports: [UsersModule],
  controllers: [AuthController, TokensController],
  providers: [AuthService, Sessions, SignInLimits, Devices, Tokens, JobTokens, Identification, { provide: IDENTIFIER, useExisting: Identification }, StandingAccess],
  exports: [IDENTIFIER, Identification, AuthService, JobTokens, Sessions, StandingAccess],
})
export class AuthModule {}
