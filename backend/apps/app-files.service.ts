import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contentProblem, nameProblem, typeOf } from '../../components/file-upload/kinds.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Events, type EventActor } from '../events/events.service.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import { AppFileAccess } from './app-file-access.ts';
import { AppFileEntity } from './app-file.entity.ts';
import { AppFileRules } from './app-file-rules.ts';
import type { FileRule } from './core/file-rules.ts';
import { partBytes, type AppFile, type AppUpload, type BeginUpload } from './app-files.contract.ts';
import { fileId, filesIn } from './core/file-references.ts';
import { signatureOf } from './file-signature.ts';

const megabyte = 1024 * 1024;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Files that one person may have lying about in a workspace. */
const mostFiles = 1000;
/** Uploads that one person may have begun and not ended. */
const mostOpen = 50;

/** Whose a file is. Who has no account is nobody, by a number that no person has. */
export type FileOwner = { readonly userId: string; readonly uploadedBy: string };

/**
 * Files that people give to apps. An upload is announced first, so that what is too large or of a wrong kind is refused before it is sent; then come
 * its parts, of which the first shows what the file really is. A file belongs to whoever uploaded it, until a run gets it.
 */
@Injectable()
export class AppFilesService {
  constructor(
    private readonly database: Database,
    private readonly rules: AppFileRules,
    private readonly access: AppFileAccess,
    private readonly events: Events,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async begin(auth: Auth, path: string, input: BeginUpload): Promise<AppUpload> {
    const rule = await this.rules.find(auth, path, input.component, input.version);
    this.requireAllowed(rule, input);
    await this.requireRoom(auth);
    return this.announce({ userId: auth.userId, uploadedBy: subjectOf(auth) }, auth.workspaceId, path, input);
  }

  /** Throws for what a component does not take, before any of it is sent. */
  requireAllowed({ maxBytes, accept }: Pick<FileRule, 'maxBytes' | 'accept'>, { name, size }: Pick<BeginUpload, 'name' | 'size'>): void {
    const most = Math.min(maxBytes, this.config.MILLRACE_MAX_FILE_MB * megabyte);
    if (size > most) throw tooLarge(name, most);
    if (size === 0) throw new AppError('file/refused', `“${name}” is empty.`, { name });
    const problem = nameProblem(name, accept);
    if (problem !== null) throw new AppError('file/refused', problem, { name });
  }

  /** Notes the file that is about to come. The caller has decided that it may. */
  async announce(owner: FileOwner, workspaceId: string, path: string, { component, name, size }: BeginUpload): Promise<AppUpload> {
    const file = this.database.manager.create(AppFileEntity, {
      id: newId(),
      workspaceId,
      appPath: path,
      component,
      name: plainName(name),
      type: 'application/octet-stream',
      size,
      received: 0,
      parts: 0,
      ...owner,
      completedAt: null,
      expiresAt: new Date(Date.now() + hourMs),
    });
    await this.database.manager.insert(AppFileEntity, { ...file });
    return toUpload(file);
  }

  /** Takes the part that begins at `at`. One that came already is not written again, so that a lost answer costs nothing. */
  async takePart(auth: Auth, id: string, at: number, content: Uint8Array): Promise<AppUpload> {
    return this.takePartOf(await this.access.findOwn(auth, id), auth, at, content);
  }

  /** The same for a file of which the caller has decided that it is theirs. */
  async takePartOf(file: AppFileEntity, by: Auth | EventActor, at: number, content: Uint8Array): Promise<AppUpload> {
    if (file.completedAt !== null || at + content.length <= file.received) return toUpload(file);
    if (at !== file.received) throw new AppError('file/part_missing', 'A part before this one has not come. Send it first.', { received: file.received });
    const end = at + content.length;
    if (end > file.size) throw tooLarge(file.name, file.size);
    if (content.length > partBytes || (content.length < partBytes && end !== file.size))
      throw new AppError('request/invalid', `Each part but the last has ${partBytes} bytes.`, { part_bytes: partBytes });
    if (at === 0) file.type = await this.lookInside(file, content);
    await this.objects.put(objectOf(file, file.parts), content);
    return this.noteParts(by, file, end);
  }

  /** The file and its content; throws what is not there and what is not theirs in the same words. */
  async read(auth: Auth, id: string): Promise<{ file: AppFileEntity; content: Readable }> {
    const file = await this.access.findReadable(auth, id);
    return { file, content: this.contentOf(file) };
  }

  contentOf(file: AppFileEntity): Readable {
    const { objects } = this;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let part = 0; part < file.parts; part += 1) for await (const piece of objects.stream(objectOf(file, part))) yield piece as Uint8Array;
    }
    return Readable.from(pieces(), { objectMode: false });
  }

  async remove(auth: Auth, id: string): Promise<void> {
    await this.removeOf(await this.access.findDeletable(auth, id), auth);
  }

  /** The same for a file of which the caller has decided that it may go. */
  async removeOf(file: AppFileEntity, by: Auth | EventActor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.delete(AppFileEntity, { id: file.id });
      if (file.completedAt !== null) await this.record(transaction, by, file, 'app.file_deleted');
    });
    await this.deleteObjects(file);
  }

  /**
   * Before a run gets arguments: the files that they name have to be such as the caller may read, so that nobody hands over what is not theirs. From then
   * on a file is kept as long as the run.
   */
  async hand(auth: Auth, args: unknown): Promise<void> {
    const keys = [...filesIn(args)];
    for (const key of keys) await this.access.findReadable(auth, fileId(key));
    await this.keep(keys);
  }

  /** Keeps files as long as runs are kept. */
  async keep(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.run({
      text: 'update app_file set expires_at = greatest(expires_at, now() + make_interval(days => $2)) where id = any($1::uuid[])',
      values: [keys, this.config.MILLRACE_RETENTION_DAYS],
    });
  }

  /** Deletes files whose time is over; gives how many. */
  async sweep(): Promise<number> {
    const rows = await this.database.run<{ id: string; workspace_id: string; parts: number }>({
      text: 'delete from app_file where id in (select id from app_file where expires_at < now() limit 500 for update skip locked) returning id, workspace_id, parts',
      values: [],
    });
    for (const { id, workspace_id: workspaceId, parts } of rows) await this.deleteObjects({ id, workspaceId, parts });
    return rows.length;
  }

  /** The first part shows what it is: a program with the name of a picture ends here, before the rest was sent. */
  private async lookInside(file: AppFileEntity, begin: Uint8Array): Promise<string> {
    const signature = await signatureOf(begin);
    const problem = contentProblem(file.name, signature);
    if (problem === null) return typeOf(file.name, signature);
    await this.database.manager.delete(AppFileEntity, { id: file.id });
    throw new AppError('file/refused', problem, { name: file.name });
  }

  private async noteParts(by: Auth | EventActor, file: AppFileEntity, received: number): Promise<AppUpload> {
    const isWhole = received === file.size;
    const now = Date.now();
    const changed = {
      received,
      parts: file.parts + 1,
      type: file.type,
      expiresAt: new Date(now + (isWhole ? dayMs : hourMs)),
      completedAt: isWhole ? new Date(now) : null,
    };
    await this.database.transaction(async (transaction) => {
      const { affected } = await transaction.update(AppFileEntity, { id: file.id, received: file.received }, changed);
      if (affected === 0) throw new AppError('file/part_missing', 'Another part came at the same time. Go on from where the file is now.', { received });
      if (isWhole) await this.record(transaction, by, file, 'app.file_uploaded');
    });
    return toUpload({ ...file, ...changed });
  }

  private record(
    transaction: EntityManager,
    by: Auth | EventActor,
    { appPath, component, name, size, type, id }: AppFileEntity,
    action: string,
  ): Promise<void> {
    return this.events.record(transaction, by, {
      action,
      objectKind: 'app',
      objectPath: appPath,
      details: { file: fileId(id), component, name, size, type },
    });
  }

  private async requireRoom({ workspaceId, userId }: Auth): Promise<void> {
    const [row] = await this.database.run<{ files: number; open: number }>({
      text: 'select count(*)::int as files, (count(*) filter (where completed_at is null))::int as open from app_file where workspace_id = $1 and user_id = $2 and expires_at > now()',
      values: [workspaceId, userId],
    });
    if (row && (row.files >= mostFiles || row.open >= mostOpen))
      throw new AppError('file/too_many', 'You have too many files that wait. Remove some, or use those that are there, and try again.', {});
  }

  private async deleteObjects(file: Pick<AppFileEntity, 'id' | 'workspaceId' | 'parts'>): Promise<void> {
    // One more: a part may be written whose row was never changed.
    for (let part = 0; part <= file.parts; part += 1) await this.objects.delete(objectOf(file, part));
  }
}

const objectOf = ({ workspaceId, id }: Pick<AppFileEntity, 'workspaceId' | 'id'>, part: number): string => `files/${workspaceId}/${id}/${part}`;

const tooLarge = (name: string, most: number): AppError =>
  new AppError('file/too_large', `“${name}” is larger than the ${Number((most / megabyte).toFixed(2))} MB that are allowed here.`, { name, most });

/** Without folders and without what moves a name about on the screen. */
const plainName = (name: string): string => name.replaceAll(/[\p{Cc}\p{Cf}/\\]+/gu, ' ').trim() || 'file';

const toFile = ({ id, name, size, type }: AppFileEntity): AppFile => ({ id: fileId(id), name, size, type });
const toUpload = (file: AppFileEntity): AppUpload => ({
  id: fileId(file.id),
  received: file.received,
  part_bytes: partBytes,
  file: file.completedAt === null ? null : toFile(file),
});
