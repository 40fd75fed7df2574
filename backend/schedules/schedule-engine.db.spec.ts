import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Auditor } from '../auditor/auditor.service.ts';
import { ScheduleTicker } from './schedule-ticker.service.ts';
import type { Schedule, ScheduleTick } from './schedules.contract.ts';

/** A worker in the test's process with two slots, so that it is easily busy. */
const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '2', MILLRACE_WORKER_TAGS: 'bash' };

type Job = { id: string; status: string; args: Record<string, unknown>; result: unknown; parent_id: string | null; run_as: string; path: string };

describe('schedules with a worker', () => {
  let app: TestApp;
  let workspace: TestWorkspace;
  let admin: TestUser;

  beforeAll(async () => {
    app = await createTestApp(settings);
    workspace = await app.make.aWorkspace();
    admin = workspace.admin;
    await workspace.aFolder('shop');
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const deploy = async (name: string, content: string) => {
    expect([200, 201]).toContain((await admin.client.put(`${workspace.api}/scripts/f/shop/${name}`, { language: 'bash', content })).status);
    return `f/shop/${name}`;
  };
  const put = async (name: string, target: string, body: object = {}, user = admin) => {
    const answer = await user.client.put<Schedule>(`${workspace.api}/schedules/f/shop/${name}`, { target: { path: target }, cron: '0 0 1 1 *', ...body });
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    return answer.body;
  };
  const get = async (name: string) => (await admin.client.get<Schedule>(`${workspace.api}/schedules/f/shop/${name}`)).body;
  const off = async (name: string) => query(`update schedule set is_enabled = false, next_at = null where path = $1`, [`f/shop/${name}`]);
  const ticks = async (name: string) =>
    (await admin.client.get<{ items: ScheduleTick[] }>(`${workspace.api}/schedule_ticks/f/shop/${name}?limit=200`)).body.items;
  const jobsOf = (path: string) =>
    query<Job>(`select id, status, args, result, parent_id, run_as, path from job where path = $1 order by created_at, id`, [path]);
  const query = <Row = unknown>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);

  /** Makes a tick due that was so many seconds ago; none follows it for a year. */
  const makeDue = async (name: string, secondsAgo = 0) => {
    const tick = `date_trunc('second', now()) - make_interval(secs => $2)`;
    await query(`update schedule set cron = to_char((${tick}) at time zone 'UTC', 'SS MI HH24 DD MM') || ' *', next_at = ${tick} where path = $1`, [
      `f/shop/${name}`,
      secondsAgo,
    ]);
  };
  /** Has such a tick decided. */
  const tickNow = async (name: string, secondsAgo = 0) => {
    await makeDue(name, secondsAgo);
    const [row] = await query<{ id: string }>('select id from schedule where path = $1', [`f/shop/${name}`]);
    await app.get(ScheduleTicker).handle(row?.id ?? '');
  };

  test('each second gets its run, and a run knows its tick', async () => {
    const path = await deploy('each_second', 'echo "$MR_SCHEDULED_FOR $MR_SCHEDULE_PATH"');
    await put('seconds', path, { cron: '* * * * * *' });
    const found = await until(
      () => ticks('seconds'),
      (items) => items.filter(({ status }) => status === 'succeeded').length >= 4,
    );
    await off('seconds');
    const times = found.map(({ at }) => Date.parse(at)).sort((left, right) => left - right);
    expect(times).toEqual(times.map((_time, index) => (times[0] ?? 0) + index * 1000));
    const [job] = await jobsOf(path);
    expect(job?.result).toBe(`${new Date(times[0] ?? 0).toISOString()} f/shop/seconds`);
    expect(job?.run_as).toBe('u/admin');
  }, 60_000);

  test('ticks are decided while every slot and every waiting row of the worker is taken', async () => {
    const long = await deploy('long', 'sleep 20');
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await admin.client.post(`${workspace.api}/jobs/run/p/${long}`, {})).text));
    await until(
      () => jobsOf(long),
      (jobs) => jobs.filter(({ status }) => status === 'running').length === 2,
    );
    const path = await deploy('quick', 'echo done');
    await put('while_busy', path, { cron: '* * * * * *' });
    const found = await until(
      () => ticks('while_busy'),
      (items) => items.length >= 3,
    );
    await off('while_busy');
    expect(found.every(({ outcome, status }) => outcome === 'ran' && status === 'queued')).toBe(true);
    await admin.client.post(`${workspace.api}/jobs/bulk_cancel`, { ids });
    await until(
      () => jobsOf(path),
      (jobs) => jobs.every(({ status }) => status === 'succeeded'),
    );
  }, 60_000);

  test('a tick is skipped while the run before it is not over', async () => {
    const path = await deploy('slow', 'sleep 60');
    await put('no_overlap', path, { no_overlap: true });
    await tickNow('no_overlap', 5);
    await tickNow('no_overlap');
    const found = await ticks('no_overlap');
    expect(found.map(({ outcome }) => outcome)).toEqual(['skipped', 'ran']);
    await admin.client.post(`${workspace.api}/jobs/${found[1]?.job_id}/cancel`, {});
    await until(
      () => jobsOf(path),
      (jobs) => jobs.every(({ status }) => status === 'cancelled'),
    );
    await query(`delete from schedule_tick where outcome = 'skipped'`);
    await tickNow('no_overlap');
    const last = (await ticks('no_overlap'))[0];
    expect(last?.outcome).toBe('ran');
    await admin.client.post(`${workspace.api}/jobs/${last?.job_id}/cancel`, {});
  }, 60_000);

  test('ticks that were missed are caught up as the schedule says', async () => {
    const path = await deploy('caught_up', 'echo done');
    for (const catchUp of ['skip', 'last', 'all']) await put(`missed_${catchUp}`, path, { cron: '*/10 * * * *', catch_up: catchUp });
    const counts = async (name: string) => {
      await query(`update schedule set next_at = date_trunc('hour', now()) - interval '2 hours' where path = $1`, [`f/shop/${name}`]);
      const [row] = await query<{ id: string }>('select id from schedule where path = $1', [`f/shop/${name}`]);
      await app.get(ScheduleTicker).handle(row?.id ?? '');
      const found = await ticks(name);
      return {
        late: found.filter(({ at, outcome }) => outcome === 'ran' && Date.parse(at) < Date.now() - 60_000).length,
        missed: found.filter(({ outcome }) => outcome === 'missed').length,
      };
    };
    expect(await counts('missed_skip')).toEqual({ late: 0, missed: 1 });
    expect((await counts('missed_last')).late).toBeLessThanOrEqual(1);
    expect((await counts('missed_all')).late).toBeGreaterThanOrEqual(11);
  }, 60_000);

  test('handlers are run when it fails, when it recovers and when it succeeds, with what they need', async () => {
    const path = await deploy('flaky', 'echo broken >&2; exit 3');
    const told = await deploy('told', 'schedule_path="$1"\nfailed_times="$2"\necho "$schedule_path $failed_times"');
    const target = { path: told };
    await put('handled', path, { on_failure: { target, args: { note: 'hello' }, times: 2 }, on_recovery: { target }, on_success: { target } });
    await tickNow('handled', 20);
    await until(
      () => get('handled'),
      ({ failing_count: count }) => count === 1,
    );
    expect(await jobsOf(told)).toEqual([]);
    await tickNow('handled', 10);
    const [failure] = await until(
      () => jobsOf(told),
      (jobs) => jobs.length === 1,
    );
    const failing = await get('handled');
    expect(failing).toMatchObject({ failing_count: 2 });
    const failed = (await ticks('handled'))[0];
    expect(failure).toMatchObject({
      parent_id: failed?.job_id,
      args: { path, schedule_path: 'f/shop/handled', job_id: failed?.job_id, status: 'failed', failed_times: '2', note: 'hello', error: { exit_code: 3 } },
    });
    await deploy('flaky', 'echo fine');
    await tickNow('handled');
    const jobs = await until(
      () => jobsOf(told),
      (all) => all.length === 3,
    );
    expect(jobs.slice(1).map(({ args }) => args['status'])).toEqual(['succeeded', 'succeeded']);
    expect(await get('handled')).toMatchObject({ failing_count: 0, failing_since: null, problem: null });
    expect(
      (await query<{ action: string }>(`select action from event where object_path = 'f/shop/handled' order by at, id`)).map(({ action }) => action),
    ).toEqual(['schedule.created', 'schedule.failing', 'schedule.recovered']);
  }, 60_000);

  test('a flow that fails is tried again as the schedule says, each time as a run of its own, and counts once', async () => {
    const fails = (content: string) => ({ modules: [{ id: 'a', value: { type: 'rawscript', language: 'bash', content, input_transforms: {} } }] });
    const told = await deploy('told_of_flow', 'failed_times="$1"\necho "$failed_times"');
    const retry = { attempts: 2, delay_s: 0.05, backoff: 'constant' };
    // Between the end of a run and the decision that it is tried again, the tick shows that run.
    const flow = async (name: string, content: string, tries: number) => {
      expect((await admin.client.put(`${workspace.api}/flows/f/shop/${name}`, { value: fails(content) })).status).toBeLessThan(300);
      await put(name, '', { target: { kind: 'flow', path: `f/shop/${name}` }, retry, on_failure: { target: { path: told } } });
      await tickNow(name);
      const last = await until(
        () => jobsOf(`f/shop/${name}`),
        (all) => all.length >= tries && all.every(({ status }) => status === 'failed' || status === 'succeeded'),
      );
      return until(
        () => ticks(name),
        ([tick]) => tick?.job_id === last.at(-1)?.id && (tick?.status === 'failed' || tick?.status === 'succeeded'),
      );
    };
    const [failed] = await flow('always_fails', 'exit 3', 3);
    const runs = await jobsOf('f/shop/always_fails');
    expect(runs.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(failed).toMatchObject({ status: 'failed', job_id: runs[2]?.id });
    await until(
      () => jobsOf(told),
      (all) => all.some(({ status }) => status === 'succeeded'),
    );
    expect((await jobsOf(told)).map(({ result }) => result)).toEqual(['1']);
    const marker = `/tmp/millrace-tried-${workspace.id}`;
    const [mended] = await flow('fails_once', `if [ -e ${marker} ]; then rm ${marker}; else touch ${marker}; exit 3; fi`, 2);
    expect(mended?.status).toBe('succeeded');
    expect((await jobsOf('f/shop/fails_once')).map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  }, 60_000);

  test('an end that is told twice counts once', async () => {
    const path = await deploy('fails', 'exit 1');
    await put('once', path, {});
    await tickNow('once');
    await until(
      () => get('once'),
      ({ failing_count: count }) => count === 1,
    );
    const [tick] = await ticks('once');
    await query(`select graphile_worker.add_job('schedule_ended', json_build_object('workspace', $1::text, 'id', $2::text))`, [workspace.id, tick?.job_id]);
    await until(
      () => query(`select 1 from graphile_worker.jobs where task_identifier = 'schedule_ended'`),
      (rows) => rows.length === 0,
    );
    expect((await get('once')).failing_count).toBe(1);
  }, 60_000);

  test('a script that is gone is told as a refused tick, counts as a failure and runs the handler', async () => {
    const path = await deploy('gone', 'echo here');
    const told = await deploy('told_of_gone', 'error="$1"\necho "$error"');
    await put('of_gone', path, { on_failure: { target: { path: told } } });
    expect((await admin.client.delete(`${workspace.api}/scripts/${path}`)).status).toBe(204);
    await tickNow('of_gone');
    const [tick] = await ticks('of_gone');
    expect(tick).toMatchObject({ outcome: 'refused', job_id: null, reason: expect.stringContaining('There is no script') });
    const [handler] = await until(
      () => jobsOf(told),
      (jobs) => jobs.length === 1,
    );
    expect(handler?.args).toMatchObject({ job_id: null, error: expect.stringContaining('schedule/refused') });
    expect(await get('of_gone')).toMatchObject({ failing_count: 1, problem: { code: 'script/not_found' } });
  }, 60_000);

  test('it stops when the person who wrote it may not run it any more, and says so', async () => {
    const path = await deploy('taken_away', 'echo here');
    const dora = await workspace.aMember('developer', { username: 'dora' });
    await workspace.grant('folder', 'shop', 'u/dora', 'write');
    await put('of_dora', path, {}, dora);
    await query(`delete from grant_ where subject = 'u/dora'`);
    await tickNow('of_dora', 10);
    expect((await ticks('of_dora'))[0]).toMatchObject({ outcome: 'refused' });
    await admin.client.patch(`${workspace.api}/members/dora`, { disabled: true });
    await tickNow('of_dora');
    expect((await ticks('of_dora'))[0]).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('not a member') });
    expect(await jobsOf(path)).toEqual([]);
  }, 60_000);

  test('an e-mail comes when it begins to fail and when it works again', async () => {
    const messages: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        let text = '';
        stream
          .on('data', (part: Buffer) => {
            text += part.toString();
          })
          .on('end', () => {
            messages.push(text);
            done();
          });
      },
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.server.address() as AddressInfo;
      expect(
        (
          await admin.client.put(`${workspace.api}/resources/f/shop/mail`, {
            resource_type: 'smtp',
            value: { host: '127.0.0.1', port, security: 'none', from: 'millrace@example.com' },
          })
        ).status,
      ).toBe(201);
      const path = await deploy('mailed', 'exit 4');
      await put('mailed', path, { summary: 'Mailed report', alert_email: { resource: 'f/shop/mail', to: ['ada@example.com', 'bob@example.com'] } });
      await tickNow('mailed', 10);
      await until(
        async () => messages,
        (all) => all.length === 1,
      );
      await deploy('mailed', 'echo fine');
      await tickNow('mailed');
      await until(
        async () => messages,
        (all) => all.length === 2,
      );
      expect(messages[0]).toMatch(/Subject: Failed: Mailed report/);
      expect(messages[0]).toMatch(/To: ada@example.com, bob@example.com/);
      expect(messages[0]).toContain('/schedules/f/shop/mailed');
      expect(messages[1]).toMatch(/Subject: Works again: Mailed report/);
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  }, 60_000);

  test('a schedule that lost its row in the queue is found and gets it back', async () => {
    const path = await deploy('healed', 'echo done');
    await put('healed', path, {});
    await query(`select graphile_worker.remove_job('schedule:' || id) from schedule where path = 'f/shop/healed'`);
    await makeDue('healed', 45);
    await query(`update schedule set updated_at = now() - interval '1 hour' where path = 'f/shop/healed'`);
    expect((await app.get(Auditor).audit()).map(({ name, isHealed }) => [name, isHealed])).toEqual([['schedule_without_queue_row', true]]);
    await until(
      () => ticks('healed'),
      (items) => items.length === 1,
    );
    expect(await app.get(Auditor).audit()).toEqual([]);
  }, 60_000);
});

/** Asks again until the answer is the one that is awaited; the test's own time limit ends it. */
async function until<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
