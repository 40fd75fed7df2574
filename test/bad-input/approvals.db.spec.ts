import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { code, echo, FlowWorld, given } from '../../backend/flows/conformance/flow-world.test-support.ts';
import type { TestUser } from '../support/app.ts';
import { decideAs } from '../support/approvals.ts';
import { refusalOf } from './refusal.ts';

let world: FlowWorld;
let finance: [TestUser, TestUser];
beforeAll(async () => {
  world = await FlowWorld.create();
  const { workspace } = world;
  await workspace.aGroup('finance');
  finance = [await workspace.aMember('developer', { groups: ['finance'] }), await workspace.aMember('operator', { groups: ['finance'] })];
}, 60_000);
afterAll(() => world[Symbol.asyncDispose](), 60_000);

const asks = (suspend: object = {}): object => ({
  suspend: { required_events: 1, timeout: 600, approval: { stages: [{ candidates: ['g/finance'], quorum: 1 }] }, ...suspend },
});

/** Begins a flow that asks after its first step, and waits until it does. */
async function asking(suspend: object = {}): Promise<{ jobId: string; approvalId: string }> {
  const jobId = await world.begin([given('ask', 5, asks(suspend)), code('last', echo, { x: '[results.ask, approvers]' })]);
  return { jobId, approvalId: await approvalOf(jobId) };
}

const approvalOf = (jobId: string): Promise<string> =>
  world.until(async () => {
    const [row] = await world.database.run<{ id: string }>({ text: `select id from approval_request where job_id = $1 and status = 'open'`, values: [jobId] });
    return row?.id;
  });

const decide = (approvalId: string, who: TestUser, more: object = {}) => decideAs(world.workspace, who, approvalId, 'approve', more);

describe('a decision that comes too late', () => {
  test('after its time is refused with what happened; the step asks again in a run that goes on from it', async () => {
    const { jobId, approvalId } = await asking({ timeout: 1 });
    expect(await world.end(jobId)).toMatchObject({ status: 'failed', error: { code: 'flow/approval_timeout', step_id: 'ask' } });
    const late = await decide(approvalId, finance[0]);
    expect([late.status, refusalOf(late).code]).toEqual([410, 'approval/expired']);
    const again = await world.ada.client.post(`${world.workspace.api}/jobs/${jobId}/restart`, { step: 'last' });
    expect(again.status).toBe(201);
    expect(await world.end(again.text)).toMatchObject({ status: 'succeeded' });
  });

  test('after the flow was cancelled is refused, and nothing is resumed', async () => {
    const { jobId, approvalId } = await asking();
    await world.ada.client.post(`${world.workspace.api}/jobs/${jobId}/cancel`, { reason: 'not needed' });
    expect((await world.end(jobId)).status).toBe('cancelled');
    await world.until(
      async () => (await world.database.run({ text: `select 1 from approval_request where id = $1 and status = 'void'`, values: [approvalId] })).length > 0,
    );
    expect(refusalOf(await decide(approvalId, finance[0])).code).toMatch(/^approval\//);
    expect((await world.job(jobId)).status).toBe('cancelled');
  });

  test('after another one decided is refused, and the flow has gone on once', async () => {
    const { jobId, approvalId } = await asking();
    expect((await decide(approvalId, finance[0])).status).toBe(200);
    expect(await world.end(jobId)).toMatchObject({ status: 'succeeded', result: [5, [`u/${finance[0].username}`]] });
    expect(refusalOf(await decide(approvalId, finance[1])).code).toBe('approval/ended');
  });
});

describe('a vote that does not count', () => {
  const two = { approval: { stages: [{ candidates: ['g/finance'], quorum: 2 }] } };

  test('a second one by the same person, however many come at once, does not make up for the other', async () => {
    const { jobId, approvalId } = await asking(two);
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(approvalId, finance[0])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect([answer.status, refusalOf(answer).code]).toEqual([409, 'approval/already_voted']);
    expect((await world.job(jobId)).status).toBe('waiting');
    expect((await decide(approvalId, finance[1])).status).toBe(200);
    expect((await world.end(jobId)).status).toBe('succeeded');
  });

  test('one by a person who was removed from the group meanwhile is refused, and the others still decide', async () => {
    const { jobId, approvalId } = await asking();
    const groups = (members: readonly TestUser[]) =>
      world.ada.client.put(`${world.workspace.api}/groups/finance`, { summary: '', members: members.map(({ username }) => username), managers: [] });
    expect((await groups([finance[1]])).status).toBeLessThan(300);
    const refused = await decide(approvalId, finance[0]);
    expect([403, 404]).toContain(refused.status);
    refusalOf(refused);
    expect((await world.job(jobId)).status).toBe('waiting');
    expect((await decide(approvalId, finance[1])).status).toBe(200);
    expect(await world.end(jobId)).toMatchObject({ status: 'succeeded', result: [5, [`u/${finance[1].username}`]] });
    expect((await groups(finance)).status).toBeLessThan(300);
  });

  test.each<[string, object, number]>([
    ['a vote that is none', { vote: 'maybe' }, 422],
    ['no vote at all', {}, 422],
    ['a comment of 1 MB', { vote: 'approve', comment: 'x'.repeat(1_000_000) }, 422],
    ['values that are no object', { vote: 'approve', values: [1] }, 422],
    ['a field that there is not', { vote: 'approve', on_behalf: 'u/ada' }, 422],
    ['the hash of something else', { vote: 'approve', expected_hash: '0'.repeat(64) }, 409],
  ])('%s is refused, and the request stays open', async (_what, body, status) => {
    const { jobId, approvalId } = await asking();
    const answer = await finance[0].client.post(`${world.workspace.api}/approvals/${approvalId}/decide`, body);
    expect(answer.status).toBe(status);
    refusalOf(answer);
    expect((await world.job(jobId)).status).toBe('waiting');
    await world.ada.client.post(`${world.workspace.api}/jobs/${jobId}/cancel`, {});
  });
});
