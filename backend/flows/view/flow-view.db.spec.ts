import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { Page } from '../../common/page.ts';
import { Database } from '../../database/database.ts';
import { forEach, job, Simulation } from '../core/simulation.test-support.ts';
import type { FlowFrame, FlowRun, FlowRunStep, FlowTimeline } from '../flow-runs.contract.ts';
import { storeRun, type StoredRun } from './stored-run.test-support.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let database: Database;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  ada = workspace.admin;
  database = app.get(Database);
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const store = (flow: Simulation, more?: Parameters<typeof storeRun>[3]): Promise<StoredRun> =>
  storeRun(database, { workspaceId: workspace.id, createdBy: 'u/admin' }, flow, more);
const read = async <Body>({ jobId }: { jobId: string }, rest = ''): Promise<Body> => {
  const answer = await ada.client.get<Body>(`${workspace.api}/jobs/${jobId}/flow${rest}`);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return answer.body;
};
const framesOf = (run: { jobId: string }, step: string, query = ''): Promise<Page<FlowFrame>> => read(run, `/frames?step=${step}${query}`);

describe('the head of a run', () => {
  test('has the flow as it was, and its steps with their jobs', async () => {
    const run = await store(new Simulation({ modules: [job('a'), job('b'), job('c')] }).start().succeed('a'));
    const head = await read<FlowRun>(run);
    expect(head).toMatchObject({ job_id: run.jobId, path: 'f/test/flow', version: null, restarted_from: null });
    expect(head.value.modules.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(head.steps.map(({ step, status, job_id: jobId }) => [step, status, jobId])).toEqual([
      ['a', 'succeeded', run.jobOf('', 'a')],
      ['b', 'running', run.jobOf('', 'b')],
    ]);
  });

  test('shows the latest iteration of a loop and the chosen branch in it', async () => {
    const branches = [{ expr: 'true', modules: [job('y')] }];
    const flow = new Simulation({ modules: [forEach('l', [1, 2, 3], [job('x'), { id: 'c', value: { type: 'branchone', branches } }])] }).start();
    const run = await store(flow.succeed('x').succeed('y').succeed('x'));
    const head = await read<FlowRun>(run);
    expect(head.steps.map(({ frame, step, status }) => `${frame}/${step} ${status}`)).toEqual([
      '/l running',
      '/l[1]/x succeeded',
      '/l[1]/c running',
      '/l[1]/c[0]/y running',
    ]);
    expect(head.steps[2]?.children).toMatchObject({ kind: 'branches', chosen_branch: '0' });
    const { items } = await read<{ items: FlowRunStep[] }>(run, `/steps?frame=${encodeURIComponent('/l[0]')}`);
    expect(items.map(({ frame, step, status }) => `${frame}/${step} ${status}`)).toEqual(['/l[0]/x succeeded', '/l[0]/c succeeded', '/l[0]/c[0]/y succeeded']);
  });

  test('of a wait says what for', async () => {
    const flow = new Simulation({ modules: [{ id: 'e', value: { type: 'wait_for_event', key: { type: 'static', value: 'order-42' } } }] }).start();
    const run = await store(flow);
    await database.manager.query(
      `insert into wait (id, workspace_id, job_id, owner, place, kind, event_key) values (gen_random_uuid(), $1, $2, 'flow', '/e', 'event', 'order-42')`,
      [workspace.id, run.jobId],
    );
    const [step] = (await read<FlowRun>(run)).steps;
    expect(step).toMatchObject({ status: 'waiting', wait: { event_key: 'order-42', message: 'Waiting for event order-42' } });
    expect((await read<FlowTimeline>(run, '/timeline')).bars).toMatchObject([{ frame: '', step: 'e', kind: 'wait', status: 'waiting', ended_at: null }]);
  });
});

describe('iterations', () => {
  const failing = (): Simulation => {
    const flow = new Simulation({ modules: [forEach('l', [1, 2, 3, 4, 5], [job('x')], { parallel: true, parallelism: 4, skip_failures: true })] }).start();
    return flow.succeed('x', 1, '/l[0]').fail('x', 'no such order', '/l[2]').succeed('x', 1, '/l[1]');
  };

  test('come with failures first, their item, and where they are', async () => {
    const run = await store(failing(), { items: { l: [{ id: 1 }, 'two', 3, 'x'.repeat(5000), null] } });
    const { items } = await framesOf(run, 'l');
    expect(items.map(({ index, status, item, current_step: step }) => [index, status, typeof item === 'string' ? item.length : item, step])).toEqual([
      [2, 'continued', 3, null],
      [0, 'succeeded', { id: 1 }, null],
      [1, 'succeeded', 3, null],
      [3, 'running', 202, 'x'],
      [4, 'running', null, 'x'],
    ]);
    expect(items[0]?.error).toMatchObject({ message: 'no such order', step_id: 'x' });
  });

  test('come page by page without a gap or a repeat, and from an index on', async () => {
    const run = await store(failing());
    const first = await framesOf(run, 'l', '&limit=2');
    const second = await framesOf(run, 'l', `&limit=2&after=${first.next}`);
    const third = await framesOf(run, 'l', `&limit=2&after=${second.next}`);
    expect([...first.items, ...second.items, ...third.items].map(({ index }) => index)).toEqual([2, 0, 1, 3, 4]);
    expect(third.next).toBeNull();
    expect((await framesOf(run, 'l', '&from=2')).items.map(({ index }) => index)).toEqual([2, 3, 4]);
  });

  test.each(['succeeded', 'continued', 'running', 'failed', 'queued', 'waiting', 'cancelled', 'skipped'] as const)(
    '%s alone, where that is asked for',
    async (status) => {
      const run = await store(failing());
      const all = await framesOf(run, 'l');
      const some = await framesOf(run, 'l', `&status=${status}`);
      expect(some.items).toEqual(all.items.filter((frame) => frame.status === status));
    },
  );

  test('that were left behind are cancelled', async () => {
    const flow = failing();
    flow.send({ kind: 'cancelled', by: 'ada', reason: '' });
    const { items } = await framesOf(await store(flow), 'l', '&status=cancelled');
    expect(items.map(({ index, status }) => [index, status])).toEqual([
      [3, 'cancelled'],
      [4, 'cancelled'],
    ]);
  });
});

describe('results', () => {
  test('of a loop are the list of its iterations, failures standing in their place', async () => {
    const flow = new Simulation({ modules: [forEach('l', [1, 2, 3], [job('x')], { skip_failures: true }), job('b')] }).start();
    const run = await store(flow.succeed('x').fail('x', 'no').succeed('x'), { results: { x: { total: 7 } } });
    // The engine lets the end of a frame point to the row of the step whose result it is.
    await database.manager.query(
      `update flow_step ended set result_seq = step.seq from flow_step step
       where ended.job_id = $1 and step.job_id = $1 and ended.kind = 'frame_ended' and ended."row"->'result'->>'from' = 'step' and step.kind = 'step_ended' and step.frame = ended.frame`,
      [run.jobId],
    );
    expect(await read(run, '/result?step=l')).toEqual([{ total: 7 }, { error: expect.objectContaining({ message: 'no', step_id: 'x' }) }, { total: 7 }]);
    expect(await read(run, `/result?step=x&frame=${encodeURIComponent('/l[2]')}`)).toEqual({ total: 7 });
  });

  test('that are not there yet are not found', async () => {
    const run = await store(new Simulation({ modules: [job('a')] }).start());
    expect(codeOf(await ada.client.get(`${workspace.api}/jobs/${run.jobId}/flow/result?step=a`))).toBe('job/not_found');
  });
});

test('only who may see the job may see what happened in it', async () => {
  const run = await store(new Simulation({ modules: [job('a')] }).start());
  const stranger = await workspace.aMember('developer');
  for (const part of ['', '/steps', '/frames?step=a', '/timeline', '/result?step=a'])
    expect(codeOf(await stranger.client.get(`${workspace.api}/jobs/${run.jobId}/flow${part}`))).toBe('job/not_found');
});

test('a sequence that cannot be one is refused, and a run of a script is none of a flow', async () => {
  const run = await store(new Simulation({ modules: [job('a')] }).start());
  expect(codeOf(await ada.client.get(`${workspace.api}/jobs/${run.jobId}/flow/steps?frame=nonsense`))).toBe('request/not_found');
  expect(codeOf(await ada.client.get(`${workspace.api}/jobs/${run.jobOf('', 'a')}/flow`))).toBe('job/not_a_flow');
});

describe('a run of 5,000 iterations', () => {
  let run: StoredRun;
  beforeAll(async () => {
    const items = Array.from({ length: 5000 }, (_, index) => ({ customer: index }));
    const flow = new Simulation({ modules: [forEach('l', items, [job('x'), job('y')], { parallel: true })] }).start();
    for (let index = 0; index < 4000; index++) flow.succeed('x', 1, `/l[${index}]`).succeed('y', 1, `/l[${index}]`);
    run = await store(flow, { items: { l: items } });
    await database.manager.query('analyze flow_step');
  }, 120_000);

  test('is shown by statements that read its edges by their index, and none of the rows between', async () => {
    const [{ 'QUERY PLAN': plan }] = (await database.manager.query(
      `explain (analyze, format json) select count(*) from flow_step where job_id = $1 and kind in ('frame_started', 'frame_ended') and regexp_replace(frame, '\\[\\d+\\]$', '[') = any($2::text[])`,
      [run.jobId, ['/l[']],
    )) as [{ 'QUERY PLAN': unknown }];
    const text = JSON.stringify(plan);
    expect(text).toContain('flow_step_children');
    expect(text).not.toContain('Seq Scan');
    const head = await read<FlowRun>(run);
    expect(head.steps.map(({ frame, step }) => `${frame}/${step}`)).toEqual(['/l', '/l[4999]/x']);
    expect(head.steps[0]?.children).toMatchObject({ total: 5000, started: 5000, succeeded: 4000, failed: 0, is_parallel: true });
  });

  test('gives a page of its iterations from anywhere', async () => {
    const { items } = await framesOf(run, 'l', '&from=3990&limit=20');
    expect(items.map(({ index, status, item }) => [index, status, item]).slice(9, 12)).toEqual([
      [3999, 'succeeded', { customer: 3999 }],
      [4000, 'running', { customer: 4000 }],
      [4001, 'running', { customer: 4001 }],
    ]);
  });

  test('gives so much of its timeline as can be drawn, and says that there is more', async () => {
    const { bars, is_truncated: isTruncated } = await read<FlowTimeline>(run, '/timeline');
    expect([bars.length, isTruncated]).toEqual([2000, true]);
  });
});
