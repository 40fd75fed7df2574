import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { io as connect } from 'socket.io-client';
import { codeOf } from '../../test/support/app.ts';
import { AgentWorld, callOnce } from '../agents/runs/agent-world.test-support.ts';
import type { Page } from '../common/page.ts';
import type { EvaluationChanged } from '../jobs/live.contract.ts';
import type { Evaluation, EvaluationRow } from './evaluations.contract.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await AgentWorld.open();
  world.when('order 1042', callOnce('find_order', { order: 1042 }));
  world.when('Refund', callOnce('refund', { order: 1042, amount: 500 }));
  world.when('Ask first', callOnce('careful_refund', { order: 1042, amount: 500 }));
  await world.script('find_order', 'export async function main(order: number) {\n  return { order, state: "sent on Monday" };\n}\n', {
    settings: { is_read_only: true },
  });
  await world.script('score', 'export async function main(output: string) {\n  return { score: output.length > 3 ? 1 : 0, reason: "long enough" };\n}\n');
}, 120_000);
afterAll(() => world[Symbol.asyncDispose](), 60_000);

const model = { resource: 'f/shop/model', id: 'test-model' };
const tools = [
  { name: 'find_order', kind: 'script', path: 'f/shop/find_order' },
  { name: 'refund', kind: 'script', path: 'f/shop/refund' },
  { name: 'careful_refund', kind: 'script', path: 'f/shop/refund', rule: { otherwise: 'ask' } },
];
const orderCase = {
  id: 'order',
  input: { message: 'Where is order 1042?' },
  expected: 'sent on Monday',
  tools: [{ name: 'find_order', args: { order: 1042 } }],
};
const refundCase = { id: 'refund', input: { message: 'Refund it' }, tools: [{ name: 'refund', args: { amount: 500 } }] };
const wrongCase = { id: 'wrong', input: { message: 'Hello' }, expected: ['goodbye'] };
const scorers = [{ kind: 'contains' }, { kind: 'tools' }];
const deploy = (name: string, evaluation: object, more: object = {}) => world.agent(name, { tools, evaluation: { scorers, ...evaluation }, ...more });

const start = (name: string, body: object = {}, by = world.ada) => by.client.post<Evaluation>(world.api(`agent_evaluations/f/shop/${name}`), body);
const read = async (id: string): Promise<Evaluation> => (await world.ada.client.get<Evaluation>(world.api(`evaluations/${id}`))).body;
const ended = (id: string): Promise<Evaluation> =>
  world.until(async () => {
    const evaluation = await read(id);
    return evaluation.status === 'running' ? undefined : evaluation;
  });
const evaluate = async (name: string, body: object = {}): Promise<Evaluation> => ended((await start(name, body)).body.id);
const scoresOf = ({ results }: Evaluation) => Object.fromEntries(results.map(({ id, score }) => [id, score]));

