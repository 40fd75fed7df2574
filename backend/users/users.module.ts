import { Module } from '@nestjs/common';
import { UsersRepository } from './users.repository.ts';

/** People, before any workspace. Sign-in and invitations work on them. */
@Module({ providers: [UsersRepository], exports: [UsersRepository] })
export class UsersModule {}
