import { ApprovalSpec } from '../../backend/approvals/approvals.contract.ts';
import { JobTokens } from '../../backend/auth/job-tokens.ts';
import { hashSecret } from '../../backend/auth/credentials.ts';
import type { TestApp, TestClient, TestUser, TestWorkspace } from '../support/app.ts';
import type { Caller } from './route-matrix.rows.ts';
import { GuestLimits } from '../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../backend/apps/core/empty.ts';

/** An app that lets in whoever has its address, and may be shown by another site. */
const openToGuests = {
  ...emptyDocument,
  audience: { ...emptyDocument.audience, anonymous: GuestLimits.parse({}), embed: { origins: ['https://portal.example.com'] } },
};

/** Ids and names of the objects that the rows of the table speak of. */
export const known = {
  path: 'f/shop/thing',
  /** In a folder on which nobody but admins holds anything. */
  hiddenPath: 'f/secret/thing',
  hiddenJob: '01990000-0000-7000-8000-000000000005',
  hiddenScript: '01990000-0000-7000-8000-000000000006',
  job: '01990000-0000-7000-8000-000000000001',
  ownJob: '01990000-0000-7000-8000-000000000002',
  worker: '01990000-0000-7000-8000-0000000000f1',
  script: '01990000-0000-7000-8000-000000000003',
  invitation: '01990000-0000-7000-8000-000000000004',
  approval: '01990000-0000-7000-8000-000000000021',
  hiddenApproval: '01990000-0000-7000-8000-000000000022',
  linkSecret: 'mra_route-matrix-route-matrix',
  file: '01990000-0000-7000-8000-000000000031',
  hiddenFile: '01990000-0000-7000-8000-000000000032',
  nothing: '01990000-0000-7000-8000-00000000ffff',
  invitationSecret: 'mri_route-matrix',
} as const;

/** The installation in which every route is called by everyone, and which is put in order again after each change. */
export class MatrixWorld {
  private constructor(
    private readonly app: TestApp,
    readonly workspace: TestWorkspace,
    private readonly other: TestWorkspace,
  ) {}

  static async create(app: TestApp): Promise<MatrixWorld> {
    const world = new MatrixWorld(app, await app.make.aWorkspace('matrix'), await app.make.aWorkspace('elsewhere'));
    await world.restore();
    return world;
  }

  /** New sessions and tokens for everyone: some routes end them. */
  async callers(): Promise<Record<Caller, TestClient>> {
    const [operator, viewer, writer] = await Promise.all([
      this.workspace.aMember('operator'),
      this.workspace.aMember('developer'),
      this.workspace.aMember('developer'),
    ]);
    await this.workspace.grant('folder', 'shop', `u/${operator.username}`, 'write');
    await this.workspace.grant('folder', 'shop', `u/${viewer.username}`, 'read');
    await this.workspace.grant('folder', 'shop', `u/${writer.username}`, 'write');
    const admin = await this.workspace.aMember('admin');
    return {
      anonymous: this.app.anonymous,
      other: (await this.other.aMember('admin')).client,
      operator: operator.client,
      viewer: viewer.client,
      writer: writer.client,
      admin: admin.client,
      job: await this.aJobOf(writer),
      app: await admin.withToken(['jobs:run:f/elsewhere/thing']),
    };
  }

  /** Somebody for whom another site vouches, with the token for its frame around the app of the rows. */
  async embedded(admin: TestClient): Promise<TestClient> {
    const { body } = await admin.post<{ token: string }>(`${this.workspace.api}/app_embed_tokens/${known.path}`, { user: { id: 'guest' } });
    return this.app.anonymous.with({ authorization: `Bearer ${body.token}` });
  }

  /** Makes whatever the rows name, in the state that they expect. */
  async restore(): Promise<void> {
    const { id } = this.workspace;
    await this.query(`delete from folder where workspace_id = $1 and name = 'new'`, [id]);
    await this.query(`delete from grant_ where workspace_id = $1 and (object_path = 'new' or subject = 'u/target')`, [id]);
    await this.query(
      `insert into folder (workspace_id, name, created_by) values ($1, 'shop', 'u/admin'), ($1, 'secret', 'u/admin'), ($1, 'empty', 'u/admin') on conflict do nothing`,
      [id],
    );
    await this.query(`insert into group_ (workspace_id, name, created_by) values ($1, 'team', 'u/admin') on conflict do nothing`, [id]);
    await this.query(`insert into "user" (id, email) values ($1, 'target@example.com') on conflict do nothing`, [known.nothing]);
    await this.query(
      `insert into membership (workspace_id, user_id, username, role) values ($1, $2, 'target', 'operator') on conflict (workspace_id, user_id) do update set disabled_at = null`,
      [id, known.nothing],
    );
    await this.query(
      `insert into invitation (id, workspace_id, email, role, token_hash, created_by, expires_at) values ($2, $1, 'guest@example.com', 'operator', $3, 'u/admin', now() + interval '1 day') on conflict (id) do update set revoked_at = null, accepted_at = null`,
      [id, known.invitation, hashSecret(known.invitationSecret)],
    );
    await this.query(`delete from sign_in_attempt`, []);
    await this.restoreItems(id);
    await this.restoreFiles(id);
    await this.restoreJobs(id);
    await this.restoreApprovals(id);
  }

