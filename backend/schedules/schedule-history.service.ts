import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { toPage, type Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { readCron } from './core/cron.ts';
import { countedTicks } from './core/decide-ticks.ts';
import { listDays, listTicks, type CalendarRow, type TickListRow } from './list-schedules.sql.ts';
import { toScheduleTick } from './schedule-view.ts';
import type { ScheduleEntity } from './schedule.entity.ts';
import type { CalendarDay, CalendarQuery, ScheduleCalendar, ScheduleTick, TickQuery } from './schedules.contract.ts';
import { SchedulesService } from './schedules.service.ts';

/** Days that a calendar shows at most. */
const mostDays = 400;
const dayMs = 86_400_000;

/** What became of the ticks of a schedule, and which ones are to come. */
@Injectable()
export class ScheduleHistory {
  constructor(
    private readonly database: Database,
    private readonly schedules: SchedulesService,
  ) {}

  async ticks(auth: Auth, path: string, query: TickQuery): Promise<Page<ScheduleTick>> {
    const { id, timezone } = await this.schedules.find(this.database.manager, auth.workspaceId, path);
    const rows = await this.database.run<TickListRow>(listTicks(id, timezone, query));
    return toPage(rows, query.limit, toScheduleTick, (row) => [row.sort_key, row.id]);
  }

  async calendar(auth: Auth, path: string, { from, to }: CalendarQuery): Promise<ScheduleCalendar> {
    const days = (Date.parse(to) - Date.parse(from)) / dayMs;
    if (days < 0 || days > mostDays)
      throw new AppError('schedule/range_invalid', `A calendar shows up to ${mostDays} days, and ends after it begins.`, {
        problems: [{ pointer: '/to', message: 'must come after "from"' }],
      });
    const schedule = await this.schedules.find(this.database.manager, auth.workspaceId, path);
    const rows = await this.database.run<CalendarRow>(listDays(schedule.id, schedule.timezone, from, to));
    const byDay = new Map<string, CalendarDay>(rows.map((row) => [row.day, { ...row, planned: 0 }]));
    for (const day of plannedDays(schedule, to)) {
      const known = byDay.get(day) ?? { day, succeeded: 0, failed: 0, running: 0, not_run: 0, planned: 0 };
      byDay.set(day, { ...known, planned: known.planned + 1 });
    }
    return { items: [...byDay.values()].filter(({ day }) => day >= from && day <= to).sort((left, right) => (left.day < right.day ? -1 : 1)) };
  }
}

/** The day of each tick to come, up to a day; a tick more often than a thousand times is not counted on. */
function plannedDays({ nextAt, cron, timezone }: ScheduleEntity, to: string): string[] {
  if (!nextAt) return [];
  // In no time zone a day ends more than a day after it ends in UTC.
  const end = new Date(Date.parse(to) + 2 * dayMs);
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return [nextAt, ...readCron(cron, timezone).between(nextAt, end, countedTicks - 1)].filter((tick) => tick <= end).map((tick) => format.format(tick));
}
