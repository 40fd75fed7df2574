import { Inject, Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError, isAppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import { requestInvalid } from '../../common/request-invalid.ts';
import { Database } from '../../database/database.ts';
import { Events } from '../../events/events.service.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import { RunService } from '../../jobs/run.service.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { AppViewingService } from '../app-viewing.service.ts';
import { AppExportEntity } from './app-export.entity.ts';
import { ExportPages } from './export-pages.service.ts';
import { exportFormats } from './export-formats.ts';
import { ExportForm, type AppExport, type BeginExport } from './exports.contract.ts';

/** Exports of one person that may run at the same time. */
const mostAtOnce = 3;
/** How long a file is kept, in days. */
const keptDays = 7;

/**
 * Files of all rows that a table could show. The rows come page by page from the action of the table, each page as a run of its own with the
 * rights of who asked, and none of it is held in memory; whoever asked, and nobody else, gets the file.
 */
@Injectable()
export class AppExportsService {
  constructor(
    private readonly database: Database,
    private readonly viewing: AppViewingService,
    private readonly pages: ExportPages,
    private readonly runs: RunService,
    private readonly events: Events,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  async begin(auth: Auth, path: string, action: string, request: BeginExport): Promise<AppExport> {
    const { entry } = await this.viewing.actionOf(auth, path, action, request.version);
    if (!entry.open.some(({ name }) => name === 'query'))
      throw requestInvalid([{ path: ['action'], message: 'this action does not answer questions of a table' }]);
    const { manager } = this.database;
    const running = await manager.countBy(AppExportEntity, { workspaceId: auth.workspaceId, userId: auth.userId, status: 'running' });
    if (running >= mostAtOnce)
      throw new AppError('app/export_too_many', `You have ${running} exports that are not done yet. Wait for one of them, or cancel it.`, {
        limit: mostAtOnce,
      });
    const begun: AppExportEntity = {
      id: newId(),
      workspaceId: auth.workspaceId,
      path,
      release: request.version,
      action,
      userId: auth.userId,
      createdBy: subjectOf(auth),
      name: request.name,
      request,
      status: 'running',
      parts: 0,
      rowCount: 0,
      total: null,
      byteCount: 0,
      jobId: null,
      error: null,
      createdAt: new Date(),
      endedAt: null,
    };
    // Started first: an export that cannot begin is none.
    begun.jobId = await this.pages.start(auth, begun);
    await this.database.transaction(async (transaction) => {
      await transaction.insert(AppExportEntity, begun);
      await this.events.record(transaction, auth, {
        action: 'app.export_begun',
        objectKind: 'app',
        objectPath: path,
        details: { export: begun.id, action, columns: request.columns.map(({ field }) => field) },
      });
    });
    await this.pages.goOn(begun.jobId);
    return this.get(auth, begun.id);
  }

  /** One export, after its next page has come or the time is over. */
  async get(auth: Auth, id: string, waitSeconds?: number): Promise<AppExport> {
    const found = await this.find(auth, id);
    if (waitSeconds === undefined || found.status !== 'running' || found.jobId === null) return toExport(found);
    await this.runs.waitFor(found.jobId, waitSeconds).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
    // Whoever is told first goes on with it; the queue is told as well.
    await this.pages.goOn(found.jobId);
    return toExport(await this.find(auth, id));
  }

  async list(auth: Auth): Promise<{ items: AppExport[] }> {
    const { workspaceId, userId } = auth;
    const rows = await this.database.manager.find(AppExportEntity, { where: { workspaceId, userId }, order: { createdAt: 'DESC' }, take: 50 });
    return { items: rows.map(toExport) };
  }

  async cancel(auth: Auth, id: string): Promise<AppExport> {
    const found = await this.find(auth, id);
    const { affected } = await this.database.manager.update(AppExportEntity, { id, status: 'running' }, { status: 'cancelled', endedAt: new Date() });
    if (affected && found.jobId) await this.database.run(cancelJobs(auth.workspaceId, [found.jobId], subjectOf(auth), 'The export was cancelled'));
    if (affected) await this.deleteParts(found);
    return this.get(auth, id);
  }

  /** The file piece by piece, with its name. */
  async file(auth: Auth, id: string): Promise<{ name: string; type: string; pieces: AsyncIterable<string | Uint8Array> }> {
    const found = await this.find(auth, id);
    if (found.status !== 'done') throw new AppError('app/export_not_ready', `This file is not there: the export is ${found.status}.`, { status: found.status });
    const { columns, format } = requestOf(found);
    const { type, file } = exportFormats[format];
    return { name: `${fileName(found.name)}.${format}`, type, pieces: file(this.piecesOf(found), columns) };
  }

  /** Deletes files whose time is over, and ends what stands still. Gives how many exports are gone. */
  async sweep(): Promise<number> {
    const { manager } = this.database;
    const dayAgo = new Date(Date.now() - 86_400_000);
    const lost = { code: 'job/worker_lost', message: 'The export stood still for a day. Ask for it again.' };
    await manager.update(AppExportEntity, { status: 'running', createdAt: LessThan(dayAgo) }, { status: 'failed', error: lost, endedAt: new Date() });
    const old = await manager.find(AppExportEntity, { where: { endedAt: LessThan(new Date(Date.now() - keptDays * 86_400_000)) }, take: 200 });
    for (const one of old) await this.deleteParts(one);
    if (old.length > 0) await manager.delete(AppExportEntity, { id: In(old.map(({ id }) => id)) });
    return old.length;
  }

  private async *piecesOf(found: AppExportEntity): AsyncGenerator<string> {
    for (let part = 0; part < found.parts; part++) yield await this.objects.text(this.pages.keyOf(found, part));
  }

  private async deleteParts(found: AppExportEntity): Promise<void> {
    // A page may have been written and not counted yet.
    for (let part = 0; part <= found.parts; part++) await this.objects.delete(this.pages.keyOf(found, part));
  }

  private async find({ workspaceId, userId }: Auth, id: string): Promise<AppExportEntity> {
    const found = await this.database.manager.findOneBy(AppExportEntity, { id, workspaceId, userId });
    if (!found) throw new AppError('app/export_not_found', 'There is no such export, or it is not yours.');
    return found;
  }
}

const requestOf = ({ request }: AppExportEntity): ExportForm => ExportForm.parse(request);

const fileName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'rows';

function toExport(row: AppExportEntity): AppExport {
  const { id, path, action, name, status, rowCount, total, byteCount, jobId, error, createdAt, endedAt } = row;
  return {
    id,
    path,
    action,
    name,
    format: requestOf(row).format,
    status,
    row_count: rowCount,
    total,
    byte_count: byteCount,
    job_id: jobId,
    error,
    created_at: createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  };
}
