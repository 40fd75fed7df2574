import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { io as connect } from 'socket.io-client';
import { SMTPServer } from 'smtp-server';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { anApproval, decideAs } from '../../test/support/approvals.ts';
import { until } from '../../test/support/until.ts';
import { Auditor } from '../auditor/auditor.service.ts';
import { JobTokens } from '../auth/job-tokens.ts';
import { newId } from '../common/ids.ts';
import { WaitOwners } from '../waits/wait-owners.ts';
import type { EndedWait } from '../waits/wait.ts';
import { ApprovalTimers } from './approval-timers.service.ts';
import type { Approval, ApprovalLink, LinkedApproval } from './approvals.contract.ts';

describe('approvals with a worker', () => {
  const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '2', MILLRACE_WORKER_TAGS: 'bash' };
  let app: TestApp;
  let workspace: TestWorkspace;
  let people: Record<'ada' | 'bob' | 'viewer' | 'writer', TestUser>;
  const told: EndedWait[] = [];

  beforeAll(async () => {
    app = await createTestApp(settings);
    workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('finance');
    people = {
      ada: await workspace.aMember('developer', { username: 'ada', groups: ['finance'] }),
      bob: await workspace.aMember('developer', { username: 'bob', groups: ['finance'] }),
      viewer: await workspace.aMember('operator', { username: 'viewer' }),
      writer: await workspace.aMember('developer', { username: 'writer' }),
    };
    await workspace.grant('folder', 'shop', 'u/viewer', 'read');
    await workspace.grant('folder', 'shop', 'u/writer', 'write');
    // Who waits in these tests is nobody of the product.
    (app.get(WaitOwners) as unknown as { owners: Map<string, (wait: EndedWait) => Promise<void>> }).owners.set('flow', (wait) =>
      Promise.resolve(void told.push(wait)),
    );
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const finance = (more: object = {}) => ({ stages: [{ candidates: ['g/finance'], ...more }] });
  const get = async (id: string, who = workspace.admin) => (await who.client.get<Approval>(`${workspace.api}/approvals/${id}`)).body;
  const query = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => app.platform.database.manager.query(text, values);
  const deploy = async (path: string, content: string, runApproval?: object) =>
    expect([200, 201]).toContain(
      (
        await workspace.admin.client.put(`${workspace.api}/scripts/${path}`, {
          language: 'bash',
          content,
          settings: runApproval ? { run_approval: runApproval } : {},
        })
      ).status,
    );

  describe('the clock', () => {
    test('ends a request as its author said, and tells the run once', async () => {
      const { id, waitId } = await anApproval(app, workspace, { spec: { ...finance(), expires_s: 1, on_expiry: 'approve' } });
      const heard = await until(() => Promise.resolve(told.find((wait) => wait.id === waitId)));
      expect(heard.ending).toEqual({ by: 'approval', outcome: 'approved', votes: [] });
      expect((await get(id)).events.at(-1)).toMatchObject({ kind: 'ended', actor: 'system', details: { because: 'Nobody decided in time' } });
      await app.get(ApprovalTimers).handle(id);
      expect(told.filter((wait) => wait.id === waitId)).toHaveLength(1);
    });

    test('reminds those who are asked, and lets others decide too', async () => {
      const { id } = await anApproval(app, workspace, { spec: { ...finance(), remind_every_s: 1, escalate_after_s: 1, escalate_to: ['u/writer'] } });
      await until(async () => {
        const { events } = await get(id);
        return events.some(({ kind }) => kind === 'reminded') && events.some(({ kind }) => kind === 'escalated');
      });
      expect((await get(id)).stages[0]?.candidates).toEqual(['g/finance', 'u/writer']);
      expect((await decideAs(workspace, people.writer, id, 'approve')).body.status).toBe('approved');
      expect(await query(`select from graphile_worker._private_jobs where key = $1`, [`approval:${id}`])).toEqual([]);
    });
  });

  describe('e-mail', () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        stream.on('end', () => {
          mails.push(text.replaceAll('=\r\n', ''));
          done();
        });
      },
    });
    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.server.address() as AddressInfo;
      const value = { host: '127.0.0.1', port, security: 'none', from: 'millrace@example.com' };
      expect((await workspace.admin.client.put(`${workspace.api}/resources/f/shop/mail`, { resource_type: 'smtp', value })).status).toBe(201);
    });
    afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

    const set = (user: TestUser, approvalEmail: unknown) => user.client.patch(workspace.api, { settings: { approval_email: approvalEmail } });
    const mailTo = (user: TestUser) => until(() => Promise.resolve(mails.find((mail) => mail.includes(`To: ${user.email}`))));

    test('is set up by an admin, with a resource that is there and templates that can be read', async () => {
      expect((await set(people.ada, { resource: 'f/shop/mail' })).status).toBe(403);
      expect(codeOf(await set(workspace.admin, { resource: 'f/shop/nothing' }))).toBe('resource/not_found');
      expect(codeOf(await set(workspace.admin, { resource: 'f/shop/mail', subject: '{{#if' }))).toBe('request/invalid');
      expect((await set(workspace.admin, { resource: 'f/shop/mail', subject: 'Please decide: {{title}}' })).status).toBe(200);
    });

    test('goes to everyone who may decide and to nobody else, with a link to the inbox', async () => {
      const { id } = await anApproval(app, workspace, { spec: { ...finance(), title: 'Refund 4711', is_self_approval_forbidden: true }, requestedBy: 'u/bob' });
      const mail = await mailTo(people.ada);
      expect(mail).toContain('Subject: Please decide: Refund 4711');
      expect(mail).toContain(`/w/${workspace.id}/approvals/${id}`);
      await until(async () => (await get(id)).events.find(({ kind }) => kind === 'notified'));
      expect((await get(id)).events.find(({ kind }) => kind === 'notified')).toMatchObject({ channel: 'email', details: { occasion: 'asked', people: 1 } });
      await decideAs(workspace, people.ada, id, 'reject');
      const ended = await mailTo(people.bob);
      expect(ended).toContain('is rejected');
    });

    test('that cannot be sent stands in the record, once', async () => {
      await set(workspace.admin, { resource: 'f/shop/mail' });
      await workspace.admin.client.put(`${workspace.api}/resources/f/shop/mail`, {
        resource_type: 'smtp',
        value: { host: '127.0.0.1', port: 9, security: 'none', from: 'x@example.com' },
      });
      const { id } = await anApproval(app, workspace, { spec: { stages: [{ candidates: ['u/ada'] }] } });
      const failed = await until(async () => (await get(id)).events.find(({ kind }) => kind === 'notification_failed'));
      expect(failed).toMatchObject({ channel: 'email', details: { to: 'u/ada', resource: 'f/shop/mail' } });
      expect((await set(workspace.admin, null)).status).toBe(200);
    });
  });

  test('a script of the workspace runs for everything that becomes of a request, as who set it up', async () => {
    await deploy('f/shop/hook', 'approval_id="$1"\noccasion="$2"\nstatus="$3"\necho "$approval_id $occasion $status"');
    const set = (handler: unknown) => workspace.admin.client.patch<{ settings: object }>(workspace.api, { settings: { approval_handler: handler } });
    expect(codeOf(await set({ path: 'f/shop/nothing' }))).toBe('script/not_found');
    expect((await set({ path: 'f/shop/hook' })).body.settings).toMatchObject({ approval_handler: { path: 'f/shop/hook', set_by: 'u/admin' } });
    expect((await people.viewer.client.get<{ settings: object }>(workspace.api)).body.settings).toEqual({});
    const { id } = await anApproval(app, workspace, { spec: finance() });
    await decideAs(workspace, people.ada, id, 'approve');
    const results = await until(async () => {
      const rows = await query<{ result: string; run_as: string }>(
        `select result, run_as from job where path = 'f/shop/hook' and status = 'succeeded' and args->>'approval_id' = $1`,
        [id],
      );
      return rows.some(({ result }) => result.includes('ended')) && rows;
    });
    expect(results).toContainEqual({ result: `${id} ended approved`, run_as: 'u/admin' });
    await query(`update script set archived_at = now() where path = 'f/shop/hook'`);
    const other = await anApproval(app, workspace, { spec: finance() });
    const failed = await until(async () => (await get(other.id)).events.find(({ kind, channel }) => kind === 'notification_failed' && channel === 'handler'));
    expect(failed.details).toMatchObject({ script: 'f/shop/hook' });
    await set(null);
  });

  describe('a request to run', () => {
    const ask = (path: string, who: TestUser, args: object = { order: 'o-1' }) =>
      who.client.post<Approval>(`${workspace.api}/approval_requests`, { path, args, reason: 'a *customer* waits' });
    const run = (path: string, who: TestUser, query = '') => who.client.post(`${workspace.api}/jobs/run/p/${path}${query}`, { order: 'o-1' });
    const needed = (more: object = {}) => ({ approval: { ...finance(), is_self_approval_forbidden: true }, ...more });

    test('is needed by who may only read; who may change it runs it', async () => {
      await deploy('f/shop/pay', 'order="$1"\necho "$order"', needed());
      expect(codeOf(await run('f/shop/pay', people.viewer))).toBe('job/approval_required');
      expect((await run('f/shop/pay', people.writer)).status).toBe(201);
      expect(codeOf(await ask('f/shop/pay', people.writer))).toBe('approval/not_needed');
    });

    test('is not gone around by an older version, a batch, a rerun, a stream, or a waiting call', async () => {
      await deploy('f/shop/later', 'order="$1"\necho "$order"');
      const early = (await run('f/shop/later', people.viewer)).text;
      await deploy('f/shop/later', 'order="$1"\necho "paid $order"', needed());
      const { client } = people.viewer;
      const tries = [
        await run('f/shop/later', people.viewer, '?version=1'),
        await client.post(`${workspace.api}/jobs/run_wait_result/p/f/shop/later`, { order: 'x' }),
        await client.post(`${workspace.api}/jobs/run_and_stream/p/f/shop/later`, { order: 'x' }),
        await client.post(`${workspace.api}/jobs/run_batch/p/f/shop/later`, { args: [{ order: 'x' }] }),
        await client.post(`${workspace.api}/jobs/${early}/rerun`, {}),
      ];
      expect(tries.map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'job/approval_required'));
    });

    test('runs with exactly these arguments, as who asked, once it is approved', async () => {
      const asked = await ask('f/shop/pay', people.viewer, { order: 'o-42' });
      expect([asked.status, asked.body.status, asked.body.subject.kind, asked.body.summary]).toEqual([201, 'open', 'run', 'a \\*customer\\* waits']);
      expect(asked.body.viewer).toMatchObject({ can_act: false, can_withdraw: true });
      const { body } = await decideAs(workspace, people.ada, asked.body.id, 'approve', { expected_hash: asked.body.hash });
      expect(body).toMatchObject({ status: 'approved', run_job_id: expect.any(String) });
      const answer = await people.viewer.client.get(`${workspace.api}/jobs/${body.run_job_id}/result?wait_s=20`);
      expect(answer.body).toBe('o-42');
      const job = await people.viewer.client.get<{ created_by: string; run_as: string; trigger_kind: string }>(`${workspace.api}/jobs/${body.run_job_id}`);
      expect(job.body).toMatchObject({ created_by: 'u/viewer', run_as: 'u/viewer', trigger_kind: 'approval' });
    });

    test('runs nothing when it is rejected', async () => {
      const asked = await ask('f/shop/pay', people.viewer);
      expect((await decideAs(workspace, people.ada, asked.body.id, 'reject')).body).toMatchObject({ status: 'rejected', run_job_id: null });
    });

    test('is void when what was asked for has changed, or who asked may not see it any more', async () => {
      const [changed, closed, gone] = [await ask('f/shop/pay', people.viewer), await ask('f/shop/pay', people.viewer), await ask('f/shop/pay', people.viewer)];
      await query(`delete from grant_ where subject = 'u/viewer'`);
      expect(codeOf(await decideAs(workspace, people.ada, closed.body.id, 'approve'))).toBe('approval/changed');
      await workspace.grant('folder', 'shop', 'u/viewer', 'read');
      await deploy('f/shop/pay', 'order="$1"\necho "new $order"', needed());
      expect(codeOf(await decideAs(workspace, people.ada, changed.body.id, 'approve'))).toMatch(/approval\/(changed|ended)/);
      // Nobody has to try it first.
      await until(async () => (await get(gone.body.id)).status === 'void');
      for (const { body } of [changed, closed, gone]) expect(await get(body.id)).toMatchObject({ status: 'void', run_job_id: null });
    });

    test('by everyone leaves nobody who runs it alone, not even an admin', async () => {
      await deploy('f/shop/nuclear', 'order="$1"\necho "$order"', needed({ needed_by: 'everyone' }));
      expect(codeOf(await run('f/shop/nuclear', workspace.admin))).toBe('job/approval_required');
      const asked = await ask('f/shop/nuclear', workspace.admin);
      expect(codeOf(await decideAs(workspace, workspace.admin, asked.body.id, 'approve'))).toMatch(/approval\/(not_a_candidate|self_approval)/);
      expect((await decideAs(workspace, people.bob, asked.body.id, 'approve')).body.run_job_id).not.toBeNull();
    });

    test('is refused with arguments that do not fit, for what is not there, and from a job', async () => {
      expect(codeOf(await ask('f/shop/pay', people.viewer, { order: 5 }))).toBe('job/args_invalid');
      expect((await ask('f/secret/pay', people.viewer)).status).toBe(404);
      const jobId = newId();
      await query(
        `insert into job (id, workspace_id, kind, path, status, attempt, created_by, run_as, run_as_user_id, tag, trace_id) values ($1, $2, 'script', 'f/shop/pay', 'running', 1, 'u/viewer', 'u/viewer', $3, 'none', 'x')`,
        [jobId, workspace.id, people.viewer.id],
      );
      const asJob = app.anonymous.with({ authorization: `Bearer ${app.get(JobTokens).issue(jobId, 1)}` });
      expect((await asJob.post(`${workspace.api}/approval_requests`, { path: 'f/shop/pay', args: { order: 'x' } })).status).toBe(403);
    });
  });

  describe('a link for somebody outside', () => {
    const link = (id: string, who: TestUser, email = 'guest@example.org') => who.client.post<ApprovalLink>(`${workspace.api}/approvals/${id}/links`, { email });
    const secretOf = ({ body }: { body: ApprovalLink }) => body.url.split('/').at(-1) ?? '';
    const show = (secret: string) => app.anonymous.get<LinkedApproval>(`/api/approval_links/${secret}`);
    const decide = (secret: string, body: object) => app.anonymous.post<LinkedApproval>(`/api/approval_links/${secret}`, body);

    test('is made only where the author allows it, by who may decide, and not for members', async () => {
      const closed = await anApproval(app, workspace, { spec: finance() });
      expect(codeOf(await link(closed.id, people.ada))).toBe('approval/not_allowed');
      const { id } = await anApproval(app, workspace, {
        spec: { ...finance(), is_external_allowed: true, is_self_approval_forbidden: true },
        requestedBy: 'u/bob',
      });
      expect(codeOf(await link(id, people.bob))).toBe('approval/not_allowed');
      expect(codeOf(await link(id, people.writer))).toBe('approval/not_allowed');
      expect(codeOf(await link(id, people.ada, people.bob.email.toUpperCase()))).toBe('approval/not_allowed');
      expect((await link(id, people.ada)).status).toBe(201);
    });

    test('shows what is needed however often it is read, decides once, and counts as the vote of who sent it', async () => {
      const { id } = await anApproval(app, workspace, {
        spec: { ...finance({ quorum: 2 }), is_external_allowed: true },
        args: { key: { $encrypted: 'v1:x' } },
      });
      const secret = secretOf(await link(id, people.ada));
      const answers = await Promise.all([show(secret), show(secret), show(secret)]);
      expect(answers.map(({ status, headers, body }) => [status, headers.get('cache-control'), body.status])).toEqual(
        Array.from({ length: 3 }, () => [200, 'no-store', 'open']),
      );
      expect(answers[0]?.body.args).toEqual({ key: { $secret: true } });
      expect(Object.keys(answers[0]?.body ?? {})).not.toContain('events');
      const { hash } = (answers[0] as { body: LinkedApproval }).body;
      expect(codeOf(await decide(secret, { vote: 'approve', expected_hash: 'other' }))).toBe('approval/changed');
      const both = await Promise.all([decide(secret, { vote: 'approve', expected_hash: hash }), decide(secret, { vote: 'approve', expected_hash: hash })]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await get(id)).stages[0]?.votes).toMatchObject([{ by: 'email:guest@example.org', on_behalf_of: 'u/ada' }]);
      expect(codeOf(await decideAs(workspace, people.ada, id, 'approve'))).toBe('approval/already_voted');
      expect((await decideAs(workspace, people.bob, id, 'approve')).body.status).toBe('approved');
    });

    test('is worth nothing once its time is over, or once who sent it may not decide any more; its secret is not stored', async () => {
      const { id } = await anApproval(app, workspace, { spec: { ...finance(), is_external_allowed: true } });
      const [late, orphan] = [secretOf(await link(id, people.ada)), secretOf(await link(id, people.bob))];
      const { hash } = (await show(late)).body;
      await query(`update approval_link set expires_at = now() - interval '1 second' where request_id = $1 and principal = 'u/ada'`, [id]);
      expect([codeOf(await show(late)), codeOf(await decide(late, { vote: 'approve', expected_hash: hash }))]).toEqual([
        'approval/link_invalid',
        'approval/link_invalid',
      ]);
      await query(`delete from group_member where user_id = $1`, [people.bob.id]);
      expect(codeOf(await decide(orphan, { vote: 'approve', expected_hash: hash }))).toBe('approval/not_a_candidate');
      await query(`insert into group_member (workspace_id, group_name, user_id) values ($1, 'finance', $2)`, [workspace.id, people.bob.id]);
      expect(codeOf(await show('mra_guessed-guessed-guessed'))).toBe('approval/link_invalid');
      expect(JSON.stringify(await query('select * from approval_link'))).not.toContain(orphan);
    });
  });

  test('open inboxes hear of what concerns them, and nobody hears of the rest', async () => {
    const stranger = await workspace.aMember('developer');
    const heard: string[] = [];
    const sockets = await Promise.all(
      [people.ada, stranger].map(async (user) => {
        const socket = connect(app.url, { transports: ['websocket'], extraHeaders: { ...user.client.headers }, forceNew: true });
        socket.on('approvals.changed', () => heard.push(user.username));
        await new Promise<void>((resolve, reject) =>
          socket.emit('subscribe', { workspace: workspace.id, room: 'inbox' }, (answer: { ok: boolean }) =>
            answer.ok ? resolve() : reject(new Error('refused')),
          ),
        );
        return socket;
      }),
    );
    const { id } = await anApproval(app, workspace, { spec: finance() });
    await until(() => Promise.resolve(heard.includes('ada')));
    await decideAs(workspace, people.bob, id, 'approve');
    await until(() => Promise.resolve(heard.length >= 2));
    expect(heard).not.toContain(stranger.username);
    for (const socket of sockets) socket.disconnect();
  });

  test('the auditor finds and mends what can never be decided to any effect, and finds nothing else', async () => {
    const [ended, closed, overdue] = [
      await anApproval(app, workspace, { spec: finance() }),
      await anApproval(app, workspace, { spec: finance() }),
      await anApproval(app, workspace, { spec: { ...finance(), expires_s: 3600 } }),
    ];
    const ago = `now() - interval '1 minute'`;
    await query(`update job set status = 'cancelled', ended_at = ${ago} where id = $1`, [ended.jobId]);
    await query(`update wait set closed_at = ${ago}, ending = '{"by": "time"}' where id = $1`, [closed.waitId]);
    await query(`update approval_request set created_at = ${ago}, expires_at = ${ago} where id = any($1)`, [[overdue.id]]);
    await query(`update approval_request set created_at = ${ago} where id = any($1)`, [[closed.id]]);
    await query(`select graphile_worker.remove_job($1)`, [`approval:${overdue.id}`]);
    const findings = (await app.get(Auditor).audit()).filter(({ name }) => name.startsWith('approval_'));
    expect(findings.map(({ name, subjects }) => [name, subjects])).toEqual([
      ['approval_of_ended_job', [ended.id]],
      ['approval_of_closed_wait', [closed.id]],
      ['approval_overdue', [overdue.id]],
    ]);
    expect([(await get(ended.id)).status, (await get(closed.id)).status]).toEqual(['void', 'void']);
    await until(async () => (await get(overdue.id)).status === 'expired');
    expect((await app.get(Auditor).audit()).filter(({ name }) => name.startsWith('approval_'))).toEqual([]);
    const metrics = await workspace.admin.client.get('/metrics');
    expect(metrics.text).toContain('millrace_approvals_open');
  });
});