  private async restoreItems(id: string): Promise<void> {
    await this.query(`delete from script where workspace_id = $1`, [id]);
    await this.query(`delete from flow where workspace_id = $1`, [id]);
    await this.query(`delete from agent where workspace_id = $1`, [id]);
    await this.query(`delete from app where workspace_id = $1`, [id]);
    await this.query(`delete from app_saved_view where workspace_id = $1`, [id]);
    await this.query(`delete from app_draft where workspace_id = $1`, [id]);
    // It requires an argument, so that running it is refused for its arguments by then, and nothing waits for a worker.
    const schema = JSON.stringify({ type: 'object', properties: { order: { type: 'string' } }, required: ['order'] });
    for (const [scriptId, path] of [
      [known.script, known.path],
      [known.hiddenScript, known.hiddenPath],
    ]) {
      await this.query(`insert into script (id, workspace_id, path, current_version, created_by) values ($2, $1, $3, 1, 'u/admin')`, [id, scriptId, path]);
      await this.query(
        `insert into script_version (id, script_id, workspace_id, version, hash, language, content, schema, created_by) values (gen_random_uuid(), $2, $1, 1, 'x', 'bun', 'export function main(order: string) {}', $3, 'u/admin')`,
        [id, scriptId, schema],
      );
      await this.query(`insert into flow (id, workspace_id, path, current_version, created_by) values ($2, $1, $3, 1, 'u/admin')`, [id, scriptId, path]);
      await this.query(
        `insert into flow_version (id, flow_id, workspace_id, version, hash, value, schema, created_by) values (gen_random_uuid(), $2, $1, 1, 'x', '{"modules": []}', $3, 'u/admin')`,
        [id, scriptId, schema],
      );
      await this.query(`insert into agent (id, workspace_id, path, current_version, created_by) values ($2, $1, $3, 1, 'u/admin')`, [id, scriptId, path]);
      await this.query(
        `insert into agent_version (id, agent_id, workspace_id, version, hash, value, schema, author_id, created_by) values (gen_random_uuid(), $2, $1, 1, 'x', '{}', $3, $2, 'u/admin')`,
        [id, scriptId, schema],
      );
      await this.query(`insert into app (id, workspace_id, path, current_version, created_by) values ($2, $1, $3, 1, 'u/admin')`, [id, scriptId, path]);
      await this.query(
        `insert into app_version (id, app_id, workspace_id, version, hash, document, policy, author_id, created_by) values (gen_random_uuid(), $2, $1, 1, 'x', $3, '[]', $2, 'u/admin')`,
        [id, scriptId, JSON.stringify(path === known.path ? openToGuests : emptyDocument)],
      );
      await this.query(`insert into app_draft (workspace_id, path, document, created_by, updated_by) values ($1, $2, $3, 'u/admin', 'u/admin')`, [
        id,
        path,
        JSON.stringify(emptyDocument),
      ]);
      await this.query(
        `insert into resource (id, workspace_id, path, resource_type, value, created_by) values (gen_random_uuid(), $1, $2, 'http', '{"base_url": "http://127.0.0.1:9"}', 'u/admin') on conflict do nothing`,
        [id, path],
      );
      await this.query(
        `insert into variable (id, workspace_id, path, value, is_secret, created_by) values (gen_random_uuid(), $1, $2, 'x', false, 'u/admin') on conflict do nothing`,
        [id, path],
      );
    }
    // Off: nothing of the matrix is to run by itself.
    await this.query(`delete from schedule where workspace_id = $1`, [id]);
    await this.query(
      `insert into schedule (id, workspace_id, path, runnable_kind, runnable_path, args, cron, timezone, is_enabled, run_as, run_as_user_id, created_by) select gen_random_uuid(), $1, path, 'script', path, '{"order": "x"}', '0 2 * * *', 'UTC', false, 'u/target', $3, 'u/admin' from unnest($2::text[]) as path`,
      [id, [known.path, known.hiddenPath], known.nothing],
    );
    await this.query(`delete from slack_command where workspace_id = $1`, [id]);
    await this.query(
      `insert into slack_command (id, workspace_id, path, trigger, name, runnable_kind, runnable_path, answer, form, is_enabled, created_by, updated_by) select gen_random_uuid(), $1, path, 'command', '/off', 'script', path, 'private', 'when_needed', false, 'u/admin', 'u/admin' from unnest($2::text[]) as path`,
      [id, [known.path, known.hiddenPath]],
    );
    await this.query(`insert into resource_type (workspace_id, name, schema, created_by) values ($1, 'shop_api', '{}', 'u/admin') on conflict do nothing`, [
      id,
    ]);
    await this.query(`delete from draft where workspace_id = $1`, [id]);
    await this.query(
      `insert into draft (workspace_id, user_id, kind, path, value) select $1, user_id, 'script', $2, '{}' from membership where workspace_id = $1`,
      [id, known.path],
    );
  }

