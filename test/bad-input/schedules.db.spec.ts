import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ImportResult } from '../../backend/import-export/import-export.contract.ts';
import { ScheduleTicker } from '../../backend/schedules/schedule-ticker.service.ts';
import type { Schedule, ScheduleTick } from '../../backend/schedules/schedules.contract.ts';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

let app: TestApp;
let workspace: TestWorkspace;
let admin: TestUser;
const target = { path: 'f/shop/close' };
beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  admin = workspace.admin;
  await workspace.aFolder('shop');
  expect((await admin.client.put(`${workspace.api}/scripts/${target.path}`, { language: 'bash', content: 'echo closed' })).status).toBe(201);
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const put = (name: string, body: object) => admin.client.put<Schedule>(`${workspace.api}/schedules/f/shop/${name}`, { target, cron: '0 0 * * *', ...body });

describe('a schedule that cannot be', () => {
  test.each<[string, object, string, string]>([
    ['a date that no February has', { cron: '0 0 30 2 *' }, 'schedule/cron_invalid', '/cron'],
    ['such a date, although it is off', { cron: '0 0 31 2 *', enabled: false }, 'schedule/cron_invalid', '/cron'],
    ['a minute that no hour has', { cron: '61 * * * *' }, 'schedule/cron_invalid', '/cron'],
    ['an expression of many characters', { cron: '0,'.repeat(500) }, 'request/invalid', '/cron'],
    ['a time zone that does not exist', { timezone: 'Mars/Olympus' }, 'schedule/timezone_unknown', '/timezone'],
    ['a path instead of a time zone', { timezone: '../../etc/localtime' }, 'schedule/timezone_unknown', '/timezone'],
    ['a pause until a day that does not exist', { paused_until: '2026-02-31T00:00:00Z' }, 'request/invalid', '/paused_until'],
    ['a pause until some time', { paused_until: 'tomorrow' }, 'request/invalid', '/paused_until'],
  ])('is refused at its place, and nothing is kept: %s', async (_what, body, code, pointer) => {
    const refusal = refusalOf(await put('impossible', body));
    expect([refusal.code, refusal.details.problems?.map((problem) => problem.pointer)]).toEqual([code, [pointer]]);
    expect(codeOf(await admin.client.get(`${workspace.api}/schedules/f/shop/impossible`))).toBe('schedule/not_found');
  });

  test('is refused by the preview, and out of a file, in the same words', async () => {
    const body = { cron: '0 0 30 2 *', timezone: 'Europe/Berlin' };
    const { message } = refusalOf(await put('impossible', body));
    expect(refusalOf(await admin.client.post(`${workspace.api}/schedule_preview`, body)).message).toBe(message);
    const yaml = `path: ${target.path}\nis_flow: false\nschedule: 0 0 0 30 2 *\ntimezone: Mars/Olympus\nenabled: true\nargs: {}\n`;
    const { body: imported } = await admin.client.post<ImportResult>(`${workspace.api}/import`, { files: { 'f/shop/impossible.schedule.yaml': yaml } });
    expect(imported).not.toMatchObject({ items: [{ kind: 'schedule', outcome: 'created' }] });
  });

  test('that was deployed stays as it was when its next version is refused', async () => {
    const { body: before } = await put('stays', { cron: '0 4 * * *' });
    refusalOf(await put('stays', { cron: '0 0 30 2 *' }));
    refusalOf(await put('stays', { timezone: 'Nowhere/Land' }));
    const { body: after } = await admin.client.get<Schedule>(`${workspace.api}/schedules/f/shop/stays`);
    expect([after.version, after.cron, after.next_at]).toEqual([before.version, before.cron, before.next_at]);
  });
});

describe('a clock that goes back', () => {
  const query = <Row = unknown>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);
  const ticksOf = async (name: string) => (await admin.client.get<{ items: ScheduleTick[] }>(`${workspace.api}/schedule_ticks/f/shop/${name}`)).body.items;

  test('runs no tick again, whatever the queue says, and keeps the one that comes next', async () => {
    await put('clock', { cron: '0 * * * *' });
    const [schedule] = await query<{ id: string }>(`update schedule set next_at = date_trunc('hour', now()) where path = 'f/shop/clock' returning id`);
    // typeorm gives rows and their number for an update.
    const id = (Array.isArray(schedule) ? (schedule as { id: string }[])[0]?.id : schedule?.id) ?? '';
    const ticker = app.get(ScheduleTicker);
    await ticker.handle(id);
    const before = await ticksOf('clock');
    expect(before.map(({ outcome }) => outcome)).toEqual(['ran']);
    const next = (await admin.client.get<Schedule>(`${workspace.api}/schedules/f/shop/clock`)).body.next_at;
    // What was decided by a clock that was ahead lies in the future of this one: two days of ticks.
    await query(`update schedule set next_at = next_at + interval '2 days', last_tick_at = last_tick_at + interval '2 days' where id = $1`, [id]);
    for (let time = 0; time < 3; time += 1) await ticker.handle(id);
    expect(await ticksOf('clock')).toEqual(before);
    expect(Date.parse((await admin.client.get<Schedule>(`${workspace.api}/schedules/f/shop/clock`)).body.next_at ?? '')).toBe(
      Date.parse(next ?? '') + 2 * 86_400_000,
    );
  });

  test('and comes to a tick that was decided already gives it no second run', async () => {
    await put('again', { cron: '0 * * * *' });
    const [row] = await query<{ id: string }>(`select id from schedule where path = 'f/shop/again'`);
    const ticker = app.get(ScheduleTicker);
    for (let time = 0; time < 2; time += 1) {
      await query(`update schedule set next_at = date_trunc('hour', now()), revision = revision + 1 where id = $1`, [row?.id]);
      await ticker.handle(row?.id ?? '');
    }
    expect(await ticksOf('again')).toHaveLength(1);
    expect(await query(`select id from job where trigger_path = 'f/shop/again'`)).toHaveLength(1);
  });
});
