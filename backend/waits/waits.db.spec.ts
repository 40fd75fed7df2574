import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { DueTimes } from '../queue/due-times.ts';
import { ComingWaits } from './coming-waits.service.ts';
import { WaitOwners } from './wait-owners.ts';
import type { EndedWait, NewWait } from './wait.ts';
import { Waits } from './waits.service.ts';

const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '2' };

/** An owner of its own name, which remembers what it was told. */
class Told {
  readonly waits: EndedWait[] = [];
  private readonly listeners = new Set<() => void>();
  failures = 0;

  handle = (wait: EndedWait): Promise<void> => {
    if (this.failures-- > 0) return Promise.reject(new Error('not now'));
    this.waits.push(wait);
    for (const listener of this.listeners) listener();
    return Promise.resolve();
  };

  /** Waits until it was told of the job. */
  async of(jobId: string): Promise<EndedWait> {
    for (;;) {
      const found = this.waits.find((wait) => wait.jobId === jobId);
      if (found) return found;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }
}

describe('waits', () => {
  let app: TestApp;
  let workspace: TestWorkspace;
  let waits: Waits;
  let database: Database;
  const told = new Told();

  beforeAll(async () => {
    app = await createTestApp(settings);
    workspace = await app.make.aWorkspace();
    waits = app.get(Waits);
    database = app.get(Database);
    // Who waits in this test is a third one, beside the owners of the product.
    (app.get(WaitOwners) as unknown as { owners: Map<string, unknown> }).owners.set('test', told.handle);
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const aWait = (over: Partial<NewWait> = {}): NewWait => ({
    workspaceId: workspace.id,
    jobId: newId(),
    owner: 'test' as 'flow',
    place: '/a',
    kind: 'event',
    dueAt: null,
    eventKey: null,
    ...over,
  });
  const open = (wait: NewWait): Promise<string> => database.transaction((transaction) => waits.open(transaction, wait));
  const end = (waitId: string, by: 'one' | 'two'): Promise<boolean> =>
    database.transaction((transaction) => waits.end(transaction, { waitId, ending: { by: 'event', payload: by } }));
  const post = (key: string, payload: unknown, query = '') =>
    workspace.admin.client.post(`${workspace.api}/events/${encodeURIComponent(key)}${query}`, payload);

  test('a wait ends once, whoever tries how often, and its owner is told of the first', async () => {
    const wait = aWait();
    const id = await open(wait);
    const ends = await Promise.all([end(id, 'one'), end(id, 'two'), end(id, 'two')]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    const heard = await told.of(wait.jobId);
    expect(heard).toMatchObject({ id, place: '/a', kind: 'event', ending: { by: 'event', payload: ends[0] ? 'one' : 'two' } });
    expect(told.waits.filter(({ jobId }) => jobId === wait.jobId)).toHaveLength(1);
  });

  test('a wait that is opened again at its place is the same one', async () => {
    const wait = aWait({ kind: 'sleep', dueAt: new Date(Date.now() + 3_600_000) });
    expect(await open(wait)).toBe(await open(wait));
  });

  test('a wait with a time ends by itself', async () => {
    const wait = aWait({ kind: 'sleep', dueAt: new Date(Date.now() + 50) });
    await open(wait);
    expect((await told.of(wait.jobId)).ending).toEqual({ by: 'time' });
  });

  test('an owner that could not be told is told again', async () => {
    told.failures = 1;
    const wait = aWait({ kind: 'sleep', dueAt: new Date() });
    await open(wait);
    expect((await told.of(wait.jobId)).ending).toEqual({ by: 'time' });
  });

  test('what was ended before its time is not ended by it, and leaves no timer behind', async () => {
    const wait = aWait({ dueAt: new Date(Date.now() + 3_600_000), eventKey: 'early' });
    const id = await open(wait);
    expect((await post('early', 1)).body).toEqual({ resumed: 1 });
    await told.of(wait.jobId);
    expect(await database.run({ text: `select 1 from graphile_worker._private_jobs where key = $1`, values: [`wait:${id}`] })).toEqual([]);
  });

  test('an event ends everything that waits for its key in its workspace, and nothing elsewhere', async () => {
    const other = await app.make.aWorkspace();
    const [here, alsoHere, there, otherKey] = [
      aWait({ eventKey: 'order/17' }),
      aWait({ eventKey: 'order/17' }),
      aWait({ workspaceId: other.id, eventKey: 'order/17' }),
      aWait({ eventKey: 'order/18' }),
    ];
    for (const wait of [here, alsoHere, there, otherKey]) await open(wait);
    expect((await post('order/17', { paid: true })).body).toEqual({ resumed: 2 });
    expect((await told.of(here.jobId)).ending).toEqual({ by: 'event', payload: { paid: true } });
    await told.of(alsoHere.jobId);
    const still = await database.run({
      text: 'select job_id from wait where job_id = any($1::uuid[]) and closed_at is null',
      values: [[there.jobId, otherKey.jobId]],
    });
    expect(still).toHaveLength(2);
  });

  test('an event that comes too early is forgotten, or kept for one that waits later where the sender asks for it', async () => {
    expect((await post('soon', 1)).body).toEqual({ resumed: 0 });
    expect((await post('soon', 2, '?keep_s=60')).body).toEqual({ resumed: 0 });
    const [first, second] = [aWait({ eventKey: 'soon' }), aWait({ eventKey: 'soon' })];
    await open(first);
    await open(second);
    expect((await told.of(first.jobId)).ending).toEqual({ by: 'event', payload: 2 });
    expect((await post('soon', 3)).body).toEqual({ resumed: 1 });
    expect((await told.of(second.jobId)).ending).toEqual({ by: 'event', payload: 3 });
  });

  test('an event and the wait for it never miss each other, whichever comes first', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `race ${index}`);
    const all = keys.map((eventKey) => aWait({ eventKey }));
    await Promise.all(keys.flatMap((key, index) => [post(key, index, '?keep_s=60'), open(all[index] as NewWait)]));
    for (const wait of all) expect((await told.of(wait.jobId)).ending).toMatchObject({ by: 'event' });
  });

  test('closing what a job waits for tells nobody, and touches no other place', async () => {
    const jobId = newId();
    const [inside, outside] = [await open(aWait({ jobId, place: '/loop[1]/a' })), await open(aWait({ jobId, place: '/b' }))];
    const count = await database.transaction((transaction) => waits.close(transaction, { jobId, placePrefix: '/loop[1]', reason: 'cancelled' }));
    expect([count, await end(inside, 'one'), await end(outside, 'one')]).toEqual([1, false, true]);
  });

  test('an alarm is set for each time at which something is due soon, whoever opened it, and for nothing later', async () => {
    class NotedTimes extends DueTimes {
      readonly noted: number[] = [];

      override note(delayMs: number): void {
        this.noted.push(delayMs);
      }
    }
    const [soon, later] = [new Date(Date.now() + 30_000), new Date(Date.now() + 3_600_000)];
    for (const dueAt of [soon, soon, soon, later]) await open(aWait({ kind: 'sleep', dueAt }));
    const times = new NotedTimes(database);
    await new ComingWaits(app.platform.config, database, times, app.platform.logger).look();
    expect(times.noted).toHaveLength(1);
    expect(times.noted[0]).toBeGreaterThan(0);
    expect(times.noted[0]).toBeLessThanOrEqual(30_020);
  });
});
