import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { io as connect } from 'socket.io-client';
import type { FlowChanged, Subscribed } from '../../jobs/live.contract.ts';
import { code, echo, FlowWorld, forEach, constant, given, identity } from '../conformance/flow-world.test-support.ts';
import type { FlowFrame, FlowRun, FlowRunStep, FlowTimeline } from '../flow-runs.contract.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await FlowWorld.create();
}, 60_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
}, 60_000);

const read = async <Body>(jobId: string, rest = ''): Promise<Body> => {
  const answer = await world.ada.client.get<Body>(`${world.workspace.api}/jobs/${jobId}/flow${rest}`);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return answer.body;
};
const stepOf = async (jobId: string, step: string): Promise<FlowRunStep | undefined> =>
  (await read<FlowRun>(jobId)).steps.findLast((found) => found.step === step);
const resultOf = (jobId: string, step: string, frame = ''): Promise<unknown> => read(jobId, `/result?step=${step}&frame=${encodeURIComponent(frame)}`);

describe('a run of the engine', () => {
  test('shows its loop, its iterations with their items, and the results of all of it', async () => {
    const charge = 'export const main = (x: number) => { if (x === 2) throw new Error("declined"); return { paid: x }; };';
    const { id, status } = await world.run([
      given('list', [1, 2, 3]),
      forEach('each', { type: 'javascript', expr: 'results.list' }, [code('charge', charge, { x: 'flow_input.iter.value' })], { skip_failures: true }),
      code('sum', echo, { x: 'results.each' }),
    ]);
    expect(status).toBe('succeeded');
    const head = await read<FlowRun>(id);
    expect(head.steps.map(({ frame, step, status: state }) => `${frame}/${step} ${state}`)).toEqual([
      '/list succeeded',
      '/each succeeded',
      '/sum succeeded',
      '/each[2]/charge succeeded',
    ]);
    expect(head.steps[1]?.children).toMatchObject({ total: 3, started: 3, succeeded: 2, failed: 1 });
    const { items } = await read<{ items: FlowFrame[] }>(id, '/frames?step=each');
    expect(items.map(({ index, status: state, item, error }) => [index, state, item, error?.message])).toEqual([
      [1, 'continued', 2, 'declined'],
      [0, 'succeeded', 1, undefined],
      [2, 'succeeded', 3, undefined],
    ]);
    const list = [{ paid: 1 }, { error: expect.objectContaining({ message: 'declined' }) }, { paid: 3 }];
    expect(await resultOf(id, 'each')).toEqual(list);
    expect(await resultOf(id, 'sum')).toEqual(list);
    expect([await resultOf(id, 'charge', '/each[2]'), await resultOf(id, 'list')]).toEqual([{ paid: 3 }, [1, 2, 3]]);
  }, 60_000);

  test('gives the result of a step also where it is too large for a row', async () => {
    const { id } = await world.run([code('big', 'export const main = () => "x".repeat(400_000);'), identity('same')]);
    expect(String(await resultOf(id, 'big')).length).toBe(400_000);
    expect(String(await resultOf(id, 'same')).length).toBe(400_000);
  }, 60_000);

  test('tells of its attempts, and of the pause before the next one', async () => {
    const fails = code('a', 'export const main = () => { throw new Error("no"); };', {}, { retry: { constant: { attempts: 1, seconds: 600 } } });
    const id = await world.begin([fails]);
    const step = await world.until(async () => ((await stepOf(id, 'a'))?.status === 'waiting' ? await stepOf(id, 'a') : null));
    expect(step).toMatchObject({
      attempt: 2,
      wait: { kind: 'retry', next_attempt: 2, most_attempts: 2 },
      attempts: [
        { attempt: 1, status: 'failed', error: { message: 'no' } },
        { attempt: 2, status: 'waiting' },
      ],
    });
    expect(step.wait?.message).toMatch(/^Waiting to retry \(attempt 2 of 2\) at \d\d:\d\d UTC$/);
    const { bars } = await read<FlowTimeline>(id, '/timeline');
    expect(bars.map(({ kind, attempt, status }) => [kind, attempt, status])).toEqual([
      ['job', 1, 'failed'],
      ['wait', 2, 'waiting'],
    ]);
    await world.ada.client.post(`${world.workspace.api}/jobs/${id}/cancel`, {});
    await world.end(id);
    expect((await stepOf(id, 'a'))?.status).toBe('cancelled');
  }, 60_000);

  test('says whose decision it waits for, and where that is made', async () => {
    await world.workspace.aGroup('finance');
    const id = await world.begin([given('a', 1, { suspend: { timeout: 3600, user_groups_required: constant(['finance']) } }), identity('b')]);
    await world.wait(id, 'approval');
    const step = await stepOf(id, 'a');
    expect(step?.wait?.message).toMatch(/^Waiting for approval by g\/finance until \d\d:\d\d UTC$|^Waiting for approval by g\/finance until .* UTC$/);
    const [{ id: approvalId }] = (await world.database.run<{ id: string }>({ text: 'select id from approval_request where job_id = $1', values: [id] })) as [
      { id: string },
    ];
    expect(step?.wait).toMatchObject({ kind: 'approval', approval_id: approvalId, approvers: ['g/finance'] });
    await world.ada.client.post(`${world.workspace.api}/jobs/${id}/cancel`, {});
    expect(await world.end(id)).toMatchObject({ status: 'cancelled' });
    expect((await stepOf(id, 'a'))?.wait).toBeNull();
  }, 60_000);

  test('that took over from another one says what it has kept, and the other one names it', async () => {
    const { id } = await world.run([code('a', 'export const main = () => 1;'), code('b', echo, { x: 'results.a' })]);
    const answer = await world.ada.client.post(`${world.workspace.api}/jobs/${id}/restart`, { step: 'b' });
    expect(answer.status).toBe(201);
    await world.end(answer.text);
    const head = await read<FlowRun>(answer.text);
    expect(head.restarted_from).toEqual({ job_id: id, frame: '', step: 'b' });
    expect(head.steps.map(({ step, status, is_reused: isReused }) => [step, status, isReused])).toEqual([
      ['a', 'succeeded', true],
      ['b', 'succeeded', false],
    ]);
    expect(await resultOf(answer.text, 'a')).toBe(1);
    expect((await read<FlowRun>(id)).restarts).toMatchObject([{ job_id: answer.text, step: 'b' }]);
    expect((await read<FlowTimeline>(answer.text, '/timeline')).bars.map(({ step }) => step)).toEqual(['b']);
  }, 60_000);
});

