import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError, isAppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database } from '../../database/database.ts';
import { isLive } from '../../jobs/core/job-status.ts';
import { JobResults, type EndedJob } from '../../jobs/job-results.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { QueueTaskRegistry } from '../../queue/queue-task-registry.ts';
import { appExportTask } from '../../queue/task-names.ts';
import { UserEntity } from '../../users/user.entity.ts';
import { AppAuthors } from '../app-authors.ts';
import { AppItems } from '../app-items.ts';
import { AppRunsService } from '../app-runs.service.ts';
import { AppExportEntity } from './app-export.entity.ts';
import { ExportForm, type BeginExport } from './exports.contract.ts';
import { pageOf } from './answered-page.ts';
import { byteCount, exportFormats } from './export-formats.ts';

/** Rows of one page. */
const pageRows = 2000;

/**
 * The pages of exports. Each is a run whose end the queue tells; then its rows are written, and the next one starts. A worker or server that
 * goes away in between changes nothing: the end is told again, a page is written under the same name, and the same key starts the same run.
 */
@Injectable()
export class ExportPages implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly runs: AppRunsService,
    private readonly authors: AppAuthors,
    private readonly results: JobResults,
    private readonly tasks: QueueTaskRegistry,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  onModuleInit(): void {
    this.tasks.add(appExportTask, (payload) => this.goOn((payload as { id: string }).id));
  }

  /** Name of a part in the object store. */
  keyOf({ workspaceId, id }: Pick<AppExportEntity, 'workspaceId' | 'id'>, part: number): string {
    return `exports/${workspaceId}/${id}/${part}`;
  }

  /** Starts the run of the next page and gives its id. */
  async start(auth: Auth, { id, path, action, release, request, rowCount, parts }: AppExportEntity): Promise<string> {
    const { query, args, row_key: rowKey, columns, after } = request as ExportRequest;
    const sort = query.sort.some(({ field }) => field === rowKey) ? query.sort : [...query.sort, { field: rowKey, dir: 'asc' as const }];
    const asked = { ...query, sort, key: rowKey, page: pageAt(rowCount, after ?? null), fields: columns.map(({ field }) => field) };
    const all = { ...args, query: asked } as JsonObject;
    const started = await this.runs.run(
      auth,
      path,
      action,
      { version: release, args: all },
      { watcher: appExportTask, idempotency_key: `export ${id} ${parts}` },
    );
    return started.job_id;
  }

  /** Goes on with the export that waits for a run, if it has ended, and with the pages behind it. May be called twice, and at the same time. */
  async goOn(jobId: string): Promise<void> {
    for (let next: string | null = jobId; next !== null;) next = await this.take(next);
  }

  /** Takes the page that a run brought; gives the run of the next page if that has ended already. */
  private async take(jobId: string): Promise<string | null> {
    const found = await this.database.manager.findOneBy(AppExportEntity, { jobId, status: 'running' });
    const job = found ? await this.results.read(jobId) : null;
    if (!found || !job || isLive(job.status)) return null;
    try {
      if (job.status !== 'succeeded') throw failureOf(job);
      return await this.write(found, JSON.parse(job.resultJson ?? 'null'));
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { code, message } = error;
      await this.end(found, { status: code === 'job/cancelled' ? 'cancelled' : 'failed', error: { code, message } });
      return null;
    }
  }

  private async write(found: AppExportEntity, answer: unknown): Promise<string | null> {
    const { rows, total, isLast, next: named } = pageOf(answer, found.rowCount, pageRows);
    const { columns, format } = ExportForm.parse(found.request);
    const { page, mostRows, mostBytes } = exportFormats[format];
    const text = page(rows, columns, found.rowCount);
    await this.objects.put(this.keyOf(found, found.parts), text);
    const grown = {
      parts: found.parts + 1,
      rowCount: found.rowCount + rows.length,
      byteCount: found.byteCount + byteCount(text),
      request: { ...found.request, after: named },
      ...(total === null ? {} : { total }),
    };
    if (grown.rowCount > mostRows || (grown.rowCount === mostRows && !isLast) || grown.byteCount > mostBytes)
      throw new AppError(
        'request/too_large',
        `There are more rows than such a file holds (${mostRows}). Narrow the table by a filter, or ask for another kind of file.`,
      );
    if (isLast) {
      await this.end(found, { ...grown, status: 'done', total: grown.rowCount });
      return null;
    }
    const next = await this.start(await this.personOf(found), { ...found, ...grown });
    const { affected } = await this.database.manager.update(
      AppExportEntity,
      { id: found.id, jobId: found.jobId ?? undefined, status: 'running' },
      { ...grown, jobId: next },
    );
    // Its end may have been told before this export waited for it.
    return affected ? next : null;
  }

  private async end(
    found: AppExportEntity,
    change: Partial<Pick<AppExportEntity, 'status' | 'error' | 'parts' | 'rowCount' | 'byteCount' | 'total' | 'request'>>,
  ): Promise<void> {
    await this.database.manager.update(
      AppExportEntity,
      { id: found.id, jobId: found.jobId ?? undefined, status: 'running' },
      { ...change, endedAt: new Date() },
    );
  }

  /** Who asked, with what they hold now. */
  private async personOf({ workspaceId, userId, path }: AppExportEntity): Promise<Auth> {
    const app = await this.items.repository.findCurrent(this.database.manager, workspaceId, path);
    const user = await this.database.manager.findOneBy(UserEntity, { id: userId });
    const person = app && user ? await this.authors.memberBehind(userId, app.item.id, workspaceId) : null;
    if (!person || !user) throw new AppError('access/forbidden', 'Whoever asked for this export may not use the app any more.');
    requireAccess(person, 'apps:read', { kind: 'app', path });
    return { ...person, email: user.email, name: user.name };
  }
}

/** What was asked for, and where the rows go on after the page before, if its answer named that. */
type ExportRequest = BeginExport & { after?: string | null };

const pageAt = (offset: number, after: string | null): object => ({ kind: after === null ? 'offset' : 'cursor', offset, after, limit: pageRows });

function failureOf({ status, error }: EndedJob): AppError {
  if (status === 'cancelled') return new AppError('job/cancelled', 'A run of the export was cancelled.');
  return new AppError('job/failed', error?.message ?? 'The rows could not be loaded.');
}
