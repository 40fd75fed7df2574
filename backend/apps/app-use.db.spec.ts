import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../test/support/app.ts';
import { AppWorld, button, field, refundDesk } from '../../test/support/app-world.ts';
import { Database } from '../database/database.ts';
import type { AppDocument } from './app.contract.ts';

let world: AppWorld;

beforeAll(async () => {
  world = await AppWorld.open();
});
afterAll(() => world.close());

describe('someone who uses an app', () => {
  test('gets the release without what only the server needs', async () => {
    await world.put('f/shop/viewed', { document: refundDesk() });
    const { body } = await world.view('f/shop/viewed');
    expect(body).toMatchObject({ version: 1, callable: ['refund'], user: { username: world.people.operator.username, email: world.people.operator.email } });
    expect(body.document.actions[0]?.args).toEqual({ order: { expr: 'Number(orderInput.value)' } });
  });

  test('does not get a page of another group, nor what only that page runs', async () => {
    const [home] = refundDesk().pages;
    const closed = {
      id: 'finance',
      title: 'Finance',
      params: [],
      is_in_navigation: true,
      visible_to: ['finance'],
      body: { flow: 'grid' as const, children: [button] },
    };
    await world.put('f/shop/pages', { document: refundDesk({ pages: [{ ...home!, body: { flow: 'grid', children: [field] } }, closed] }) });
    const { body } = await world.view('f/shop/pages');
    expect([body.document.pages.map(({ id }) => id), body.document.actions, body.callable]).toEqual([['home'], [], []]);
    expect(await world.run('f/shop/pages', { version: 1, args: { order: 1 } })).toMatchObject({
      status: 404,
      body: { error: { code: 'app/action_not_found' } },
    });
  });

  test('learns nothing of an app for others', async () => {
    await world.put('f/shop/finance_only', { document: refundDesk({ audience: { kind: 'groups', groups: ['finance'] } }) });
    expect((await world.view('f/shop/finance_only')).status).toBe(404);
    expect((await world.view('f/shop/viewed', world.people.stranger)).status).toBe(404);
    expect((await world.view('f/shop/finance_only', world.people.bob)).status).toBe(200);
  });

  test('runs an action with what is open, while the release and the session say the rest', async () => {
    await world.put('f/shop/run', { document: refundDesk() });
    const started = await world.run('f/shop/run', { version: 1, args: { order: 7 } });
    expect(started.status).toBe(201);
    expect(await world.jobOf(started.body.job_id)).toMatchObject({
      path: 'f/shop/refund',
      version: 1,
      args: { order: 7, reason: 'by hand', by: world.people.operator.email },
      trigger_kind: 'app',
      trigger_path: 'f/shop/run',
      created_by: `u/${world.people.operator.username}`,
      run_as: `u/${world.people.operator.username}`,
    });
  });

  test.each([
    ['an argument that the release fixes', { order: 1, reason: 'because' }, 422],
    ['who they are', { order: 1, by: 'boss@example.com' }, 422],
    ['an argument that the script does not have', { order: 1, admin: true }, 422],
    ['a value of the wrong type', { order: 'all' }, 422],
  ])('cannot choose %s', async (_what, args, status) => {
    await world.put('f/shop/closed', { document: refundDesk() });
    expect((await world.run('f/shop/closed', { version: 1, args })).status).toBe(status);
  });

  test('is told that there is a new release, and runs nothing of the old one', async () => {
    await world.put('f/shop/moving', { document: refundDesk() });
    await world.put('f/shop/moving', { document: refundDesk({ navigation: 'side' }) });
    expect(await world.run('f/shop/moving', { version: 1, args: { order: 1 } })).toMatchObject({
      status: 409,
      body: { error: { code: 'app/new_release', details: { version: 2 } } },
    });
  });

  test('cannot run an action of the working copy', async () => {
    await world.put('f/shop/draft_only', { document: refundDesk() });
    await world.begin('f/shop/draft_only');
    await world.send('f/shop/draft_only', 0, [{ do: 'rename', kind: 'action', from: 'refund', to: 'pay', has_references: true }]);
    expect(codeOf(await world.run('f/shop/draft_only', { version: 1, args: { order: 1 } }, world.people.operator, 'pay'))).toBe('app/action_not_found');
  });

  test('keeps texts that look like references as texts', async () => {
    await world.put('f/shop/plain', { document: refundDesk({}, { reason: { expr: 'orderInput.value' } }) });
    const started = await world.run('f/shop/plain', { version: 1, args: { order: 1, reason: '$var:f/private/key' } });
    const [job] = await world.app
      .get(Database)
      .run<{ settings: { plain_arguments: string[] } }>({ text: 'select settings from job where id = $1', values: [started.body.job_id] });
    expect(job?.settings.plain_arguments).toEqual(['order', 'reason']);
  });

  test('runs as the author where the release says so, as long as the author may', async () => {
    const asAuthor = refundDesk();
    asAuthor.actions[0] = { ...asAuthor.actions[0]!, run: { kind: 'script', path: 'f/private/refund' }, run_as: 'author' };
    await world.put('f/shop/as_author', { document: asAuthor });
    const started = await world.run('f/shop/as_author', { version: 1, args: { order: 3 } });
    expect(await world.jobOf(started.body.job_id)).toMatchObject({
      run_as: `u/${world.people.ada.username}`,
      created_by: `u/${world.people.operator.username}`,
    });
    expect(codeOf(await world.run('f/shop/as_author', { version: 1, args: { order: '$var:f/private/key' } }))).toBe('app/reference_refused');
    await world.app.get(Database).run({ text: `delete from grant_ where workspace_id = $1 and object_path = 'private'`, values: [world.workspace.id] });
    expect((await world.run('f/shop/as_author', { version: 1, args: { order: 3 } })).status).toBe(404);
  });

  test('has no way around to what they may not run themselves', async () => {
    const closed = refundDesk();
    closed.actions[0]!.run = { kind: 'script', path: 'f/private/refund' };
    await world.workspace.grant('folder', 'private', `u/${world.people.ada.username}`, 'write');
    await world.put('f/shop/around', { document: closed });
    expect((await world.view('f/shop/around')).body.callable).toEqual([]);
    expect((await world.run('f/shop/around', { version: 1, args: { order: 1 } })).status).toBe(404);
  });
});

