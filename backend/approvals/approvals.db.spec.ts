import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { anApproval, decideAs } from '../../test/support/approvals.ts';
import type { Approval, ApprovalCounts, ApprovalRow, DecideApprovalsResult, Delegation } from './approvals.contract.ts';
import { Approvals } from './approvals.service.ts';

describe('approvals over HTTP', () => {
  let app: TestApp;
  let workspace: TestWorkspace;
  let people: Record<'ada' | 'bob' | 'cyd' | 'owner' | 'viewer' | 'operator' | 'outsider', TestUser>;

  beforeAll(async () => {
    app = await createTestApp();
    workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('finance');
    const member = (role: 'developer' | 'operator', username: string, groups: string[] = []) => workspace.aMember(role, { username, groups });
    people = {
      ada: await member('developer', 'ada', ['finance']),
      bob: await member('operator', 'bob', ['finance']),
      cyd: await member('developer', 'cyd', ['finance']),
      owner: await member('developer', 'owner'),
      viewer: await member('developer', 'viewer'),
      operator: await member('operator', 'oscar'),
      outsider: await member('developer', 'outsider'),
    };
    await workspace.grant('folder', 'shop', 'u/owner', 'owner');
    await workspace.grant('folder', 'shop', 'u/oscar', 'owner');
    await workspace.grant('folder', 'shop', 'u/viewer', 'read');
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const finance = (more: object = {}) => ({ stages: [{ candidates: ['g/finance'], ...more }] });
  const open = async (spec: object = {}, more: object = {}) => (await anApproval(app, workspace, { spec, ...more })).id;
  const get = (id: string, who: TestUser) => who.client.get<Approval>(`${workspace.api}/approvals/${id}`);
  const list = async (box: string, who: TestUser, query = '') =>
    (await who.client.get<{ items: ApprovalRow[]; next: string | null }>(`${workspace.api}/approvals?box=${box}${query}`)).body;
  const post = (id: string, what: string, who: TestUser, body: object = {}) => who.client.post<Approval>(`${workspace.api}/approvals/${id}/${what}`, body);
  const decide = (id: string, who: TestUser, vote: 'approve' | 'reject' = 'approve', more: object = {}) => decideAs(workspace, who, id, vote, more);
  const query = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);
  const endingOf = async (id: string) =>
    (
      await query<{ ending: { outcome: string; votes: { by: string; comment: string; values: object }[] } | null }>(
        'select wait.ending from wait join approval_request r on r.wait_id = wait.id where r.id = $1',
        [id],
      )
    )[0]?.ending;

  describe('who decides', () => {
    test('without anybody named, an owner of the folder does; an operator who was granted owner and a reader do not', async () => {
      const id = await open();
      expect(codeOf(await decide(id, people.viewer))).toBe('approval/not_a_candidate');
      // An operator never owns anything, so it does not wait for this one either.
      expect((await decide(id, people.operator)).status).toBe(403);
      const answer = await decide(id, people.owner);
      expect([answer.status, answer.body.status]).toEqual([200, 'approved']);
      expect(await endingOf(id)).toMatchObject({ by: 'approval', outcome: 'approved', votes: [{ by: 'u/owner', vote: 'approve' }] });
    });

    test('what one may not see is not there, whatever one asks', async () => {
      const id = await open(finance());
      for (const answer of [
        await get(id, people.outsider),
        await decide(id, people.outsider),
        await post(id, 'comment', people.outsider, { comment: 'x' }),
        await post(id, 'claim', people.outsider),
        await post(id, 'withdraw', people.outsider),
        await post(id, 'reassign', people.outsider, { to: ['u/outsider'] }),
        await post(id, 'links', people.outsider, { email: 'x@example.org' }),
      ])
        expect([answer.status, codeOf(answer)]).toEqual([404, 'approval/not_found']);
      expect((await list('all', people.outsider)).items).toEqual([]);
    });

    test('a member of a group decides while in it, and is refused once removed', async () => {
      const id = await open(finance({ quorum: 2 }));
      await query(`delete from group_member where group_name = 'finance' and user_id = $1`, [people.cyd.id]);
      const refused = await decide(id, people.cyd);
      expect(refused.status).toBe(404);
      await workspace.grant('folder', 'shop', 'u/cyd', 'read');
      expect(codeOf(await decide(id, people.cyd))).toBe('approval/not_a_candidate');
      await query(`delete from grant_ where subject = 'u/cyd'`);
      await query(`insert into group_member (workspace_id, group_name, user_id) values ($1, 'finance', $2)`, [workspace.id, people.cyd.id]);
      expect((await decide(id, people.cyd)).body.status).toBe('open');
      expect((await decide(id, people.bob)).body.status).toBe('approved');
    });

    test('nobody votes twice, and the key of a decision gives the same answer again', async () => {
      const id = await open(finance({ quorum: 2 }));
      const first = await decide(id, people.ada, 'approve', { idempotency_key: 'k1', comment: 'fine' });
      const again = await decide(id, people.ada, 'approve', { idempotency_key: 'k1', comment: 'fine' });
      expect([first.status, again.status, again.body.stages[0]?.votes.length]).toEqual([200, 200, 1]);
      expect(codeOf(await decide(id, people.ada, 'approve', { idempotency_key: 'k1', comment: 'other' }))).toBe('approval/key_reused');
      const twice = await decide(id, people.ada);
      expect([twice.status, codeOf(twice)]).toEqual([409, 'approval/already_voted']);
      const header = await people.bob.client.with({ 'idempotency-key': 'k2' }).post(`${workspace.api}/approvals/${id}/decide`, { vote: 'approve' });
      expect(header.status).toBe(200);
      expect((await people.bob.client.with({ 'idempotency-key': 'k2' }).post(`${workspace.api}/approvals/${id}/decide`, { vote: 'approve' })).status).toBe(200);
      expect(codeOf(await decide(id, people.cyd))).toBe('approval/ended');
    });

    test('who asked does not decide where that is forbidden, nor anyone in whose name a job of the chain runs', async () => {
      const parent = await anApproval(app, workspace, { requestedBy: 'u/cyd' });
      const { id } = await anApproval(app, workspace, {
        spec: { ...finance(), is_self_approval_forbidden: true },
        requestedBy: 'u/ada',
        runAs: 'u/ada',
        parentId: parent.jobId,
      });
      for (const person of [people.ada, people.cyd]) expect(codeOf(await decide(id, person))).toBe('approval/self_approval');
      expect((await get(id, people.ada)).body.viewer).toMatchObject({
        can_act: false,
        can_reassign: false,
        reason: expect.stringContaining('somebody else must decide'),
      });
      expect(codeOf(await post(id, 'reassign', people.ada, { to: ['u/outsider'] }))).toBe('approval/not_allowed');
      expect((await decide(id, people.bob)).body.status).toBe('approved');
    });

    test('nobody gets around that by a delegation, in neither direction', async () => {
      const { id } = await anApproval(app, workspace, { spec: { ...finance(), is_self_approval_forbidden: true }, requestedBy: 'u/ada' });
      const range = { from: new Date(Date.now() - 1000).toISOString(), until: new Date(Date.now() + 3_600_000).toISOString() };
      const give = async (who: TestUser, to: string) => (await who.client.post<Delegation>(`${workspace.api}/delegations`, { to, ...range })).body.id;
      const [toOutsider, toAda] = [await give(people.ada, 'u/outsider'), await give(people.bob, 'u/ada')];
      expect(codeOf(await decide(id, people.outsider))).toBe('approval/not_a_candidate');
      expect(codeOf(await decide(id, people.outsider, 'approve', { on_behalf_of: 'u/ada' }))).toBe('approval/self_approval');
      expect(codeOf(await decide(id, people.ada, 'approve', { on_behalf_of: 'u/bob' }))).toBe('approval/self_approval');
      await people.outsider.client.delete(`${workspace.api}/delegations/${toOutsider}`);
      await people.bob.client.delete(`${workspace.api}/delegations/${toAda}`);
      expect((await get(id, people.outsider)).status).toBe(404);
      expect(codeOf(await people.viewer.client.delete(`${workspace.api}/delegations/${toAda}`))).toBe('delegation/not_found');
    });

    test('a delegate decides in the name of who is away, on record, and only once for both', async () => {
      const id = await open(finance({ quorum: 2 }));
      const body = { to: 'u/outsider', from: new Date(Date.now() - 1000).toISOString(), until: new Date(Date.now() + 3_600_000).toISOString() };
      const { id: delegation } = (await people.bob.client.post<Delegation>(`${workspace.api}/delegations`, body)).body;
      expect((await list('mine', people.outsider)).items.map((row) => row.id)).toContain(id);
      expect((await get(id, people.outsider)).body.viewer).toMatchObject({ can_act: true, on_behalf_of: ['u/bob'] });
      expect(codeOf(await decide(id, people.outsider, 'approve', { on_behalf_of: 'u/cyd' }))).toBe('approval/not_allowed');
      const answer = await decide(id, people.outsider);
      expect(answer.body.stages[0]?.votes).toMatchObject([{ by: 'u/outsider', on_behalf_of: 'u/bob' }]);
      expect(codeOf(await decide(id, people.bob))).toBe('approval/already_voted');
      expect((await list('mine', people.outsider)).items.map((row) => row.id)).not.toContain(id);
      await people.outsider.client.delete(`${workspace.api}/delegations/${delegation}`);
      expect((await get(id, people.outsider)).status).toBe(200);
    });

    test('a job decides nothing and asks for nothing, and a token needs the scope', async () => {
      const id = await open(finance());
      const reading = await people.ada.withToken(['approvals:read']);
      expect((await reading.get<Approval>(`${workspace.api}/approvals/${id}`)).body.viewer).toMatchObject({
        can_act: false,
        reason: expect.stringContaining('scope'),
      });
      expect(codeOf(await reading.post(`${workspace.api}/approvals/${id}/decide`, { vote: 'approve' }))).toBe('access/scope_missing');
      const deciding = await people.ada.withToken(['approvals:decide', 'approvals:read']);
      expect(
        (await deciding.post<Approval>(`${workspace.api}/approvals/${id}/decide`, { vote: 'approve' })).body.events.find(({ kind }) => kind === 'approved'),
      ).toMatchObject({ channel: 'api', actor: 'u/ada' });
    });
  });

  describe('rounds', () => {
    test('follow each other, and the same person does not pass two that are distinct', async () => {
      const id = await open({ stages: [{ candidates: ['g/finance'] }, { candidates: ['g/finance', 'owners'], quorum: 2, is_distinct: true, name: 'Second' }] });
      expect((await get(id, people.owner)).body.viewer).toMatchObject({ can_act: false, reason: 'It waits for g/finance.' });
      expect((await decide(id, people.ada)).body).toMatchObject({ status: 'open', stage: 1, stages: [{ status: 'passed' }, { status: 'open', needed: 2 }] });
      expect(codeOf(await decide(id, people.ada))).toBe('approval/barred');
      expect((await decide(id, people.bob)).body.waiting_for).toBe('1 of 2 from g/finance or the owners of f/shop');
      expect((await decide(id, people.owner)).body.status).toBe('approved');
      expect((await endingOf(id))?.votes.map(({ by }) => by)).toEqual(['u/ada', 'u/bob', 'u/owner']);
    });

    test('a vote that was meant for a stage does not count in the one that was opened meanwhile', async () => {
      const id = await open({ stages: [{ candidates: ['g/finance'] }, { candidates: ['g/finance'] }] });
      const seen = (await get(id, people.ada)).body.hash;
      await decide(id, people.bob, 'approve', { expected_hash: seen });
      expect(codeOf(await decide(id, people.ada, 'approve', { expected_hash: seen }))).toBe('approval/changed');
      const { hash } = (await get(id, people.ada)).body;
      expect((await decide(id, people.ada, 'approve', { expected_hash: hash })).body.status).toBe('approved');
    });

    test('a rejection ends it at once, with its comment where one is required', async () => {
      const id = await open({ ...finance({ quorum: 3 }), is_comment_required_on_reject: true });
      expect(codeOf(await decide(id, people.ada, 'reject', { comment: ' ' }))).toBe('approval/comment_required');
      expect((await decide(id, people.ada, 'reject', { comment: 'too much' })).body.status).toBe('rejected');
      expect(await endingOf(id)).toMatchObject({ outcome: 'rejected', votes: [{ comment: 'too much' }] });
    });

    test('what is filled in is checked against the form of the outcome, and handed on with its defaults', async () => {
      const approve = {
        type: 'object',
        properties: { amount: { type: 'number', maximum: 100 }, note: { type: 'string', default: 'ok' } },
        required: ['amount'],
        additionalProperties: false,
      };
      const id = await open({ ...finance(), form: { approve } });
      const wrong = await decide(id, people.ada, 'approve', { values: { amount: 500 } });
      expect([
        codeOf(wrong),
        (wrong.body as unknown as { error: { details: { problems: { pointer: string }[] } } }).error.details.problems[0]?.pointer,
      ]).toEqual(['approval/form_invalid', '/values/amount']);
      expect(codeOf(await decide(id, people.ada, 'reject', { values: { amount: 5 } }))).toBe('approval/form_invalid');
      await decide(id, people.ada, 'approve', { values: { amount: 50 } });
      expect((await endingOf(id))?.votes[0]?.values).toEqual({ amount: 50, note: 'ok' });
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
      const id = await open(finance());
      const answer = await people.ada.client.post(`${workspace.api}/approvals/${id}/decide`, body);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      expect((await get(id, people.ada)).body).toMatchObject({ status: 'open', stages: [{ votes: [] }] });
    });

    test('a GET decides nothing, and an id that is none is refused', async () => {
      const id = await open(finance());
      expect((await people.ada.client.get(`${workspace.api}/approvals/${id}/decide?vote=approve`)).status).toBe(404);
      expect((await people.ada.client.get(`${workspace.api}/approvals/x`)).status).toBe(422);
      expect((await get(id, people.ada)).body.status).toBe('open');
    });

    test('a decision after the end of its time ends it as its author said', async () => {
      const id = await open({ ...finance(), expires_s: 3600, on_expiry: 'reject' });
      await query(`update approval_request set expires_at = now() - interval '1 second' where id = $1`, [id]);
      const late = await decide(id, people.ada);
      expect([late.status, codeOf(late)]).toEqual([410, 'approval/expired']);
      expect((await get(id, people.ada)).body.status).toBe('rejected');
      expect(await endingOf(id)).toMatchObject({ outcome: 'rejected', votes: [] });
    });

    test('a request whose run was cancelled is void and takes no decision', async () => {
      const { id, jobId } = await anApproval(app, workspace, { spec: finance() });
      await app.platform.database.transaction((transaction) => app.get(Approvals).voidFor(transaction, { jobId, placePrefix: '/other', reason: 'cancelled' }));
      expect((await get(id, people.ada)).body.status).toBe('open');
      await app.platform.database.transaction((transaction) => app.get(Approvals).voidFor(transaction, { jobId, reason: 'The run was cancelled' }));
      const answer = await decide(id, people.ada);
      expect([answer.status, codeOf(answer)]).toEqual([409, 'approval/ended']);
      expect((await get(id, people.ada)).body).toMatchObject({
        status: 'void',
        events: expect.arrayContaining([expect.objectContaining({ kind: 'voided', details: { outcome: 'void', because: 'The run was cancelled' } })]),
      });
    });

    test('a preview that lies nowhere asks who tries it', async () => {
      const id = await open({}, { path: '', requestedBy: 'u/ada' });
      expect((await get(id, people.ada)).body.subject.path).toBe('u/ada/preview');
      expect((await decide(id, people.bob)).status).toBe(404);
      expect((await decide(id, people.ada)).body.status).toBe('approved');
    });

    test('who does not exist is left out, also when somebody takes the name later; with nobody left it cannot be asked', async () => {
      await expect(open({ stages: [{ candidates: ['g/ghosts', 'u/nobody'] }] })).rejects.toMatchObject({
        code: 'approval/spec_invalid',
        message: expect.stringContaining('g/ghosts'),
      });
      const id = await open({ stages: [{ candidates: ['g/ghosts', 'g/finance'] }] });
      expect((await get(id, people.ada)).body.events[0]).toMatchObject({ kind: 'requested', details: { unknown: ['g/ghosts'] } });
      expect((await people.outsider.client.put(`${workspace.api}/groups/ghosts`, { members: ['outsider'] })).status).toBe(201);
      expect((await decide(id, people.outsider)).status).toBe(404);
    });

    test('a group for which a request waits is not deleted, so that no other one takes its name', async () => {
      const { client } = people.outsider;
      await client.put(`${workspace.api}/groups/board`, { members: ['outsider'] });
      const id = await open({ stages: [{ candidates: ['g/finance'] }, { candidates: ['g/board'] }] });
      expect(codeOf(await client.delete(`${workspace.api}/groups/board`))).toBe('group/in_use');
      await decide(id, people.ada, 'reject');
      expect((await client.delete(`${workspace.api}/groups/board`)).status).toBe(204);
    });

    test.each<[string, object, object?]>([
      [
        'a form that asks for a secret where nothing keeps it sealed',
        { form: { approve: { type: 'object', properties: { key: { type: 'string', format: 'password' } } } } },
        { subject: { kind: 'workflow', path: 'f/shop/pay', version: null, job_id: null, step: '1' } },
      ],
      ['a form that is no schema', { form: { approve: { type: 'nothing' } } }],
      ['a candidate that is none', { stages: [{ candidates: ['everyone'] }] }],
      ['a template that cannot be read', { summary: '{{#each}}' }],
    ])('an author who wrote %s is told so', async (_what, spec, more = {}) => {
      await expect(open(spec, more)).rejects.toMatchObject({ code: 'approval/spec_invalid' });
    });
  });

  describe('many at once', () => {
    test('are decided and recorded one by one, and each refusal is said', async () => {
      const [one, two] = [await open(finance()), await open(finance())];
      await decide(two, people.bob);
      const hash = (await get(one, people.ada)).body.hash;
      const items = [
        { id: one, expected_hash: hash },
        { id: two, expected_hash: hash },
      ];
      const { body } = await people.ada.client.post<DecideApprovalsResult>(`${workspace.api}/approvals_decide`, {
        items,
        vote: 'approve',
        comment: 'all fine',
      });
      expect(body).toEqual({ done: [one], refused: [{ id: two, code: 'approval/ended', message: expect.any(String) }] });
      expect((await get(one, people.ada)).body.events.find(({ kind }) => kind === 'approved')).toMatchObject({
        actor: 'u/ada',
        comment: 'all fine',
        details: { hash },
      });
    });

    test.each<[string, object, object]>([
      ['of high risk', { risk: 'high' }, {}],
      ['with a form', { form: { approve: { type: 'object' } } }, {}],
      ['of different steps', {}, { step: 'b' }],
    ])('%s are not', async (_what, spec, more) => {
      const [one, two] = [await open(finance()), await open({ ...finance(), ...spec }, more)];
      const items = [one, two].map((id) => ({ id, expected_hash: 'x' }));
      expect(codeOf(await people.ada.client.post(`${workspace.api}/approvals_decide`, { items, vote: 'approve' }))).toBe('approval/not_bulk');
    });
  });

  describe('moving', () => {
    test('who claims it says so to the others; it is theirs until released', async () => {
      const id = await open(finance());
      expect((await post(id, 'claim', people.ada)).body).toMatchObject({ claimed_by: 'u/ada', viewer: { can_claim: false, can_release: true } });
      expect(codeOf(await post(id, 'claim', people.bob))).toBe('approval/claimed');
      expect((await list('mine', people.ada)).items.map((row) => row.id)).toContain(id);
      expect((await get(id, people.bob)).body.viewer).toMatchObject({ can_act: true, reason: expect.stringContaining('u/ada has claimed it') });
      expect(codeOf(await post(id, 'release', people.bob))).toBe('approval/not_allowed');
      expect((await post(id, 'release', people.ada)).body.claimed_by).toBeNull();
    });

    test('a candidate gives away the own part, an admin the whole stage', async () => {
      const id = await open(finance({ quorum: 2 }));
      await post(id, 'reassign', people.ada, { to: ['u/outsider'], comment: 'knows better' });
      expect(codeOf(await decide(id, people.ada))).toBe('approval/barred');
      expect((await decide(id, people.outsider)).body.status).toBe('open');
      const all = await post(id, 'reassign', workspace.admin, { to: ['u/viewer'] });
      expect(all.body.stages[0]?.candidates).toEqual(['u/viewer']);
      expect(codeOf(await decide(id, people.bob))).toBe('approval/not_a_candidate');
      expect((await decide(id, people.viewer)).body.status).toBe('approved');
      expect(codeOf(await post(id, 'reassign', workspace.admin, { to: ['u/viewer'] }))).toBe('approval/not_allowed');
    });

    test('an owner who is not asked gives it to others but not to the own self, and to nobody who does not exist', async () => {
      const id = await open(finance());
      expect(codeOf(await post(id, 'reassign', people.owner, { to: ['u/owner'] }))).toBe('approval/not_allowed');
      expect(codeOf(await post(id, 'reassign', people.owner, { to: ['owners'] }))).toBe('approval/not_allowed');
      expect(codeOf(await post(id, 'reassign', people.owner, { to: ['u/nobody'] }))).toBe('member/not_found');
      expect((await post(id, 'reassign', people.owner, { to: ['u/viewer'] })).status).toBe(200);
      expect((await list('mine', people.viewer)).items.map((row) => row.id)).toContain(id);
    });

    test('who asked withdraws it, and the run hears of it', async () => {
      const id = await open(finance(), { requestedBy: 'u/viewer' });
      expect(codeOf(await post(id, 'withdraw', people.ada))).toBe('approval/not_allowed');
      expect((await post(id, 'withdraw', people.viewer, { comment: 'not needed' })).body.status).toBe('withdrawn');
      expect(await endingOf(id)).toMatchObject({ outcome: 'withdrawn' });
      expect(codeOf(await post(id, 'withdraw', people.viewer))).toBe('approval/ended');
    });

    test('everyone who may see it talks about it, and the record only grows', async () => {
      const id = await open(finance());
      expect((await post(id, 'comment', people.viewer, { comment: 'why?' })).body.events.at(-1)).toMatchObject({
        kind: 'commented',
        actor: 'u/viewer',
        comment: 'why?',
      });
      await expect(query(`update approval_event set comment = 'forged' where request_id = $1`, [id])).rejects.toThrow(/only ever added/);
    });
  });

  describe('the boxes', () => {
    test('hold what waits for me, for my groups, what I asked, and what is done; the badges count the same', async () => {
      const other = await app.make.aWorkspace();
      await other.aFolder('shop');
      await other.aGroup('board');
      const eve = await other.aMember('developer', { username: 'eve', groups: ['board'] });
      const make = async (spec: object, requestedBy = 'u/admin') => (await anApproval(app, other, { spec, requestedBy })).id;
      const named = await make({ stages: [{ candidates: ['u/eve'] }] });
      const grouped = await make({ stages: [{ candidates: ['g/board'] }], due_s: 1 });
      const asked = await make({ stages: [{ candidates: ['g/board'] }], is_self_approval_forbidden: true }, 'u/eve');
      const ended = await make({ stages: [{ candidates: ['u/eve'] }] });
      await decideAs(other, eve, ended, 'approve');
      await query(`update approval_request set due_at = now() - interval '1 second' where id = $1`, [grouped]);
      const ids = async (box: string) => (await eve.client.get<{ items: ApprovalRow[] }>(`${other.api}/approvals?box=${box}`)).body.items.map((row) => row.id);
      expect([await ids('mine'), await ids('groups'), await ids('requested'), await ids('done')]).toEqual([[named], [grouped], [asked], [ended]]);
      expect(await ids('all')).toEqual([ended, asked, grouped, named]);
      expect((await eve.client.get<ApprovalCounts>(`${other.api}/approval_counts`)).body).toEqual({ mine: 1, groups: 1, requested: 1, overdue: 1 });
      const page = await eve.client.get<{ items: ApprovalRow[]; next: string }>(`${other.api}/approvals?box=all&limit=3`);
      const rest = await eve.client.get<{ items: ApprovalRow[]; next: string | null }>(`${other.api}/approvals?box=all&limit=3&after=${page.body.next}`);
      expect([page.body.items.length, rest.body.items.map((row) => row.id), rest.body.next]).toEqual([3, [named], null]);
    });

    test('find by words, by item and by run', async () => {
      const { id, jobId } = await anApproval(app, workspace, { spec: { ...finance(), title: 'Refund 100% of order {{order}}' }, context: { order: 4711 } });
      const found = async (filter: string) => (await list('all', people.ada, filter)).items.map((row) => row.id);
      expect(await found('&search=100%25%20of%20order%204711')).toEqual([id]);
      expect(await found(`&job=${jobId}`)).toEqual([id]);
      expect(await found('&path=f/shop/none')).toEqual([]);
    });

    test('show what will happen with secrets masked, to everyone', async () => {
      const id = await open(
        { ...finance(), title: 'Key {{key}}' },
        { args: { key: { $encrypted: 'v1:x' }, order: 7 }, context: { key: { $encrypted: 'v1:x' } } },
      );
      const answer = await get(id, workspace.admin);
      expect(answer.body.args).toEqual({ key: { $secret: true }, order: 7 });
      expect(answer.text).not.toContain('v1:x');
    });
  });

  test('the record is exported as a table and as JSON, of what one may see', async () => {
    const id = await open(finance());
    await decide(id, people.ada, 'approve', { comment: '=cmd()' });
    const csv = await people.ada.client.get(`${workspace.api}/approvals_export?format=csv&id=${id}`);
    expect(csv.text.split('\r\n')[0]).toContain('"at","kind","actor"');
    expect(csv.text).toContain(`"'=cmd()"`);
    const json = await people.ada.client.get<{ kind: string }[]>(`${workspace.api}/approvals_export?format=json&id=${id}`);
    expect(json.body.map(({ kind }) => kind)).toEqual(['requested', 'approved', 'ended']);
    expect((await people.outsider.client.get<unknown[]>(`${workspace.api}/approvals_export?format=json&id=${id}`)).body).toEqual([]);
  });
});
