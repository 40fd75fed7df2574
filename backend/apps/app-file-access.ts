import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { myLevel } from '../items/my-level.ts';
import { AppFileEntity } from './app-file.entity.ts';
import { fileId, fileKey } from './core/file-references.ts';

/** Decides who gets a file that was given to an app. What is not theirs is not there. */
@Injectable()
export class AppFileAccess {
  constructor(private readonly database: Database) {}

  /** A file, or the begin of one, of the person themselves. */
  async findOwn(auth: Auth, id: string): Promise<AppFileEntity> {
    const file = await this.find(auth, id);
    if (!file || file.userId !== auth.userId) throw missingFile(id);
    return file;
  }

  /** Whoever uploaded it, who may edit the app, and a run of the app that was asked for by whoever uploaded it. */
  async findReadable(auth: Auth, id: string): Promise<AppFileEntity> {
    const file = await this.find(auth, id);
    if (!file?.completedAt) throw missingFile(id);
    if (file.userId === auth.userId || this.isEditor(auth, file) || (await this.isOfRun(auth, file))) return file;
    throw missingFile(id);
  }

  async findDeletable(auth: Auth, id: string): Promise<AppFileEntity> {
    const file = await this.find(auth, id);
    if (!file || (file.userId !== auth.userId && !this.mayEdit(auth, file))) throw missingFile(id);
    return file;
  }

  /** For a link, whose signature is the right. */
  async findLinked(key: string): Promise<AppFileEntity | null> {
    const file = await this.database.manager.findOneBy(AppFileEntity, { id: key });
    return file?.completedAt ? file : null;
  }

  /** A file of somebody without an account in one app, whose key the caller has looked at. */
  async findOfGuest(workspaceId: string, key: string): Promise<AppFileEntity> {
    const file = await this.find({ workspaceId }, fileId(key));
    if (!file || file.uploadedBy.startsWith('u/')) throw missingFile(fileId(key));
    return file;
  }

  private async find({ workspaceId }: Pick<Auth, 'workspaceId'>, id: string): Promise<AppFileEntity | null> {
    const key = fileKey(id);
    const file = key === null ? null : await this.database.manager.findOneBy(AppFileEntity, { id: key, workspaceId });
    return file && file.expiresAt.getTime() > Date.now() ? file : null;
  }

  /** Reading changes nothing: a run reads what its person may edit, though it may not edit it. */
  private isEditor(auth: Auth, { appPath }: AppFileEntity): boolean {
    return myLevel(auth, 'app', appPath) !== 'read';
  }

  private mayEdit(auth: Auth, { appPath }: AppFileEntity): boolean {
    return can(auth, 'apps:write', { kind: 'app', path: appPath }).allowed;
  }

  /** A run as the author reads what was given to the app by the person who pressed, and nothing of others. */
  private async isOfRun({ via, workspaceId }: Auth, { id, appPath, uploadedBy }: AppFileEntity): Promise<boolean> {
    if (via.kind !== 'job') return false;
    const found = await this.database.run({
      text: `select 1 from job j join job root on root.id = coalesce(j.root_id, j.id)
where j.id = $1 and j.workspace_id = $2 and root.trigger_kind = 'app' and root.trigger_path = $3 and root.created_by = $4
  and ($5 or position($6 in root.args::text) > 0)`,
      // People without an account share one name: of them a run reads only what it was handed.
      values: [via.jobId, workspaceId, appPath, uploadedBy, uploadedBy.startsWith('u/'), fileId(id)],
    });
    return found.length > 0;
  }
}

/** The same for what is not there and for what is somebody else's. */
export const missingFile = (id: string): AppError =>
  new AppError('file/not_found', 'There is no such file, or it is not yours. Files that nobody used are deleted after a day: upload it again.', {
    file: id.slice(0, 60),
  });