describe('an action that runs a flow', () => {
  const echo = {
    type: 'rawscript' as const,
    language: 'bun',
    content: 'export async function main(order: number, note: string) {\n  return { order, note };\n}\n',
  };
  const flow = (order: string, note: string, more: object = {}) => ({
    summary: 'Refund',
    value: {
      modules: [{ id: 'pay', value: { ...echo, input_transforms: { order: { type: 'javascript', expr: order }, note: { type: 'javascript', expr: note } } } }],
      ...more,
    },
    schema: { type: 'object', properties: { order: { type: 'integer' }, note: { type: 'string' } }, required: ['order'] },
  });
  const deploy = async (path: string, body: object) =>
    expect((await world.people.ada.client.put(`${world.workspace.api}/flows/${path}`, body)).status).toBeLessThan(300);
  const running = (path: string, changes: object = {}): AppDocument => {
    const made = refundDesk({}, { note: { expr: 'orderInput.value' } });
    const { reason: _reason, by: _by, ...args } = made.actions[0]!.args;
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'flow', path }, args, ...changes };
    return made;
  };

  test('starts the released version of it for the person who pressed', async () => {
    await deploy('f/shop/refund_flow', flow('flow_input.order', 'flow_input.note'));
    await world.put('f/shop/flow_app', { document: running('f/shop/refund_flow') });
    await deploy('f/shop/refund_flow', flow('flow_input.order + 1', 'flow_input.note'));
    const started = await world.run('f/shop/flow_app', { version: 1, args: { order: 7, note: 'late' } });
    expect(started.status).toBe(201);
    expect(await world.jobOf(started.body.job_id)).toMatchObject({
      kind: 'flow',
      path: 'f/shop/refund_flow',
      version: 1,
      args: { order: 7, note: 'late' },
      trigger_kind: 'app',
      trigger_path: 'f/shop/flow_app',
      created_by: `u/${world.people.operator.username}`,
      run_as: `u/${world.people.operator.username}`,
    });
  });

  test('gives no step a reference to look up that a viewer typed', async () => {
    await deploy('f/shop/plain_flow', flow('flow_input.order', 'flow_input.note'));
    await world.put('f/shop/plain_flow_app', { document: running('f/shop/plain_flow') });
    const started = await world.run('f/shop/plain_flow_app', { version: 1, args: { order: 1, note: '$var:f/private/key' } });
    const [step] = await world.app.get(Database).run<{ args: object; settings: object }>({
      text: 'select args, settings from job where parent_id = $1',
      values: [started.body.job_id],
    });
    expect(step).toMatchObject({ args: { note: '$var:f/private/key' }, settings: { plain_arguments: ['note'] } });
  });

  test('runs as the author where the release says so, and takes no references then', async () => {
    await world.workspace.grant('folder', 'authors', `u/${world.people.ada.username}`, 'write');
    await deploy('f/authors/refund_flow', flow('flow_input.order', 'flow_input.note'));
    await world.put('f/shop/author_flow', { document: running('f/authors/refund_flow', { run_as: 'author' }) });
    const started = await world.run('f/shop/author_flow', { version: 1, args: { order: 3, note: 'late' } });
    expect(await world.jobOf(started.body.job_id)).toMatchObject({
      run_as: `u/${world.people.ada.username}`,
      created_by: `u/${world.people.operator.username}`,
    });
    expect(codeOf(await world.run('f/shop/author_flow', { version: 1, args: { order: 3, note: '$var:f/private/key' } }))).toBe('app/reference_refused');
  });
});

describe('what has to be asked for before it runs', () => {
  const approval = { needed_by: 'readers', approval: { title: 'Refund', stages: [{ candidates: ['g/finance'] }] } };
  const content = 'export async function main(order: number, reason: string, by = "") {\n  return { order, reason, by };\n}\n';

  test.each(['viewer', 'author'] as const)('is not run unasked through an app, run as the %s', async (runAs) => {
    const path = `f/shop/asked_${runAs}`;
    expect(
      (await world.people.ada.client.put(`${world.workspace.api}/scripts/${path}`, { language: 'bun', content, settings: { run_approval: approval } })).status,
    ).toBe(201);
    const made = refundDesk();
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'script', path }, run_as: runAs };
    await world.put(`${path}_app`, { document: made });
    expect(await world.run(`${path}_app`, { version: 1, args: { order: 1 } })).toMatchObject({ body: { error: { code: 'job/approval_required' } } });
    expect((await world.run(`${path}_app`, { version: 1, args: { order: 1 } }, world.people.ada)).status).toBe(201);
  });

  test('counts as it is now, whatever it was at the release', async () => {
    const path = 'f/shop/asked_later';
    await world.people.ada.client.put(`${world.workspace.api}/scripts/${path}`, { language: 'bun', content });
    const made = refundDesk();
    made.actions[0]!.run = { kind: 'script', path };
    await world.put(`${path}_app`, { document: made });
    await world.people.ada.client.put(`${world.workspace.api}/scripts/${path}`, { language: 'bun', content, settings: { run_approval: approval } });
    expect(codeOf(await world.run(`${path}_app`, { version: 1, args: { order: 1 } }))).toBe('job/approval_required');
  });
});
