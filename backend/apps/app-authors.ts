import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { noMember, standInFor } from '../access/stand-in.ts';
import type { Auth } from '../access/core/auth.ts';
import type { VersionedApp } from './apps.repository.ts';

/** As whom actions with `run_as: author` run. */
@Injectable()
export class AppAuthors {
  constructor(@Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  /** The author with what they hold now: what was taken from them since the release is gone for the app too. */
  async authorOf({ item, version }: VersionedApp): Promise<Auth> {
    const author = await this.memberBehind(version.authorId, item.id, item.workspaceId);
    if (!author) throw noMember(`${version.createdBy}, as whom this action runs,`, 'Somebody else must release the app.');
    return author;
  }

  /** A member as an app acts for them; `null` for who is none any more. */
  memberBehind(userId: string, appId: string, workspaceId: string): Promise<Auth | null> {
    return standInFor(this.identifier, { workspaceId, userId, via: { kind: 'app', appId } });
  }
}
