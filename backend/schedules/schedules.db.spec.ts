import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { BackfillResult, Schedule, SchedulePreview, ScheduleRow, ScheduleTick } from './schedules.contract.ts';

describe('schedules over HTTP', () => {
  let app: TestApp;
  let workspace: TestWorkspace;
  let admin: TestUser;

  beforeAll(async () => {
    app = await createTestApp();
    workspace = await app.make.aWorkspace();
    admin = workspace.admin;
    await workspace.aFolder('shop');
    await workspace.aFolder('secret');
    for (const path of ['f/shop/report', 'f/secret/report', 'u/admin/told']) await deploy(path, 'customer="$1"\necho "$customer"');
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const deploy = async (path: string, content: string) =>
    expect((await admin.client.put(`${workspace.api}/scripts/${path}`, { language: 'bash', content })).status).toBe(201);
  const put = (path: string, body: object, user = admin) =>
    user.client.put<Schedule>(`${workspace.api}/schedules/${path}`, {
      target: { path: 'f/shop/report' },
      args: { customer: 'ada' },
      cron: '0 2 * * *',
      ...body,
    });
  const get = (path: string, user = admin) => user.client.get<Schedule>(`${workspace.api}/schedules/${path}`);
  const ticksOf = async (path: string, query = '') =>
    (await admin.client.get<{ items: ScheduleTick[] }>(`${workspace.api}/schedule_ticks/${path}${query}`)).body.items;
  const query = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);
  const queued = async (path: string) =>
    query<{ run_at: Date }>(`select row.run_at from graphile_worker.jobs row join schedule on row.key = 'schedule:' || schedule.id where schedule.path = $1`, [
      path,
    ]);

  test('a new one is given with its next five runs and stands in the queue once', async () => {
    const answer = await put('f/shop/nightly', { timezone: 'Europe/Berlin', summary: 'Nightly report' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      path: 'f/shop/nightly',
      version: 1,
      run_as: 'u/admin',
      enabled: true,
      catch_up: 'last',
      target: { kind: 'script', path: 'f/shop/report' },
      my_level: 'owner',
      failing_count: 0,
      problem: null,
    });
    expect(answer.body.next_runs).toHaveLength(5);
    expect(answer.body.next_runs[0]).toBe(answer.body.next_at);
    const rows = await queued('f/shop/nightly');
    expect(rows.map(({ run_at: at }) => new Date(at).toISOString())).toEqual([answer.body.next_at]);
  });

  test('an equal body changes nothing, another one makes the next version and moves its row in the queue', async () => {
    await put('f/shop/changed', {});
    const same = await put('f/shop/changed', {});
    expect([same.status, same.body.version]).toEqual([200, 1]);
    const changed = await put('f/shop/changed', { cron: '0 3 * * *', if_version: 1 });
    expect(changed.body.version).toBe(2);
    expect((await queued('f/shop/changed')).map(({ run_at: at }) => new Date(at).toISOString())).toEqual([changed.body.next_at]);
    expect(codeOf(await put('f/shop/changed', { cron: '0 4 * * *', if_version: 1 }))).toBe('item/version_conflict');
  });

  test('the same words saved by somebody else make it run as that person', async () => {
    const bob = await workspace.aMember('developer', { username: 'bob' });
    await workspace.grant('folder', 'shop', 'u/bob', 'write');
    await put('f/shop/handed_over', {});
    const taken = await put('f/shop/handed_over', {}, bob);
    expect(taken.body).toMatchObject({ run_as: 'u/bob', version: 2 });
  });

  test('one that is off has no next run and no row in the queue, and gets both again', async () => {
    await put('f/shop/switched', {});
    const off = await put('f/shop/switched', { enabled: false });
    expect([off.body.next_at, off.body.next_runs, await queued('f/shop/switched')]).toEqual([null, [], []]);
    const on = await put('f/shop/switched', {});
    expect((await queued('f/shop/switched')).length).toBe(1);
    expect(on.body.next_at).not.toBeNull();
  });

  test('one that is paused runs next after its pause', async () => {
    const until = new Date(Date.now() + 10 * 86_400_000);
    const paused = await put('f/shop/paused', { paused_until: until.toISOString() });
    expect(new Date(paused.body.next_at as string).getTime()).toBeGreaterThanOrEqual(until.getTime());
  });

  test('the time in which it was off is on record when it is switched on again', async () => {
    await put('f/shop/gap', { cron: '0 * * * *' });
    await put('f/shop/gap', { cron: '0 * * * *', enabled: false });
    await query(`update schedule set idle_from = date_trunc('hour', now()) - interval '3 hours' where path = 'f/shop/gap'`);
    await put('f/shop/gap', { cron: '0 * * * *' });
    expect(await ticksOf('f/shop/gap')).toMatchObject([{ outcome: 'off', ticks: 4, job_id: null }]);
  });

  test.each<[string, object, string, string]>([
    ['an expression that is none', { cron: '99 * * * *' }, 'schedule/cron_invalid', '/cron'],
    ['a date that does not exist', { cron: '0 0 30 2 *' }, 'schedule/cron_invalid', '/cron'],
    ['a time zone that does not exist', { timezone: 'Mars/Phobos' }, 'schedule/timezone_unknown', '/timezone'],
    ['a time zone that tries something', { timezone: "UTC'; drop table job" }, 'schedule/timezone_unknown', '/timezone'],
    ['a field that is not known', { run_as: 'u/bob' }, 'request/invalid', '/run_as'],
    ['arguments that do not fit', { args: { customer: 5 } }, 'job/args_invalid', '/args/customer'],
    ['a target that is not there', { target: { path: 'f/shop/nothing' } }, 'script/not_found', ''],
    ['a handler that is not there', { on_failure: { target: { path: 'f/shop/nothing' } } }, 'script/not_found', ''],
    ['a server for e-mail that is not there', { alert_email: { resource: 'f/shop/mail', to: ['ada@example.com'] } }, 'resource/not_found', ''],
    ['an address that is none', { alert_email: { resource: 'f/shop/mail', to: ['ada'] } }, 'request/invalid', '/alert_email/to/0'],
    ['a jitter of a day', { jitter_s: 86_400 }, 'request/invalid', '/jitter_s'],
  ])('%s is refused', async (_what, body, code, pointer) => {
    const answer = await put('f/shop/refused', body);
    expect(codeOf(answer)).toBe(code);
    const { problems } = (answer.body as unknown as { error: { details: { problems?: { pointer: string }[] } } }).error.details;
    if (pointer !== '') expect(problems?.map((problem) => problem.pointer)).toContain(pointer);
    expect((await get('f/shop/refused')).status).toBe(404);
  });

  test('a secret in clear is refused, a reference to a variable is kept', async () => {
    await deploy('f/shop/secretive', 'token="$1"\necho done');
    await query(
      `update script_version set schema = '{"type":"object","properties":{"token":{"type":"string","password":true}}}' where script_id = (select id from script where path = 'f/shop/secretive')`,
    );
    const target = { path: 'f/shop/secretive' };
    expect(codeOf(await put('f/shop/with_secret', { target, args: { token: 'hush' } }))).toBe('schedule/secret_argument');
    expect((await put('f/shop/with_secret', { target, args: { token: '$var:f/shop/token' } })).status).toBe(201);
  });

  test('only who may run the target may have it run, and whoever may write it may switch it off', async () => {
    const eve = await workspace.aMember('developer', { username: 'eve' });
    await workspace.grant('folder', 'shop', 'u/eve', 'write');
    await put('f/shop/of_admin', { target: { path: 'f/secret/report' } });
    expect(codeOf(await put('f/shop/of_eve', { target: { path: 'f/secret/report' } }, eve))).toBe('script/not_found');
    expect(codeOf(await put('f/shop/of_admin', { target: { path: 'f/secret/report' } }, eve))).toBe('script/not_found');
    expect(codeOf(await eve.client.post(`${workspace.api}/schedule_run_now/f/shop/of_admin`))).toBe('script/not_found');
    expect((await put('f/shop/of_admin', { target: { path: 'f/secret/report' }, enabled: false }, eve)).body).toMatchObject({
      enabled: false,
      run_as: 'u/eve',
    });
  });

  test('who may not see it gets what does not exist, and lists without it', async () => {
    const carol = await workspace.aMember('developer', { username: 'carol' });
    await put('f/shop/unseen', {});
    expect(codeOf(await get('f/shop/unseen', carol))).toBe('schedule/not_found');
    expect((await carol.client.get<{ items: ScheduleRow[] }>(`${workspace.api}/schedules`)).body.items).toEqual([]);
  });

  test('lists go by path, page by page, and narrow by folder, text, target and state', async () => {
    const list = async (parameters: string) =>
      (await admin.client.get<{ items: ScheduleRow[]; next: string | null }>(`${workspace.api}/schedules?${parameters}`)).body;
    const all = (await list('limit=200')).items.map(({ path }) => path);
    expect(all).toEqual([...all].sort());
    const first = await list('limit=2');
    const second = await list(`limit=2&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ path }) => path)).toEqual(all.slice(0, 4));
    expect((await list('search=nightly')).items.map(({ path }) => path)).toEqual(['f/shop/nightly']);
    expect((await list('target=f/shop/secretive')).items.map(({ path }) => path)).toEqual(['f/shop/with_secret']);
    expect((await list('state=off')).items.every(({ enabled }) => !enabled)).toBe(true);
  });

  test('a preview gives runs and words, through the change of clocks', async () => {
    const answer = await admin.client.post<SchedulePreview>(`${workspace.api}/schedule_preview`, {
      cron: '30 2 * * *',
      timezone: 'Europe/Berlin',
      after: '2026-10-24T00:00:00Z',
      count: 3,
    });
    expect(answer.body).toEqual({ words: 'Every day at 02:30', runs: ['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'] });
    expect(codeOf(await admin.client.post(`${workspace.api}/schedule_preview`, { cron: '0 0 31 2 *' }))).toBe('schedule/cron_invalid');
  });

  test('run now makes one job as the caller, beside the ticks', async () => {
    const bob = await workspace.aMember('developer', { username: 'runner' });
    await workspace.grant('folder', 'shop', 'u/runner', 'write');
    await put('f/shop/by_hand', {});
    const answer = await bob.client.post<{ job_id: string }>(`${workspace.api}/schedule_run_now/f/shop/by_hand`);
    expect(answer.status).toBe(201);
    expect(await query('select run_as, trigger_kind, trigger_path, watcher from job where id = $1', [answer.body.job_id])).toEqual([
      { run_as: 'u/runner', trigger_kind: 'schedule', trigger_path: 'f/shop/by_hand', watcher: 'schedule_ended' },
    ]);
    expect(await ticksOf('f/shop/by_hand')).toMatchObject([{ kind: 'manual', outcome: 'ran', job_id: answer.body.job_id, status: 'queued' }]);
  });

  test('a backfill makes one job for each tick of the past that has none, oldest first, and no more when it is repeated', async () => {
    await put('f/shop/filled', { cron: '0 * * * *' });
    const backfill = (body: object) =>
      admin.client.post<BackfillResult>(`${workspace.api}/schedule_backfill/f/shop/filled`, {
        from: '2026-03-01T00:00:00Z',
        to: '2026-03-01T05:00:00Z',
        ...body,
      });
    expect((await backfill({ dry_run: true, max: 2 })).body).toMatchObject({
      left: 4,
      already_ran: 0,
      runs: [
        { at: '2026-03-01T00:00:00.000Z', job_id: null },
        { at: '2026-03-01T01:00:00.000Z', job_id: null },
      ],
    });
    const first = (await backfill({ max: 4 })).body;
    expect(first.runs.map(({ at }) => at)).toEqual([0, 1, 2, 3].map((hour) => `2026-03-01T0${hour}:00:00.000Z`));
    expect((await backfill({})).body).toMatchObject({
      already_ran: 4,
      left: 0,
      runs: [{ at: '2026-03-01T04:00:00.000Z' }, { at: '2026-03-01T05:00:00.000Z' }],
    });
    expect((await backfill({})).body).toEqual({ already_ran: 6, left: 0, runs: [] });
    const jobs = await query<{ scheduled_for: Date; count: string }>(
      `select scheduled_for, count(*) from job where trigger_path = 'f/shop/filled' group by 1 order by 1`,
    );
    expect(jobs.map(({ scheduled_for: at, count }) => [new Date(at).toISOString(), Number(count)])).toEqual(
      [0, 1, 2, 3, 4, 5].map((hour) => [`2026-03-01T0${hour}:00:00.000Z`, 1]),
    );
    expect(codeOf(await backfill({ from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }))).toBe('schedule/range_invalid');
    expect(codeOf(await backfill({ from: '2999-03-02T00:00:00Z', to: '2999-03-03T00:00:00Z' }))).toBe('schedule/range_invalid');
  });

  test('where runs must not overlap, those of a backfill wait for each other', async () => {
    await put('f/shop/one_by_one', { cron: '0 * * * *', no_overlap: true });
    await admin.client.post(`${workspace.api}/schedule_backfill/f/shop/one_by_one`, { from: '2026-03-01T00:00:00Z', to: '2026-03-01T05:00:00Z' });
    expect(
      await query(
        `select distinct admission_key is not null as has_key, settings->'concurrency'->>'max' as most from job where trigger_path = 'f/shop/one_by_one'`,
      ),
    ).toEqual([{ has_key: true, most: '1' }]);
  });

  test('the calendar counts days as they are in its time zone, and what is to come', async () => {
    await put('f/shop/calendar', { cron: '30 23 * * *', timezone: 'America/New_York' });
    await admin.client.post(`${workspace.api}/schedule_backfill/f/shop/calendar`, { from: '2026-03-01T00:00:00Z', to: '2026-03-04T00:00:00Z' });
    const past = await admin.client.get<{ items: object[] }>(`${workspace.api}/schedule_calendar/f/shop/calendar?from=2026-03-01&to=2026-03-02`);
    expect(past.body.items).toEqual([
      { day: '2026-03-01', succeeded: 0, failed: 0, running: 1, not_run: 0, planned: 0 },
      { day: '2026-03-02', succeeded: 0, failed: 0, running: 1, not_run: 0, planned: 0 },
    ]);
    const next = (await get('f/shop/calendar')).body.next_at as string;
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date(next));
    expect((await admin.client.get<{ items: object[] }>(`${workspace.api}/schedule_calendar/f/shop/calendar?from=${day}&to=${day}`)).body.items).toMatchObject([
      { day, planned: 1 },
    ]);
    expect(codeOf(await admin.client.get(`${workspace.api}/schedule_calendar/f/shop/calendar?from=2020-01-01&to=2026-01-01`))).toBe('schedule/range_invalid');
  });

  test('what runs it refers to it, and a folder with one in it is not empty', async () => {
    const references = await admin.client.get<{ items: object[] }>(`${workspace.api}/script_references/f/shop/secretive`);
    expect(references.body.items).toContainEqual({ kind: 'schedule', path: 'f/shop/with_secret' });
    await workspace.aFolder('only_schedules');
    await put('f/only_schedules/nightly', {});
    expect(codeOf(await admin.client.delete(`${workspace.api}/folders/only_schedules`))).toBe('folder/not_empty');
  });

  test('a deleted one leaves the queue, and its path begins anew', async () => {
    await put('f/shop/deleted', {});
    expect((await admin.client.delete(`${workspace.api}/schedules/f/shop/deleted`)).status).toBe(204);
    expect((await get('f/shop/deleted')).status).toBe(404);
    expect(
      await query(
        `select 1 from graphile_worker.jobs row where row.key like 'schedule:%' and not exists (select 1 from schedule where row.key = 'schedule:' || id)`,
      ),
    ).toEqual([]);
    expect((await put('f/shop/deleted', {})).body.version).toBe(1);
  });
});
