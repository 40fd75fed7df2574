import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { ScheduleHistory } from './schedule-history.service.ts';
import { ScheduleRuns } from './schedule-runs.service.ts';
import { BackfillResult, BackfillSchedule, CalendarQuery, PreviewSchedule, PutSchedule, Schedule, ScheduleCalendar, SchedulePreview, ScheduleQuery, ScheduleRow, ScheduleTick, TickQuery } from './schedules.contract.ts';
import { SchedulesService } from './schedules.service.ts';

const schedule = { kind: 'schedule' } as const;
const StartedRun = z.object({ job_id: z.uuid() });

/** Schedules: what runs when, what became of each tick, and runs beside the ticks. */
@ApiTags('schedules')
@Controller('w/:workspace')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService, private readonly history: ScheduleHistory, private readonly runs: ScheduleRuns) {}

  @Get('schedules') @Requires('schedules:read') @Returns(pageOf(ScheduleRow))
  listSchedules(@CurrentAuth() auth: Auth, @Query({ schema: ScheduleQuery }) query: ScheduleQuery): Promise<Page<ScheduleRow>> {
    return this.schedules.list(auth, query);
  }

  @Get('schedules/*path') @Requires('schedules:read', schedule) @Returns(Schedule)
  getSchedule(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Schedule> {
    return this.schedules.get(auth, path);
  }

  @Put('schedules/*path') @Requires('schedules:write', schedule) @Returns(Schedule)
  async putSchedule(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: PutSchedule }) input: PutSchedule, @Res({ passthrough: true }) response: Response): Promise<Schedule> {
    const { schedule: saved, isNew } = await this.schedules.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return saved;
  }

  @Delete('schedules/*path') @HttpCode(204) @Requires('schedules:write', schedule) @ReturnsNothing()
  deleteSchedule(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<void> {
    return this.schedules.delete(auth, path);
  }

  @Post('schedule_preview') @HttpCode(200) @Requires('schedules:read') @Returns(SchedulePreview)
  previewSchedule(@Body({ schema: PreviewSchedule }) input: PreviewSchedule): SchedulePreview {
    return this.schedules.preview(input);
  }

  @Get('schedule_ticks/*path') @Requires('schedules:read', schedule) @Returns(pageOf(ScheduleTick))
  listTicks(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: TickQuery }) query: TickQuery): Promise<Page<ScheduleTick>> {
    return this.history.ticks(auth, path, query);
  }

  @Get('schedule_calendar/*path') @Requires('schedules:read', schedule) @Returns(ScheduleCalendar)
  getCalendar(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: CalendarQuery }) query: CalendarQuery): Promise<ScheduleCalendar> {
    return this.history.calendar(auth, path, query);
  }

  @Post('schedule_run_now/*path') @HttpCode(201) @Requires('schedules:write', schedule) @Returns(StartedRun, 201)
  runNow(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<z.infer<typeof StartedRun>> {
    return this.runs.runNow(auth, path);
  }

  @Post('schedule_backfill/*path') @HttpCode(200) @Requires('schedules:write', schedule) @Returns(BackfillResult)
  backfill(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: BackfillSchedule }) input: BackfillSchedule): Promise<BackfillResult> {
    return this.runs.backfill(auth, path, input);
  }
}
