import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { VersionedApp } from './apps.repository.ts';

/** As whom actions with `run_as: author` run. */
@Injectable()
export class AppAuthors {
  constructor(@Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  /** The author with what they hold now: what was taken from them since the release is gone for the app too. */
  async authorOf({ item, version }: VersionedApp): Promise<Auth> {
    const author = await this.memberBehind(version.authorId, item.id, item.workspaceId);
    if (author) return author;
    throw new AppError(
      'access/forbidden',
      `${version.createdBy}, as whom this action runs, is not a member of the workspace any more. Somebody else must release the app.`,
    );
  }

  /** A member as an app acts for them; `null` for who is none any more. */
  memberBehind(userId: string, appId: string, workspaceId: string): Promise<Auth | null> {
    return this.identifier.enter(
      { userId, email: '', name: '', isSuperadmin: false, via: { kind: 'app', appId }, scopes: null, boundWorkspace: workspaceId },
      workspaceId,
    );
  }
}