test('who follows the job of a flow is told of each step, calmly, and ends with the last one', async () => {
  const items = Array.from({ length: 30 }, (_, index) => index);
  const id = await world.begin([
    { id: 'first', value: { type: 'wait_for_event', key: constant('begin-to-count') } },
    forEach('each', constant(items), [code('x', echo, { x: 'flow_input.iter.index' })], { parallel: true }),
  ]);
  await world.wait(id, 'event');
  const socket = connect(world.app.url, { transports: ['websocket'], extraHeaders: { ...world.ada.client.headers }, reconnection: false, forceNew: true });
  const heard: FlowChanged[] = [];
  try {
    socket.on('flow.changed', (change: FlowChanged) => heard.push(change));
    const joined = await new Promise<Subscribed>((resolve) =>
      socket.on('connect', () => socket.emit('subscribe', { workspace: world.workspace.id, room: `job:${id}` }, resolve)),
    );
    expect(joined).toEqual({ ok: true });
    const beganAt = Date.now();
    await world.ada.client.post(`${world.workspace.api}/events/begin-to-count`, {});
    await world.end(id);
    const { next_seq: last } = await read<FlowRun>(id);
    await world.until(async () => heard.at(-1)?.seq === last);
    expect(heard.every((change) => change.id === id)).toBe(true);
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map(({ seq }) => seq).toSorted((left, right) => left - right));
    expect(heard.length).toBeLessThan((Date.now() - beganAt) / 100 + 3);
  } finally {
    socket.disconnect();
  }
}, 60_000);
