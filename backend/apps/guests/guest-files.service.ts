import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import type { MillraceRequest } from '../../common/request.ts';
import type { EventActor } from '../../events/events.service.ts';
import type { GuestFileLimits } from '../app.contract.ts';
import { AppFileAccess, missingFile } from '../app-file-access.ts';
import type { AppFileEntity } from '../app-file.entity.ts';
import type { AppUpload, BeginUpload } from '../app-files.contract.ts';
import { AppFilesService } from '../app-files.service.ts';
import { newReleaseError } from '../app-viewing.service.ts';
import { fileId, fileKey, filesIn } from '../core/file-references.ts';
import { guestFileRules } from '../core/file-rules.ts';
import { documentForGuest } from '../core/viewer.ts';
import { GuestAccess, type GuestVisit } from './guest-access.service.ts';
import { GuestFileKeys } from './guest-file-keys.ts';
import { GuestLimitsService } from './guest-limits.service.ts';
import type { GuestUpload } from './guests.contract.ts';

/** No person has this number. */
const nobody = '00000000-0000-0000-0000-000000000000';
const megabyte = 1024 * 1024;

/**
 * Files of people without an account. The live release decides whether there are any, of which component, and how much of them; the look into
 * the content is that of all files. Whoever began an upload has its key, and nobody gets a file back by it: it is there for the runs of the app.
 */
@Injectable()
export class GuestFilesService {
  constructor(
    private readonly access: GuestAccess,
    private readonly limits: GuestLimitsService,
    private readonly keys: GuestFileKeys,
    private readonly fileAccess: AppFileAccess,
    private readonly files: AppFilesService,
  ) {}

  async begin(request: MillraceRequest, workspaceId: string, path: string, input: BeginUpload): Promise<GuestUpload> {
    const visit = await this.access.enter(request, workspaceId, path);
    const { guest, app, document } = visit;
    if (app.item.currentVersion !== input.version) throw newReleaseError(app.item.currentVersion);
    const limits = limitsOf(visit);
    const rule = guestFileRules(documentForGuest(document, app.version.policy, guest, path)).find(({ component }) => component === input.component);
    if (!limits || !rule)
      throw new AppError('file/not_asked', 'This page of the app asks for no file of people without an account.', { component: input.component });
    this.files.requireAllowed({ ...rule, maxBytes: Math.min(rule.maxBytes, limits.max_mb * megabyte) }, input);
    await this.limits.countFile(workspaceId, path, guest, input.size, limits);
    const upload = await this.files.announce({ userId: nobody, uploadedBy: guest.createdBy }, workspaceId, path, input);
    return { ...upload, key: this.keys.issue(workspaceId, upload.id) };
  }

  async takePart(request: MillraceRequest, workspaceId: string, id: string, key: string, at: number, content: Uint8Array): Promise<AppUpload> {
    const { file, by } = await this.find(request, workspaceId, id, key);
    return this.files.takePartOf(file, by, at, content);
  }

  async remove(request: MillraceRequest, workspaceId: string, id: string, key: string): Promise<void> {
    const { file, by } = await this.find(request, workspaceId, id, key);
    await this.files.removeOf(file, by);
  }

  /** The files of a message, each shown by its key to be theirs and whole. */
  async take({ app: { item }, guest }: GuestVisit, given: Readonly<Record<string, string>>): Promise<AppFileEntity[]> {
    return Promise.all(
      Object.entries(given).map(async ([id, key]) => {
        const known = fileKey(id);
        if (known === null || !this.keys.isKeyOf(item.workspaceId, id, key)) throw missingFile(id);
        const file = await this.fileAccess.findOfGuest(item.workspaceId, known);
        if (file.appPath !== item.path || file.uploadedBy !== guest.createdBy || file.completedAt === null) throw missingFile(id);
        return file;
      }),
    );
  }

  /** Before a run gets arguments: each file that they name was given to this app by whoever hands it over, as its key shows. */
  async hand({ app: { item } }: Pick<GuestVisit, 'app'>, args: unknown, given: Readonly<Record<string, string>>): Promise<void> {
    const keys = [...filesIn(args)];
    for (const key of keys) {
      const id = fileId(key);
      if (!this.keys.isKeyOf(item.workspaceId, id, given[id] ?? '')) throw missingFile(id);
      const file = await this.fileAccess.findOfGuest(item.workspaceId, key);
      if (file.appPath !== item.path || file.completedAt === null) throw missingFile(id);
    }
    await this.files.keep(keys);
  }

  /** A file that is theirs, in an app that still lets them in and takes files. */
  private async find(request: MillraceRequest, workspaceId: string, id: string, key: string): Promise<{ file: AppFileEntity; by: EventActor }> {
    const known = fileKey(id);
    if (known === null || !this.keys.isKeyOf(workspaceId, id, key)) throw missingFile(id);
    const file = await this.fileAccess.findOfGuest(workspaceId, known);
    const visit = await this.access.enter(request, workspaceId, file.appPath);
    if (!limitsOf(visit) || visit.guest.createdBy !== file.uploadedBy) throw missingFile(id);
    return { file, by: { workspaceId, actor: visit.guest.createdBy } };
  }
}

const limitsOf = ({ guest, document: { audience } }: GuestVisit): GuestFileLimits | undefined =>
  guest.kind === 'embed' ? audience.embed?.files : audience.anonymous?.files;
