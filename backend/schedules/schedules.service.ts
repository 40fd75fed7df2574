import { Injectable } from '@nestjs/common';
import { notFound, requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { toPage, type Page } from '../common/page.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { deleteItemMarks } from '../items/item-marks.sql.ts';
import { requirePlace } from '../items/place.sql.ts';
import { versionConflict } from '../items/version-conflict.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { cronInWords } from './core/cron-words.ts';
import { queueSchedule, unqueueSchedule } from './schedule-queue.sql.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { insertTicks } from './schedule-ticks.sql.ts';
import { positionAfterSave, requireCron, type Position } from './schedule-timing.ts';
import { definitionOf, toSchedule, toScheduleRow } from './schedule-view.ts';
import { ScheduleEntity } from './schedule.entity.ts';
import { listSchedules, type ScheduleListRow } from './list-schedules.sql.ts';
import type { PreviewSchedule, PutSchedule, Schedule, SchedulePreview, ScheduleQuery, ScheduleRow } from './schedules.contract.ts';

/** Schedules as people save, read and delete them. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly database: Database,
    private readonly targets: ScheduleTargets,
    private readonly events: Events,
  ) {}

  async list(auth: Auth, query: ScheduleQuery): Promise<Page<ScheduleRow>> {
    const rows = await this.database.run<ScheduleListRow>(listSchedules(auth, query));
    return toPage(
      rows,
      query.limit,
      (row) => toScheduleRow(auth, row),
      (row) => [row.path],
    );
  }

  async get(auth: Auth, path: string): Promise<Schedule> {
    return toSchedule(auth, await this.find(this.database.manager, auth.workspaceId, path));
  }

  /** When an expression would run, for whoever is typing one. */
  preview({ cron, timezone, after, count }: PreviewSchedule): SchedulePreview {
    const from = after === undefined ? new Date() : new Date(after);
    return {
      runs: requireCron(cron, timezone, from)
        .nextRuns(from, count)
        .map((date) => date.toISOString()),
      words: cronInWords(cron),
    };
  }

  /**
   * Creates or changes; `isNew` tells 201 from 200. Its runs act as whoever saves it, who must be allowed all that it does. One that is
   * off does nothing, so that it can also be switched off by somebody who may not run it.
   */
  async put(auth: Auth, path: string, input: PutSchedule): Promise<{ schedule: Schedule; isNew: boolean }> {
    requireCron(input.cron, input.timezone, new Date());
    if (input.enabled) await this.requireAll(auth, input);
    try {
      return await this.database.transaction((transaction) => this.putIn(transaction, auth, path, input));
    } catch (error) {
      if (isUniqueViolation(error)) throw versionConflict(path, await this.database.manager.findOneBy(ScheduleEntity, { workspaceId: auth.workspaceId, path }));
      throw error;
    }
  }

  /** Its runs stay; its ticks go with it. */
  async delete(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const schedule = await transaction.findOne(ScheduleEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
      if (!schedule) throw notFound({ kind: 'schedule', path });
      await transaction.delete(ScheduleEntity, { id: schedule.id });
      await runIn(transaction, unqueueSchedule(schedule.id));
      await deleteItemMarks(transaction, auth.workspaceId, 'schedule', path);
      await this.events.record(transaction, auth, { action: 'schedule.deleted', objectKind: 'schedule', objectPath: path });
    });
  }

  /** The schedule at a path, for the other services of this domain. The guard has checked that the caller may see it. */
  async find(transaction: Transaction, workspaceId: string, path: string): Promise<ScheduleEntity> {
    const schedule = await transaction.findOneBy(ScheduleEntity, { workspaceId, path });
    if (!schedule) throw notFound({ kind: 'schedule', path });
    return schedule;
  }

  /** Everything that a schedule does in somebody's name, that person may do. */
  private async requireAll(
    auth: Auth,
    { target, args, on_failure: onFailure, on_recovery: onRecovery, on_success: onSuccess, alert_email: alertEmail }: PutSchedule,
  ): Promise<void> {
    await this.targets.check(auth, target, args, '/args');
    for (const handler of [onFailure, onRecovery, onSuccess]) if (handler) await this.targets.requireRunnable(auth, handler.target);
    if (!alertEmail) return;
    const resource = { kind: 'resource', path: alertEmail.resource } as const;
    requireAccess(auth, 'resources:read', resource);
    if (!(await this.database.manager.existsBy(ResourceEntity, { workspaceId: auth.workspaceId, path: resource.path, resourceType: 'smtp' })))
      throw notFound(resource);
  }

  private async putIn(transaction: Transaction, auth: Auth, path: string, input: PutSchedule): Promise<{ schedule: Schedule; isNew: boolean }> {
    await requirePlace(transaction, auth.workspaceId, path);
    const before = await transaction.findOne(ScheduleEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
    if (input.if_version !== undefined && input.if_version !== (before?.version ?? 0)) throw versionConflict(path, before);
    const { if_version: _ifVersion, ...given } = input;
    // The same words by somebody else are a change: from then on it runs as that person.
    if (before && before.runAsUserId === auth.userId && isSame(before, given)) return { schedule: toSchedule(auth, before), isNew: false };
    const saved = await this.save(transaction, auth, path, given, before);
    return { schedule: toSchedule(auth, saved), isNew: !before };
  }

  private async save(
    transaction: Transaction,
    auth: Auth,
    path: string,
    input: Omit<PutSchedule, 'if_version'>,
    before: ScheduleEntity | null,
  ): Promise<ScheduleEntity> {
    const [clock] = await runIn<{ now: Date }>(transaction, { text: 'select clock_timestamp() as now', values: [] });
    const columns = columnsOf(input);
    const { nextAt, idleFrom, off } = positionAfterSave(before, columns, clock?.now ?? new Date());
    const version = (before?.version ?? 0) + 1;
    const id = before?.id ?? newId();
    const fields = { ...columns, nextAt, idleFrom, version, runAs: subjectOf(auth), runAsUserId: auth.userId, problem: null };
    const row =
      before ??
      transaction.create(ScheduleEntity, {
        id,
        workspaceId: auth.workspaceId,
        path,
        createdBy: subjectOf(auth),
        failingCount: 0,
        recoveringCount: 0,
        isAlerted: false,
        revision: 0,
      });
    await transaction.save(ScheduleEntity, Object.assign(row, fields, { revision: row.revision + 1, updatedAt: clock?.now ?? new Date() }));
    await this.place(transaction, id, { nextAt, idleFrom, off });
    await this.events.record(transaction, auth, {
      action: before ? 'schedule.updated' : 'schedule.created',
      objectKind: 'schedule',
      objectPath: path,
      details: { version, cron: input.cron, timezone: input.timezone, enabled: input.enabled, target: input.target.path, paused_until: input.paused_until },
    });
    return this.find(transaction, auth.workspaceId, path);
  }

  private async place(transaction: Transaction, id: string, { nextAt, off }: Position): Promise<void> {
    if (off)
      await runIn(
        transaction,
        insertTicks(id, [{ id: newId(), kind: 'tick', tickAt: off.from, throughAt: off.through, ticks: off.ticks, outcome: 'off', reason: null, jobId: null }]),
      );
    await runIn(transaction, nextAt ? queueSchedule(id, nextAt) : unqueueSchedule(id));
  }
}

function columnsOf(input: Omit<PutSchedule, 'if_version'>) {
  return {
    summary: input.summary,
    description: input.description,
    runnableKind: input.target.kind,
    runnablePath: input.target.path,
    args: input.args,
    cron: input.cron.trim(),
    timezone: input.timezone,
    isEnabled: input.enabled,
    noOverlap: input.no_overlap,
    catchUp: input.catch_up,
    catchUpLimit: input.catch_up_limit,
    jitterSeconds: input.jitter_s,
    pausedUntil: input.paused_until === null ? null : new Date(input.paused_until),
    retry: input.retry,
    tag: input.tag,
    onFailure: input.on_failure,
    onRecovery: input.on_recovery,
    onSuccess: input.on_success,
    alertEmail: input.alert_email,
  };
}

function isSame(before: ScheduleEntity, given: Omit<PutSchedule, 'if_version'>): boolean {
  const paused = given.paused_until === null ? null : new Date(given.paused_until).toISOString();
  return canonicalJson(definitionOf(before)) === canonicalJson({ ...given, cron: given.cron.trim(), paused_until: paused });
}