describe('an evaluation', () => {
  test('runs every case and scores its answer and its calls', async () => {
    await deploy('scored', { cases: [orderCase, wrongCase] });
    const evaluation = await evaluate('scored');
    expect(evaluation).toMatchObject({ status: 'done', version: 1, cases: 2, ended_cases: 2, failed_cases: 0, is_whole: true, score: 0.5 });
    expect(scoresOf(evaluation)).toEqual({ order: 1, wrong: 0 });
    const [order, wrong] = evaluation.results;
    expect(order).toMatchObject({ status: 'scored', calls: [{ name: 'find_order', args: { order: 1042 } }], usage: { turns: 2, tool_calls: 1 } });
    expect(wrong?.scores).toEqual([{ score: 0, reason: 'It lacks "goodbye".' }, null]);
    expect(await world.job(order?.job_id ?? '')).toMatchObject({ kind: 'agent', trigger_kind: 'evaluation', created_by: 'u/ada' });
  });

  test('makes no call that changes something, and asks nobody', async () => {
    const asking = { id: 'asking', input: { message: 'Ask first' }, tools: [{ name: 'careful_refund' }] };
    await deploy('harmless', { cases: [refundCase, asking] });
    const evaluation = await evaluate('harmless');
    expect(scoresOf(evaluation)).toEqual({ refund: 1, asking: 1 });
    const trace = await world.trace(evaluation.results[0]?.job_id ?? '');
    expect(trace.steps.find(({ kind }) => kind === 'tool')).toMatchObject({ status: 'succeeded', child_job_id: null, output: { is_evaluation: true } });
    const asked = await world.trace(evaluation.results[1]?.job_id ?? '');
    expect(asked.steps.find(({ kind }) => kind === 'tool')).toMatchObject({ status: 'denied', approval_id: null });
  });

  test('is scored by a script and by a model, and believes only numbers', async () => {
    const judge = { kind: 'judge', model, rubric: 'Is it polite?' };
    world.when('Is it polite?', () => ({ kind: 'answer', text: '{"reason":"Short but polite","score":0.5}' }));
    await deploy('judged', { cases: [wrongCase], scorers: [{ kind: 'runnable', path: 'f/shop/score' }, judge] });
    expect((await evaluate('judged')).results[0]).toMatchObject({
      error: null,
      score: 0.75,
      scores: [
        { score: 1, reason: 'long enough' },
        { score: 0.5, reason: 'Short but polite' },
      ],
    });
    world.when('Is it polite?', () => ({ kind: 'answer', text: 'Give it a ten' }));
    expect((await evaluate('judged')).results[0]).toMatchObject({ status: 'failed', score: 0, error: { code: 'agent/score_invalid' } });
  });

  test('is told of to who follows the agent, until it is done', async () => {
    const { body } = await world.ada.client.post<{ token: string }>('/api/tokens', { label: 'live', workspace: world.workspace.id });
    const socket = connect(world.app.url, { transports: ['websocket'], auth: { token: body.token } });
    const isDone = Promise.withResolvers<void>();
    socket.on('evaluation.changed', async ({ id }: EvaluationChanged) => {
      const { body: seen } = await world.ada.client.get<Evaluation>(world.api(`evaluations/${id}`));
      if (seen.status === 'done') isDone.resolve();
    });
    const room = { workspace: world.workspace.id, room: 'evaluations:f/shop/followed' };
    await world.agent('followed', { model, evaluation: { scorers: [{ kind: 'contains' }], cases: [{ id: 'one', input: { message: 'Hello' }, expected: 'You said' }] } });
    expect(await socket.emitWithAck('subscribe', room)).toEqual({ ok: true });
    await world.ada.client.post(world.api('agent_evaluations/f/shop/followed'), {});
    await isDone.promise;
    socket.disconnect();
  });

  test('counts a run that fails as nothing', async () => {
    await deploy(
      'failing',
      { cases: [{ id: 'breaks', input: { message: 'please' } }] },
      { limits: { turns: 1, tool_calls: 0 }, guards: [{ kind: 'pattern', on: 'input', pattern: 'please' }] },
    );
    expect(await evaluate('failing')).toMatchObject({ score: 0, failed_cases: 1, results: [{ status: 'failed', error: { code: 'agent/guard_blocked' } }] });
  });

  test('takes some of the cases, and says that it was not the whole set', async () => {
    await deploy('partly', { cases: [orderCase, wrongCase] });
    expect(await evaluate('partly', { cases: ['order'] })).toMatchObject({ is_whole: false, cases: 1, score: 1 });
    expect(codeOf(await start('partly', { cases: ['nobody'] }))).toBe('agent/no_cases');
    await deploy('empty', {});
    expect(codeOf(await start('empty'))).toBe('agent/no_cases');
  });

  test('is stopped with all that still runs, and keeps what was scored', async () => {
    world.when('for ever', () => ({ kind: 'silence' }));
    await deploy('endless', { cases: [{ id: 'endless', input: { message: 'for ever' } }] });
    const { id } = (await start('endless')).body;
    const cancelled = await world.ada.client.post<Evaluation>(world.api(`evaluations/${id}/cancel`));
    expect(cancelled.body).toMatchObject({ status: 'cancelled', score: null });
    await world.until(async () => ((await read(id)).results[0]?.status === 'failed' ? true : undefined));
    expect(await read(id)).toMatchObject({ status: 'cancelled', results: [{ error: { code: 'job/cancelled' } }] });
  });

  test('is listed newest first, moves with its agent, and is seen by who may read the agent only', async () => {
    const first = await evaluate('scored');
    await world.ada.client.post(world.api('agent_rename/f/shop/scored'), { to: 'f/shop/renamed' });
    const { items } = (await world.fin.client.get<Page<EvaluationRow>>(world.api('agent_evaluations/f/shop/renamed'))).body;
    expect(items[0]?.id).toBe(first.id);
    expect(items.length).toBeGreaterThan(1);
    const stranger = await world.workspace.aMember('developer', { username: 'eve' });
    expect(codeOf(await stranger.client.get(world.api(`evaluations/${first.id}`)))).toBe('evaluation/not_found');
    expect((await stranger.client.post(world.api('agent_evaluations/f/shop/renamed'), {})).status).toBe(404);
    expect((await start('renamed', {}, world.fin)).status).toBe(403);
  });
});

describe('a deploy of an agent whose set asks for a score', () => {
  const value = (expected: string, instructions = '') => ({
    instructions,
    model,
    evaluation: { scorers: [{ kind: 'contains' }], threshold: 0.9, cases: [{ id: 'hello', input: { message: 'Hello' }, expected }] },
  });
  const schema = { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] };
  const draft = (given: object) => evaluate('gated', { draft: { schema, value: given } });

  test('is refused until exactly that version has reached it, and then goes through', async () => {
    const good = value('You said');
    expect(codeOf(await world.ada.client.put(world.api('agents/f/shop/gated'), { schema, value: good }))).toBe('agent/threshold_missed');
    const evaluated = await draft(good);
    expect(evaluated).toMatchObject({ version: null, status: 'done', score: 1 });
    expect((await world.ada.client.put(world.api('agents/f/shop/gated'), { schema, value: good })).status).toBe(201);
    const linked = await world.ada.client.get(world.api(`evaluations/${evaluated.id}`));
    expect(linked.body).toMatchObject({ version: 1 });
    const other = value('You said', 'Be brief.');
    expect(codeOf(await world.ada.client.put(world.api('agents/f/shop/gated'), { schema, value: other }))).toBe('agent/threshold_missed');
  });

  test('is refused with the score that was reached', async () => {
    const bad = value('goodbye', 'Other words.');
    expect(await draft(bad)).toMatchObject({ score: 0 });
    const answer = await world.ada.client.put<{ error: { message: string; details: object } }>(world.api('agents/f/shop/gated'), { schema, value: bad });
    expect(answer.body.error).toMatchObject({ details: { threshold: 0.9, score: 0 }, message: expect.stringContaining('It reached 0.00.') });
  });

  test('goes through when only the set has changed', async () => {
    const more = value('You said');
    more.evaluation.cases.push({ id: 'bye', input: { message: 'Bye' }, expected: 'You said' });
    expect((await world.ada.client.put(world.api('agents/f/shop/gated'), { schema, value: more })).status).toBe(200);
  });
});
