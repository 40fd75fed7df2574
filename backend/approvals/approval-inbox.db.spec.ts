import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../test/support/app.ts';
import { ApprovalWorld, askFinance } from '../../test/support/approval-world.ts';
import { anApproval, decideAs } from '../../test/support/approvals.ts';
import type { ApprovalCounts, ApprovalRow, DecideApprovalsResult } from './approvals.contract.ts';

let world: ApprovalWorld;

beforeAll(async () => {
  world = await ApprovalWorld.open();
});
afterAll(() => world.close());

describe('many at once', () => {
  test('are decided and recorded one by one, and each refusal is said', async () => {
    const [one, two] = [await world.ask(askFinance()), await world.ask(askFinance())];
    await world.decide(two, world.people.bob);
    const hash = (await world.get(one, world.people.ada)).body.hash;
    const items = [
      { id: one, expected_hash: hash },
      { id: two, expected_hash: hash },
    ];
    const { body } = await world.people.ada.client.post<DecideApprovalsResult>(`${world.workspace.api}/approvals_decide`, {
      items,
      vote: 'approve',
      comment: 'all fine',
    });
    expect(body).toEqual({ done: [one], refused: [{ id: two, code: 'approval/ended', message: expect.any(String) }] });
    expect((await world.get(one, world.people.ada)).body.events.find(({ kind }) => kind === 'approved')).toMatchObject({
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
    const [one, two] = [await world.ask(askFinance()), await world.ask({ ...askFinance(), ...spec }, more)];
    const items = [one, two].map((id) => ({ id, expected_hash: 'x' }));
    expect(codeOf(await world.people.ada.client.post(`${world.workspace.api}/approvals_decide`, { items, vote: 'approve' }))).toBe('approval/not_bulk');
  });
});

describe('moving', () => {
  test('who claims it says so to the others; it is theirs until released', async () => {
    const id = await world.ask(askFinance());
    expect((await world.post(id, 'claim', world.people.ada)).body).toMatchObject({ claimed_by: 'u/ada', viewer: { can_claim: false, can_release: true } });
    expect(codeOf(await world.post(id, 'claim', world.people.bob))).toBe('approval/claimed');
    expect((await world.list('mine', world.people.ada)).items.map((row) => row.id)).toContain(id);
    expect((await world.get(id, world.people.bob)).body.viewer).toMatchObject({ can_act: true, reason: expect.stringContaining('u/ada has claimed it') });
    expect(codeOf(await world.post(id, 'release', world.people.bob))).toBe('approval/not_allowed');
    expect((await world.post(id, 'release', world.people.ada)).body.claimed_by).toBeNull();
  });

  test('a candidate gives away the own part, an admin the whole stage', async () => {
    const id = await world.ask(askFinance({ quorum: 2 }));
    await world.post(id, 'reassign', world.people.ada, { to: ['u/outsider'], comment: 'knows better' });
    expect(codeOf(await world.decide(id, world.people.ada))).toBe('approval/barred');
    expect((await world.decide(id, world.people.outsider)).body.status).toBe('open');
    const all = await world.post(id, 'reassign', world.workspace.admin, { to: ['u/viewer'] });
    expect(all.body.stages[0]?.candidates).toEqual(['u/viewer']);
    expect(codeOf(await world.decide(id, world.people.bob))).toBe('approval/not_a_candidate');
    expect((await world.decide(id, world.people.viewer)).body.status).toBe('approved');
    expect(codeOf(await world.post(id, 'reassign', world.workspace.admin, { to: ['u/viewer'] }))).toBe('approval/not_allowed');
  });

  test('an owner who is not asked gives it to others but not to the own self, and to nobody who does not exist', async () => {
    const id = await world.ask(askFinance());
    expect(codeOf(await world.post(id, 'reassign', world.people.owner, { to: ['u/owner'] }))).toBe('approval/not_allowed');
    expect(codeOf(await world.post(id, 'reassign', world.people.owner, { to: ['owners'] }))).toBe('approval/not_allowed');
    expect(codeOf(await world.post(id, 'reassign', world.people.owner, { to: ['u/nobody'] }))).toBe('member/not_found');
    expect((await world.post(id, 'reassign', world.people.owner, { to: ['u/viewer'] })).status).toBe(200);
    expect((await world.list('mine', world.people.viewer)).items.map((row) => row.id)).toContain(id);
  });

  test('who asked withdraws it, and the run hears of it', async () => {
    const id = await world.ask(askFinance(), { requestedBy: 'u/viewer' });
    expect(codeOf(await world.post(id, 'withdraw', world.people.ada))).toBe('approval/not_allowed');
    expect((await world.post(id, 'withdraw', world.people.viewer, { comment: 'not needed' })).body.status).toBe('withdrawn');
    expect(await world.endingOf(id)).toMatchObject({ outcome: 'withdrawn' });
    expect(codeOf(await world.post(id, 'withdraw', world.people.viewer))).toBe('approval/ended');
  });

  test('everyone who may see it talks about it, and the record only grows', async () => {
    const id = await world.ask(askFinance());
    expect((await world.post(id, 'comment', world.people.viewer, { comment: 'why?' })).body.events.at(-1)).toMatchObject({
      kind: 'commented',
      actor: 'u/viewer',
      comment: 'why?',
    });
    await expect(world.query(`update approval_event set comment = 'forged' where request_id = $1`, [id])).rejects.toThrow(/only ever added/);
  });
});

describe('the boxes', () => {
  test('hold what waits for me, for my groups, what I asked, and what is done; the badges count the same', async () => {
    const other = await world.app.make.aWorkspace();
    await other.aFolder('shop');
    await other.aGroup('board');
    const eve = await other.aMember('developer', { username: 'eve', groups: ['board'] });
    const make = async (spec: object, requestedBy = 'u/admin') => (await anApproval(world.app, other, { spec, requestedBy })).id;
    const named = await make({ stages: [{ candidates: ['u/eve'] }] });
    const grouped = await make({ stages: [{ candidates: ['g/board'] }], due_s: 1 });
    const asked = await make({ stages: [{ candidates: ['g/board'] }], is_self_approval_forbidden: true }, 'u/eve');
    const ended = await make({ stages: [{ candidates: ['u/eve'] }] });
    await decideAs(other, eve, ended, 'approve');
    await world.query(`update approval_request set due_at = now() - interval '1 second' where id = $1`, [grouped]);
    const ids = async (box: string) => (await eve.client.get<{ items: ApprovalRow[] }>(`${other.api}/approvals?box=${box}`)).body.items.map((row) => row.id);
    expect([await ids('mine'), await ids('groups'), await ids('requested'), await ids('done')]).toEqual([[named], [grouped], [asked], [ended]]);
    expect(await ids('all')).toEqual([ended, asked, grouped, named]);
    expect((await eve.client.get<ApprovalCounts>(`${other.api}/approval_counts`)).body).toEqual({ mine: 1, groups: 1, requested: 1, overdue: 1 });
    const page = await eve.client.get<{ items: ApprovalRow[]; next: string }>(`${other.api}/approvals?box=all&limit=3`);
    const rest = await eve.client.get<{ items: ApprovalRow[]; next: string | null }>(`${other.api}/approvals?box=all&limit=3&after=${page.body.next}`);
    expect([page.body.items.length, rest.body.items.map((row) => row.id), rest.body.next]).toEqual([3, [named], null]);
  });

  test('find by words, by item and by run', async () => {
    const { id, jobId } = await anApproval(world.app, world.workspace, { spec: { ...askFinance(), title: 'Refund 100% of order {{order}}' }, context: { order: 4711 } });
    const found = async (filter: string) => (await world.list('all', world.people.ada, filter)).items.map((row) => row.id);
    expect(await found('&search=100%25%20of%20order%204711')).toEqual([id]);
    expect(await found(`&job=${jobId}`)).toEqual([id]);
    expect(await found('&path=f/shop/none')).toEqual([]);
  });

  test('show what will happen with secrets masked, to everyone', async () => {
    const id = await world.ask(
      { ...askFinance(), title: 'Key {{key}}' },
      { args: { key: { $encrypted: 'v1:x' }, order: 7 }, context: { key: { $encrypted: 'v1:x' } } },
    );
    const answer = await world.get(id, world.workspace.admin);
    expect(answer.body.args).toEqual({ key: { $secret: true }, order: 7 });
    expect(answer.text).not.toContain('v1:x');
  });
});

test('the record is exported as a table and as JSON, of what one may see', async () => {
  const id = await world.ask(askFinance());
  await world.decide(id, world.people.ada, 'approve', { comment: '=cmd()' });
  const csv = await world.people.ada.client.get(`${world.workspace.api}/approvals_export?format=csv&id=${id}`);
  expect(csv.text.split('\r\n')[0]).toContain('"at","kind","actor"');
  expect(csv.text).toContain(`"'=cmd()"`);
  const json = await world.people.ada.client.get<{ kind: string }[]>(`${world.workspace.api}/approvals_export?format=json&id=${id}`);
  expect(json.body.map(({ kind }) => kind)).toEqual(['requested', 'approved', 'ended']);
  expect((await world.people.outsider.client.get<unknown[]>(`${world.workspace.api}/approvals_export?format=json&id=${id}`)).body).toEqual([]);
});
