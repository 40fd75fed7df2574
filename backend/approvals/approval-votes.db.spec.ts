import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { anApproval, decideAs } from '../../test/support/approvals.ts';
import { newId } from '../common/ids.ts';
import { ApprovalDecisions } from './approval-decisions.service.ts';

describe('two who vote at once', () => {
  let app: TestApp;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    app = await createTestApp();
    workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const query = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);

  /** So many requests and waits like one that was opened. */
  async function many(like: { id: string; waitId: string }, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => ({ id: newId(), wait_id: newId(), job_id: newId() }));
    const columns = (await query<{ name: string }>(`select column_name as name from information_schema.columns where table_name = 'approval_request'`)).map(
      ({ name }) => name,
    );
    const others = columns.filter((name) => !['id', 'wait_id', 'job_id'].includes(name));
    await query(
      `insert into wait (id, workspace_id, job_id, owner, place, kind) select new.wait_id, w.workspace_id, new.job_id, w.owner, w.place, w.kind from wait w, json_to_recordset($2) as new(id uuid, wait_id uuid, job_id uuid) where w.id = $1`,
      [like.waitId, JSON.stringify(ids)],
    );
    await query(
      `insert into approval_request (id, wait_id, job_id, ${others.join(', ')}) select new.id, new.wait_id, new.job_id, ${others.map((name) => `r.${name}`).join(', ')} from approval_request r, json_to_recordset($2) as new(id uuid, wait_id uuid, job_id uuid) where r.id = $1`,
      [like.id, JSON.stringify(ids)],
    );
    return ids.map(({ id }) => id);
  }

  test('resume the run exactly once, a thousand times over', async () => {
    const [ada, bob] = [await workspace.aMember('developer', { username: 'ada' }), await workspace.aMember('developer', { username: 'bob' })];
    const first = await anApproval(app, workspace, { spec: { stages: [{ candidates: ['u/ada', 'u/bob'], quorum: 2 }] } });
    const ids = await many(first, 1_000);
    const [adaAuth, bobAuth, decisions] = [await ada.auth(), await bob.auth(), app.get(ApprovalDecisions)];
    const vote = { vote: 'approve', comment: '', values: {} } as const;
    const queue = [...ids];
    const work = async (): Promise<void> => {
      for (let id = queue.pop(); id !== undefined; id = queue.pop())
        await Promise.all([decisions.decide(adaAuth, id, vote), decisions.decide(bobAuth, id, vote)]);
    };
    await Promise.all(Array.from({ length: 4 }, work));
    const [counts] = await query<Record<string, number>>(
      `select count(*)::integer as requests, count(*) filter (where r.status = 'approved')::integer as approved,
        count(*) filter (where w.closed_at is not null and json_array_length(w.ending->'votes') = 2)::integer as ended_with_both,
        (select count(*)::integer from approval_event e where e.request_id = any($1) and e.kind = 'ended') as ends,
        (select count(*)::integer from approval_vote v where v.request_id = any($1)) as votes,
        (select count(*)::integer from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'wait_ended') as resumes
      from approval_request r join wait w on w.id = r.wait_id where r.id = any($1)`,
      [ids],
    );
    expect(counts).toEqual({ requests: 1_000, approved: 1_000, ended_with_both: 1_000, ends: 1_000, votes: 2_000, resumes: 1_000 });
  }, 120_000);

  test('where one is enough: one decides, the other is told that it is decided', async () => {
    const [one, two] = [await workspace.aMember('developer'), await workspace.aMember('developer')];
    for (let round = 0; round < 20; round += 1) {
      const { id, waitId } = await anApproval(app, workspace, { spec: { stages: [{ candidates: [`u/${one.username}`, `u/${two.username}`] }] } });
      const answers = await Promise.all([decideAs(workspace, one, id, 'approve'), decideAs(workspace, two, id, 'reject')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const [wait] = await query<{ ending: { outcome: string } }>('select ending from wait where id = $1', [waitId]);
      expect(wait?.ending.outcome).toBe(answers[0].status === 200 ? 'approved' : 'rejected');
    }
  });

  test('and the same person who clicks many times at once votes once', async () => {
    const one = await workspace.aMember('developer');
    const { id } = await anApproval(app, workspace, { spec: { stages: [{ candidates: [`u/${one.username}`, 'u/admin'], quorum: 2 }] } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => decideAs(workspace, one, id, 'approve')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(new Set(['approval/already_voted']));
  });
});