  /** Empty files that somebody else gave to the apps. */
  private async restoreFiles(id: string): Promise<void> {
    await this.query(`delete from app_file where workspace_id = $1`, [id]);
    await this.query(
      `insert into app_file (id, workspace_id, app_path, component, name, type, size, user_id, uploaded_by, completed_at, expires_at)
       select file, $1, path, 'photo', 'photo.png', 'image/png', 0, $4, 'u/target', now(), now() + interval '1 day' from unnest($2::uuid[], $3::text[]) as given (file, path)`,
      [id, [known.file, known.hiddenFile], [known.path, known.hiddenPath], known.nothing],
    );
  }

  /** Jobs that are queued for tomorrow, so that they can be cancelled and do not start. */
  private async restoreJobs(id: string): Promise<void> {
    for (const [jobId, path] of [
      [known.job, known.path],
      [known.hiddenJob, known.hiddenPath],
    ]) {
      await this.query(
        `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, scheduled_for, result) values ($2, $1, 'script', $3, 'queued', 'u/admin', 'u/admin', 'bun', 'x', now() + interval '1 day', '1')
         on conflict (id) do update set status = 'queued', ended_at = null, cancel_requested_at = null, error = null`,
        [id, jobId, path],
      );
    }
  }

  /** Requests that wait for the owners of what they are about, with a link for somebody outside. */
  private async restoreApprovals(id: string): Promise<void> {
    await this.query(`delete from approval_request where workspace_id = $1`, [id]);
    const spec = JSON.stringify({ ...ApprovalSpec.parse({}), is_external_allowed: true });
    for (const [approvalId, path, folder] of [
      [known.approval, known.path, 'shop'],
      [known.hiddenApproval, known.hiddenPath, 'secret'],
    ]) {
      await this.query(
        `insert into approval_request (id, workspace_id, title, subject_kind, runnable_kind, path, requested_by, chain, spec, hash, stages, waits_for, seen_by, claimed_by)
         values ($2, $1, 'Refund', 'flow', 'script', $3, 'u/target', '{u/target}', $4, 'x', '[{"name": "", "candidates": [], "quorum": "any", "is_distinct": false, "escalated": [], "excluded": []}]', $5, $5, 'u/target')`,
        [id, approvalId, path, spec, [`o/f/${folder}`, 'admins']],
      );
    }
    await this.query(
      `insert into approval_link (id, request_id, stage, token_hash, email, principal, expires_at) values (gen_random_uuid(), $1, 0, $2, 'guest@example.org', 'u/admin', now() + interval '1 day')`,
      [known.approval, hashSecret(known.linkSecret)],
    );
  }

  /** A job that runs for as long as the table is walked: its worker has a lease for that, or the auditor would find the job without one after a minute, and end it. */
  private async aJobOf(user: TestUser): Promise<TestClient> {
    await this.query(
      `insert into worker (id, name, host, process_id, version, tags, isolation, languages, capacity, seen_at) values ($1, 'matrix', 'nowhere', 1, '0', '{}', 'none', '[]', 1, now() + interval '1 day') on conflict (id) do nothing`,
      [known.worker],
    );
    await this.query(
      `insert into job (id, workspace_id, kind, path, status, attempt, created_by, run_as, run_as_user_id, tag, trace_id, worker_id) values ($2, $1, 'script', $3, 'running', 1, $5, $5, $4, 'bun', 'x', $6)
       on conflict (id) do update set run_as_user_id = excluded.run_as_user_id, created_by = excluded.created_by, run_as = excluded.run_as, status = 'running', attempt = 1`,
      [this.workspace.id, known.ownJob, known.path, user.id, `u/${user.username}`, known.worker],
    );
    return this.app.anonymous.with({ authorization: `Bearer ${this.app.get(JobTokens).issue(known.ownJob, 1)}` });
  }

  private query(text: string, values: unknown[]): Promise<unknown> {
    return this.app.platform.database.manager.query(text, values);
  }
}
