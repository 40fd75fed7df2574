import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, type TestUser } from '../../test/support/app.ts';
import { ApprovalWorld, askFinance } from '../../test/support/approval-world.ts';
import { anApproval } from '../../test/support/approvals.ts';
import type { Approval, Delegation } from './approvals.contract.ts';
import { Approvals } from './approvals.service.ts';

let world: ApprovalWorld;

beforeAll(async () => {
  world = await ApprovalWorld.open();
});
afterAll(() => world.close());

describe('who decides', () => {
  test('without anybody named, an owner of the folder does; an operator who was granted owner and a reader do not', async () => {
    const id = await world.ask();
    expect(codeOf(await world.decide(id, world.people.viewer))).toBe('approval/not_a_candidate');
    // An operator never owns anything, so it does not wait for this one either.
    expect((await world.decide(id, world.people.operator)).status).toBe(403);
    const answer = await world.decide(id, world.people.owner);
    expect([answer.status, answer.body.status]).toEqual([200, 'approved']);
    expect(await world.endingOf(id)).toMatchObject({ by: 'approval', outcome: 'approved', votes: [{ by: 'u/owner', vote: 'approve' }] });
  });

  test('what one may not see is not there, whatever one asks', async () => {
    const id = await world.ask(askFinance());
    for (const answer of [
      await world.get(id, world.people.outsider),
      await world.decide(id, world.people.outsider),
      await world.post(id, 'comment', world.people.outsider, { comment: 'x' }),
      await world.post(id, 'claim', world.people.outsider),
      await world.post(id, 'withdraw', world.people.outsider),
      await world.post(id, 'reassign', world.people.outsider, { to: ['u/outsider'] }),
      await world.post(id, 'links', world.people.outsider, { email: 'x@example.org' }),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([404, 'approval/not_found']);
    expect((await world.list('all', world.people.outsider)).items).toEqual([]);
  });

  test('a member of a group decides while in it, and is refused once removed', async () => {
    const id = await world.ask(askFinance({ quorum: 2 }));
    await world.query(`delete from group_member where group_name = 'finance' and user_id = $1`, [world.people.cyd.id]);
    const refused = await world.decide(id, world.people.cyd);
    expect(refused.status).toBe(404);
    await world.workspace.grant('folder', 'shop', 'u/cyd', 'read');
    expect(codeOf(await world.decide(id, world.people.cyd))).toBe('approval/not_a_candidate');
    await world.query(`delete from grant_ where subject = 'u/cyd'`);
    await world.query(`insert into group_member (workspace_id, group_name, user_id) values ($1, 'finance', $2)`, [world.workspace.id, world.people.cyd.id]);
    expect((await world.decide(id, world.people.cyd)).body.status).toBe('open');
    expect((await world.decide(id, world.people.bob)).body.status).toBe('approved');
  });

  test('nobody votes twice, and the key of a decision gives the same answer again', async () => {
    const id = await world.ask(askFinance({ quorum: 2 }));
    const first = await world.decide(id, world.people.ada, 'approve', { idempotency_key: 'k1', comment: 'fine' });
    const again = await world.decide(id, world.people.ada, 'approve', { idempotency_key: 'k1', comment: 'fine' });
    expect([first.status, again.status, again.body.stages[0]?.votes.length]).toEqual([200, 200, 1]);
    expect(codeOf(await world.decide(id, world.people.ada, 'approve', { idempotency_key: 'k1', comment: 'other' }))).toBe('approval/key_reused');
    const twice = await world.decide(id, world.people.ada);
    expect([twice.status, codeOf(twice)]).toEqual([409, 'approval/already_voted']);
    const header = await world.people.bob.client.with({ 'idempotency-key': 'k2' }).post(`${world.workspace.api}/approvals/${id}/decide`, { vote: 'approve' });
    expect(header.status).toBe(200);
    expect(
      (await world.people.bob.client.with({ 'idempotency-key': 'k2' }).post(`${world.workspace.api}/approvals/${id}/decide`, { vote: 'approve' })).status,
    ).toBe(200);
    expect(codeOf(await world.decide(id, world.people.cyd))).toBe('approval/ended');
  });

  test('who asked does not decide where that is forbidden, nor anyone in whose name a job of the chain runs', async () => {
    const parent = await anApproval(world.app, world.workspace, { requestedBy: 'u/cyd' });
    const { id } = await anApproval(world.app, world.workspace, {
      spec: { ...askFinance(), is_self_approval_forbidden: true },
      requestedBy: 'u/ada',
      runAs: 'u/ada',
      parentId: parent.jobId,
    });
    for (const person of [world.people.ada, world.people.cyd]) expect(codeOf(await world.decide(id, person))).toBe('approval/self_approval');
    expect((await world.get(id, world.people.ada)).body.viewer).toMatchObject({
      can_act: false,
      can_reassign: false,
      reason: expect.stringContaining('somebody else must decide'),
    });
    expect(codeOf(await world.post(id, 'reassign', world.people.ada, { to: ['u/outsider'] }))).toBe('approval/not_allowed');
    expect((await world.decide(id, world.people.bob)).body.status).toBe('approved');
  });

  test('nobody gets around that by a delegation, in neither direction', async () => {
    const { id } = await anApproval(world.app, world.workspace, { spec: { ...askFinance(), is_self_approval_forbidden: true }, requestedBy: 'u/ada' });
    const range = { from: new Date(Date.now() - 1000).toISOString(), until: new Date(Date.now() + 3_600_000).toISOString() };
    const give = async (who: TestUser, to: string) => (await who.client.post<Delegation>(`${world.workspace.api}/delegations`, { to, ...range })).body.id;
    const [toOutsider, toAda] = [await give(world.people.ada, 'u/outsider'), await give(world.people.bob, 'u/ada')];
    expect(codeOf(await world.decide(id, world.people.outsider))).toBe('approval/not_a_candidate');
    expect(codeOf(await world.decide(id, world.people.outsider, 'approve', { on_behalf_of: 'u/ada' }))).toBe('approval/self_approval');
    expect(codeOf(await world.decide(id, world.people.ada, 'approve', { on_behalf_of: 'u/bob' }))).toBe('approval/self_approval');
    await world.people.outsider.client.delete(`${world.workspace.api}/delegations/${toOutsider}`);
    await world.people.bob.client.delete(`${world.workspace.api}/delegations/${toAda}`);
    expect((await world.get(id, world.people.outsider)).status).toBe(404);
    expect(codeOf(await world.people.viewer.client.delete(`${world.workspace.api}/delegations/${toAda}`))).toBe('delegation/not_found');
  });

  test('a delegate decides in the name of who is away, on record, and only once for both', async () => {
    const id = await world.ask(askFinance({ quorum: 2 }));
    const body = { to: 'u/outsider', from: new Date(Date.now() - 1000).toISOString(), until: new Date(Date.now() + 3_600_000).toISOString() };
    const { id: delegation } = (await world.people.bob.client.post<Delegation>(`${world.workspace.api}/delegations`, body)).body;
    expect((await world.list('mine', world.people.outsider)).items.map((row) => row.id)).toContain(id);
    expect((await world.get(id, world.people.outsider)).body.viewer).toMatchObject({ can_act: true, on_behalf_of: ['u/bob'] });
    expect(codeOf(await world.decide(id, world.people.outsider, 'approve', { on_behalf_of: 'u/cyd' }))).toBe('approval/not_allowed');
    const answer = await world.decide(id, world.people.outsider);
    expect(answer.body.stages[0]?.votes).toMatchObject([{ by: 'u/outsider', on_behalf_of: 'u/bob' }]);
    expect(codeOf(await world.decide(id, world.people.bob))).toBe('approval/already_voted');
    expect((await world.list('mine', world.people.outsider)).items.map((row) => row.id)).not.toContain(id);
    await world.people.outsider.client.delete(`${world.workspace.api}/delegations/${delegation}`);
    expect((await world.get(id, world.people.outsider)).status).toBe(200);
  });

  test('a job decides nothing and asks for nothing, and a token needs the scope', async () => {
    const id = await world.ask(askFinance());
    const reading = await world.people.ada.withToken(['approvals:read']);
    expect((await reading.get<Approval>(`${world.workspace.api}/approvals/${id}`)).body.viewer).toMatchObject({
      can_act: false,
      reason: expect.stringContaining('scope'),
    });
    expect(codeOf(await reading.post(`${world.workspace.api}/approvals/${id}/decide`, { vote: 'approve' }))).toBe('access/scope_missing');
    const deciding = await world.people.ada.withToken(['approvals:decide', 'approvals:read']);
    expect(
      (await deciding.post<Approval>(`${world.workspace.api}/approvals/${id}/decide`, { vote: 'approve' })).body.events.find(({ kind }) => kind === 'approved'),
    ).toMatchObject({ channel: 'api', actor: 'u/ada' });
  });
});

describe('rounds', () => {
  test('follow each other, and the same person does not pass two that are distinct', async () => {
    const id = await world.ask({
      stages: [{ candidates: ['g/finance'] }, { candidates: ['g/finance', 'owners'], quorum: 2, is_distinct: true, name: 'Second' }],
    });
    expect((await world.get(id, world.people.owner)).body.viewer).toMatchObject({ can_act: false, reason: 'It waits for g/finance.' });
    expect((await world.decide(id, world.people.ada)).body).toMatchObject({
      status: 'open',
      stage: 1,
      stages: [{ status: 'passed' }, { status: 'open', needed: 2 }],
    });
    expect(codeOf(await world.decide(id, world.people.ada))).toBe('approval/barred');
    expect((await world.decide(id, world.people.bob)).body.waiting_for).toBe('1 of 2 from g/finance or the owners of f/shop');
    expect((await world.decide(id, world.people.owner)).body.status).toBe('approved');
    expect((await world.endingOf(id))?.votes.map(({ by }) => by)).toEqual(['u/ada', 'u/bob', 'u/owner']);
  });

  test('a vote that was meant for a stage does not count in the one that was opened meanwhile', async () => {
    const id = await world.ask({ stages: [{ candidates: ['g/finance'] }, { candidates: ['g/finance'] }] });
    const seen = (await world.get(id, world.people.ada)).body.hash;
    await world.decide(id, world.people.bob, 'approve', { expected_hash: seen });
    expect(codeOf(await world.decide(id, world.people.ada, 'approve', { expected_hash: seen }))).toBe('approval/changed');
    const { hash } = (await world.get(id, world.people.ada)).body;
    expect((await world.decide(id, world.people.ada, 'approve', { expected_hash: hash })).body.status).toBe('approved');
  });

  test('a rejection ends it at once, with its comment where one is required', async () => {
    const id = await world.ask({ ...askFinance({ quorum: 3 }), is_comment_required_on_reject: true });
    expect(codeOf(await world.decide(id, world.people.ada, 'reject', { comment: ' ' }))).toBe('approval/comment_required');
    expect((await world.decide(id, world.people.ada, 'reject', { comment: 'too much' })).body.status).toBe('rejected');
    expect(await world.endingOf(id)).toMatchObject({ outcome: 'rejected', votes: [{ comment: 'too much' }] });
  });

  test('what is filled in is checked against the form of the outcome, and handed on with its defaults', async () => {
    const approve = {
      type: 'object',
      properties: { amount: { type: 'number', maximum: 100 }, note: { type: 'string', default: 'ok' } },
      required: ['amount'],
      additionalProperties: false,
    };
    const id = await world.ask({ ...askFinance(), form: { approve } });
    const wrong = await world.decide(id, world.people.ada, 'approve', { values: { amount: 500 } });
    expect([codeOf(wrong), (wrong.body as unknown as { error: { details: { problems: { pointer: string }[] } } }).error.details.problems[0]?.pointer]).toEqual([
      'approval/form_invalid',
      '/values/amount',
    ]);
    expect(codeOf(await world.decide(id, world.people.ada, 'reject', { values: { amount: 5 } }))).toBe('approval/form_invalid');
    await world.decide(id, world.people.ada, 'approve', { values: { amount: 50 } });
    expect((await world.endingOf(id))?.votes[0]?.values).toEqual({ amount: 50, note: 'ok' });
  });
});

describe('bad input', () => {
  test.each<[string, object, number, string]>([
    ['a vote that is none', { vote: 'maybe' }, 422, 'request/invalid'],
    ['a field that is not known', { vote: 'approve', status: 'approved' }, 422, 'request/invalid'],
    ['a forged voter', { vote: 'approve', by: 'u/owner' }, 422, 'request/invalid'],
    ['a hash of something else', { vote: 'approve', expected_hash: 'x' }, 409, 'approval/changed'],
    ['somebody who is no person', { vote: 'approve', on_behalf_of: 'g/finance' }, 422, 'request/invalid'],
    ['values that are a list', { vote: 'approve', values: [] }, 422, 'request/invalid'],
  ])('%s is refused and leaves no trace', async (_what, body, status, code) => {
    const id = await world.ask(askFinance());
    const answer = await world.people.ada.client.post(`${world.workspace.api}/approvals/${id}/decide`, body);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect((await world.get(id, world.people.ada)).body).toMatchObject({ status: 'open', stages: [{ votes: [] }] });
  });

  test('a GET decides nothing, and an id that is none is refused', async () => {
    const id = await world.ask(askFinance());
    expect((await world.people.ada.client.get(`${world.workspace.api}/approvals/${id}/decide?vote=approve`)).status).toBe(404);
    expect((await world.people.ada.client.get(`${world.workspace.api}/approvals/x`)).status).toBe(422);
    expect((await world.get(id, world.people.ada)).body.status).toBe('open');
  });

  test('a decision after the end of its time ends it as its author said', async () => {
    const id = await world.ask({ ...askFinance(), expires_s: 3600, on_expiry: 'reject' });
    await world.query(`update approval_request set expires_at = now() - interval '1 second' where id = $1`, [id]);
    const late = await world.decide(id, world.people.ada);
    expect([late.status, codeOf(late)]).toEqual([410, 'approval/expired']);
    expect((await world.get(id, world.people.ada)).body.status).toBe('rejected');
    expect(await world.endingOf(id)).toMatchObject({ outcome: 'rejected', votes: [] });
  });

  test('a request whose run was cancelled is void and takes no decision', async () => {
    const { id, jobId } = await anApproval(world.app, world.workspace, { spec: askFinance() });
    await world.app.platform.database.transaction((transaction) =>
      world.app.get(Approvals).voidFor(transaction, { jobId, placePrefix: '/other', reason: 'cancelled' }),
    );
    expect((await world.get(id, world.people.ada)).body.status).toBe('open');
    await world.app.platform.database.transaction((transaction) => world.app.get(Approvals).voidFor(transaction, { jobId, reason: 'The run was cancelled' }));
    const answer = await world.decide(id, world.people.ada);
    expect([answer.status, codeOf(answer)]).toEqual([409, 'approval/ended']);
    expect((await world.get(id, world.people.ada)).body).toMatchObject({
      status: 'void',
      events: expect.arrayContaining([expect.objectContaining({ kind: 'voided', details: { outcome: 'void', because: 'The run was cancelled' } })]),
    });
  });

  test('a preview that lies nowhere asks who tries it', async () => {
    const id = await world.ask({}, { path: '', requestedBy: 'u/ada' });
    expect((await world.get(id, world.people.ada)).body.subject.path).toBe('u/ada/preview');
    expect((await world.decide(id, world.people.bob)).status).toBe(404);
    expect((await world.decide(id, world.people.ada)).body.status).toBe('approved');
  });

  test('who does not exist is left out, also when somebody takes the name later; with nobody left it cannot be asked', async () => {
    await expect(world.ask({ stages: [{ candidates: ['g/ghosts', 'u/nobody'] }] })).rejects.toMatchObject({
      code: 'approval/spec_invalid',
      message: expect.stringContaining('g/ghosts'),
    });
    const id = await world.ask({ stages: [{ candidates: ['g/ghosts', 'g/finance'] }] });
    expect((await world.get(id, world.people.ada)).body.events[0]).toMatchObject({ kind: 'requested', details: { unknown: ['g/ghosts'] } });
    expect((await world.people.outsider.client.put(`${world.workspace.api}/groups/ghosts`, { members: ['outsider'] })).status).toBe(201);
    expect((await world.decide(id, world.people.outsider)).status).toBe(404);
  });

  test('a group for which a request waits is not deleted, so that no other one takes its name', async () => {
    const { client } = world.people.outsider;
    await client.put(`${world.workspace.api}/groups/board`, { members: ['outsider'] });
    const id = await world.ask({ stages: [{ candidates: ['g/finance'] }, { candidates: ['g/board'] }] });
    expect(codeOf(await client.delete(`${world.workspace.api}/groups/board`))).toBe('group/in_use');
    await world.decide(id, world.people.ada, 'reject');
    expect((await client.delete(`${world.workspace.api}/groups/board`)).status).toBe(204);
  });

  test.each<[string, object]>([
    ['a form that is no schema', { form: { approve: { type: 'nothing' } } }],
    ['a candidate that is none', { stages: [{ candidates: ['everyone'] }] }],
    ['a template that cannot be read', { summary: '{{#each}}' }],
  ])('an author who wrote %s is told so', async (_what, spec) => {
    await expect(world.ask(spec)).rejects.toMatchObject({ code: 'approval/spec_invalid' });
  });
});
