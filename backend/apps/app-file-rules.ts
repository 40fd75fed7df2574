import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import type { AppDocument } from './app.contract.ts';
import { AppDraftEntity } from './app-draft.entity.ts';
import { AppViewingService } from './app-viewing.service.ts';
import { fileRules, type FileRule } from './core/file-rules.ts';

/** Finds what an app lets a person upload: by its live release, or by its working copy for those who edit it and try it out. */
@Injectable()
export class AppFileRules {
  constructor(
    private readonly database: Database,
    private readonly viewing: AppViewingService,
  ) {}

  async find(auth: Auth, path: string, component: string, version: number): Promise<FileRule> {
    const document = version === 0 ? await this.draftOf(auth, path) : await this.viewing.documentOf(auth, path, version);
    const rule = fileRules(document).find((candidate) => candidate.component === component);
    if (!rule) throw new AppError('file/not_asked', 'This page of the app asks for no file here.', { component });
    return rule;
  }

  private async draftOf(auth: Auth, path: string): Promise<AppDocument> {
    requireAccess(auth, 'apps:write', { kind: 'app', path });
    const draft = await this.database.manager.findOneBy(AppDraftEntity, { workspaceId: auth.workspaceId, path });
    if (!draft) throw new AppError('app/no_draft', 'This app has no working copy.', { path });
    return draft.document as AppDocument;
  }
}
