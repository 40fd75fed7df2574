import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import type { VersionRow } from '../items/versioned-item.contract.ts';
import type { Job } from '../jobs/jobs.contract.ts';
import type { AppCommand } from './app-commands.contract.ts';
import type { AppDocument, AppNode } from './app.contract.ts';
import type { App, AppChanges, AppCommandsResult, AppDraft, AppRow, AppView, StartedAction } from './apps.contract.ts';
import { emptyDocument } from './core/empty.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let bob: TestUser;
let operator: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['shop', 'private', 'authors']) await workspace.aFolder(folder);
  for (const group of ['support', 'finance']) await workspace.aGroup(group);
  [ada, bob, operator, stranger] = await Promise.all([
    workspace.aMember('developer'),
    workspace.aMember('developer'),
    workspace.aMember('operator', { groups: ['support'] }),
    workspace.aMember('developer'),
  ]);
  for (const { username } of [ada, bob]) await workspace.grant('folder', 'shop', `u/${username}`, 'write');
  await workspace.grant('folder', 'private', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
  const refund = 'export async function main(order: number, reason: string, by = "") {\n  return { order, reason, by };\n}\n';
  expect((await ada.client.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bun', content: refund })).body).toMatchObject({ version: 1 });
  await ada.client.put(`${workspace.api}/scripts/f/private/refund`, { language: 'bun', content: refund });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (route: string, path: string): string => `${workspace.api}/${route}/${path}`;
const button: AppNode = {
  id: 'refundButton',
  type: 'button',
  props: { text: 'Refund' },
  on: { click: [{ do: 'run', action: 'refund' }] },
  layout: { base: { x: 0, y: 0, w: 2, h: 5 } },
};
const field: AppNode = { id: 'orderInput', type: 'text_input', props: { label: 'Order' }, layout: { base: { x: 2, y: 0, w: 4, h: 8 } } };

/** A page with a field and a button that refunds the order in the field. */
function document(changes: Partial<AppDocument> = {}, args: AppDocument['actions'][number]['args'] = {}): AppDocument {
  return {
    ...emptyDocument,
    actions: [
      {
        id: 'refund',
        run: { kind: 'script', path: 'f/shop/refund' },
        args: { order: { expr: 'Number(orderInput.value)' }, reason: 'by hand', by: { expr: 'user.email' }, ...args },
        trigger: 'manual',
        run_as: 'viewer',
      },
    ],
    pages: [{ id: 'home', title: 'Refunds', params: [], is_in_navigation: true, body: { flow: 'grid', children: [button, field] } }],
    ...changes,
  };
}

const put = (path: string, body: object, by = ada) => by.client.put<App>(at('apps', path), body);
const begin = (path: string, by = ada, body: object = {}) => by.client.post<AppDraft>(at('app_drafts', path), body);
const send = (path: string, since: number, commands: AppCommand[], by = ada) =>
  by.client.post<AppCommandsResult>(at('app_commands', path), { since, commands, client: by.username });
const view = (path: string, by = operator) => by.client.get<AppView>(at('app_view', path));
const run = (path: string, body: object, by = operator, action = 'refund') => by.client.post<StartedAction>(at(`app_actions/${action}/run`, path), body);
const jobOf = async (id: string, by = operator): Promise<Job> => (await by.client.get<Job>(`${workspace.api}/jobs/${id}`)).body;

describe('the working copy of an app', () => {
  test('begins empty, changes by commands, and is released as it was looked at', async () => {
    expect(await begin('f/shop/desk', ada, { summary: 'Desk' })).toMatchObject({
      status: 200,
      body: { seq: 0, based_on: null, live_version: null, is_changed: true },
    });
    const sent = await send('f/shop/desk', 0, [
      { do: 'put_action', action: document().actions[0]! },
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: button },
      { do: 'insert_node', to: { page: 'home' }, index: 1, node: field },
    ]);
    expect(sent.body).toMatchObject({ seq: 3, others: [], refused: null, is_behind: false, problems: [] });
    const changes = await ada.client.get<AppChanges>(at('app_changes', 'f/shop/desk'));
    expect(changes.body.changes[0]).toEqual({ kind: 'rights', subject: 'refund', text: 'Viewers may run f/shop/refund@1, and choose `order`' });
    const released = await ada.client.post<App>(at('app_release', 'f/shop/desk'), { message: 'first', seq: 3 });
    expect(released).toMatchObject({ status: 200, body: { version: 1, summary: 'Desk', message: 'first', is_current: true } });
    expect((await ada.client.get<AppDraft>(at('app_drafts', 'f/shop/desk'))).body).toMatchObject({ based_on: 1, live_version: 1, is_changed: false });
  });

  test('gives the commands of several people one order, and tells each what the others did', async () => {
    await begin('f/shop/together');
    await send('f/shop/together', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    const answer = await send('f/shop/together', 0, [{ do: 'set_prop', id: 'orderInput', name: 'help', value: 'The number on the invoice' }], bob);
    expect(answer.body).toMatchObject({ seq: 2, others: [{ seq: 1, by: `u/${ada.username}`, client: ada.username, command: { do: 'insert_node' } }] });
  });

  test('carries out what fits, refuses what does not, and loses neither', async () => {
    await begin('f/shop/twice');
    await send('f/shop/twice', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    const [first, second] = await Promise.all([ada, bob].map((person) => send('f/shop/twice', 1, [{ do: 'remove_node', id: 'orderInput' }], person)));
    expect([first?.body.refused, second?.body.refused].filter((refused) => refused === null)).toHaveLength(1);
    expect([first?.body.refused?.code, second?.body.refused?.code]).toContain('app/no_such_part');
  });

  test('refuses a release of what somebody changed meanwhile', async () => {
    await begin('f/shop/raced');
    await send('f/shop/raced', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    await send('f/shop/raced', 1, [{ do: 'set_prop', id: 'orderInput', name: 'label', value: 'Number' }], bob);
    expect(codeOf(await ada.client.post(at('app_release', 'f/shop/raced'), { message: '', seq: 1 }))).toBe('app/changed');
  });

  test('may have mistakes, and is not released with them', async () => {
    await begin('f/shop/wrong');
    const sent = await send('f/shop/wrong', 0, [
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: { ...field, props: { label: { expr: 'nothing.at.all' } } } },
    ]);
    expect(sent.body.problems).toMatchObject([{ code: 'expression/unknown_name', part: { kind: 'component', id: 'orderInput' } }]);
    expect(await ada.client.post(at('app_release', 'f/shop/wrong'), { message: '', seq: 1 })).toMatchObject({
      status: 422,
      body: { error: { code: 'app/invalid' } },
    });
  });

  test('refuses bindings that follow from each other, with the circle', async () => {
    const circle = document({
      pages: [{ ...document().pages[0]!, body: { flow: 'grid', children: [{ ...field, props: { label: 'x', value: { expr: 'orderInput.value' } } }] } }],
      actions: [],
    });
    const refused = await put('f/shop/circle', { document: circle });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'app/invalid', message: expect.stringContaining('orderInput.value ← orderInput.value') } },
    });
  });

  test('is nothing for those who may only use the app', async () => {
    await begin('f/shop/builders');
    for (const route of ['app_drafts', 'app_changes', 'apps', 'app_versions'])
      expect((await operator.client.get(at(route, 'f/shop/builders'))).status).toBe(403);
    expect((await send('f/shop/builders', 0, [], operator)).status).toBe(403);
    expect((await stranger.client.get(at('app_drafts', 'f/shop/builders'))).status).toBe(404);
  });
});

describe('a release', () => {
  test('makes a new version only for what is different, and goes back by one request', async () => {
    expect(await put('f/shop/versions', { document: document(), message: 'first' })).toMatchObject({ status: 201, body: { version: 1 } });
    expect(await put('f/shop/versions', { document: document(), message: 'again' })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await put('f/shop/versions', { document: document({ navigation: 'side' }) })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await ada.client.post<App>(at('app_rollback', 'f/shop/versions'), { version: 1 })).toMatchObject({
      status: 200,
      body: { version: 1, is_current: true },
    });
    expect((await view('f/shop/versions')).body).toMatchObject({ version: 1, document: { navigation: 'top' } });
    const versions = await ada.client.get<Page<VersionRow>>(at('app_versions', 'f/shop/versions'));
    expect(versions.body.items.map(({ version, is_current: isCurrent }) => [version, isCurrent])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  test('has a policy that nobody can send along', async () => {
    expect((await put('f/shop/forged', { document: document(), policy: [] })).status).toBe(422);
    const { body } = await put('f/shop/honest', { document: document() });
    expect(body.policy).toEqual([
      {
        action: 'refund',
        kind: 'script',
        path: 'f/shop/refund',
        version: 1,
        run_as: 'viewer',
        fixed: { reason: 'by hand' },
        session: { by: 'email' },
        open: [{ name: 'order', from: 'Number(orderInput.value)' }],
        pages: ['home'],
      },
    ]);
  });

  test('is refused where its author may not run what it runs', async () => {
    const elsewhere = document();
    elsewhere.actions[0]!.run = { kind: 'script', path: 'f/private/refund' };
    expect(await put('f/shop/reach', { document: elsewhere }, bob)).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('There is no script `f/private/refund`, or you may not run it') } },
    });
  });

  test('writes who released what into the log of events', async () => {
    await put('f/shop/audited', { document: document() });
    const [event] = await app
      .get(Database)
      .run({ text: `select action, actor, details from event where workspace_id = $1 and object_path = 'f/shop/audited'`, values: [workspace.id] });
    expect(event).toMatchObject({ action: 'app.deployed', actor: `u/${ada.username}`, details: { version: 1, actions: 1 } });
  });
});

describe('someone who uses an app', () => {
  test('gets the release without what only the server needs', async () => {
    await put('f/shop/viewed', { document: document() });
    const { body } = await view('f/shop/viewed');
    expect(body).toMatchObject({ version: 1, callable: ['refund'], user: { username: operator.username, email: operator.email } });
    expect(body.document.actions[0]?.args).toEqual({ order: { expr: 'Number(orderInput.value)' } });
  });

  test('does not get a page of another group, nor what only that page runs', async () => {
    const [home] = document().pages;
    const closed = {
      id: 'finance',
      title: 'Finance',
      params: [],
      is_in_navigation: true,
      visible_to: ['finance'],
      body: { flow: 'grid' as const, children: [button] },
    };
    await put('f/shop/pages', { document: document({ pages: [{ ...home!, body: { flow: 'grid', children: [field] } }, closed] }) });
    const { body } = await view('f/shop/pages');
    expect([body.document.pages.map(({ id }) => id), body.document.actions, body.callable]).toEqual([['home'], [], []]);
    expect(await run('f/shop/pages', { version: 1, args: { order: 1 } })).toMatchObject({ status: 404, body: { error: { code: 'app/action_not_found' } } });
  });

  test('learns nothing of an app for others', async () => {
    await put('f/shop/finance_only', { document: document({ audience: { kind: 'groups', groups: ['finance'] } }) });
    expect((await view('f/shop/finance_only')).status).toBe(404);
    expect((await view('f/shop/viewed', stranger)).status).toBe(404);
    expect((await view('f/shop/finance_only', bob)).status).toBe(200);
  });

  test('runs an action with what is open, while the release and the session say the rest', async () => {
    await put('f/shop/run', { document: document() });
    const started = await run('f/shop/run', { version: 1, args: { order: 7 } });
    expect(started.status).toBe(201);
    expect(await jobOf(started.body.job_id)).toMatchObject({
      path: 'f/shop/refund',
      version: 1,
      args: { order: 7, reason: 'by hand', by: operator.email },
      trigger_kind: 'app',
      trigger_path: 'f/shop/run',
      created_by: `u/${operator.username}`,
      run_as: `u/${operator.username}`,
    });
  });

  test.each([
    ['an argument that the release fixes', { order: 1, reason: 'because' }, 422],
    ['who they are', { order: 1, by: 'boss@example.com' }, 422],
    ['an argument that the script does not have', { order: 1, admin: true }, 422],
    ['a value of the wrong type', { order: 'all' }, 422],
  ])('cannot choose %s', async (_what, args, status) => {
    await put('f/shop/closed', { document: document() });
    expect((await run('f/shop/closed', { version: 1, args })).status).toBe(status);
  });

  test('is told that there is a new release, and runs nothing of the old one', async () => {
    await put('f/shop/moving', { document: document() });
    await put('f/shop/moving', { document: document({ navigation: 'side' }) });
    expect(await run('f/shop/moving', { version: 1, args: { order: 1 } })).toMatchObject({
      status: 409,
      body: { error: { code: 'app/new_release', details: { version: 2 } } },
    });
  });

  test('cannot run an action of the working copy', async () => {
    await put('f/shop/draft_only', { document: document() });
    await begin('f/shop/draft_only');
    await send('f/shop/draft_only', 0, [{ do: 'rename', kind: 'action', from: 'refund', to: 'pay', has_references: true }]);
    expect(codeOf(await run('f/shop/draft_only', { version: 1, args: { order: 1 } }, operator, 'pay'))).toBe('app/action_not_found');
  });

  test('keeps texts that look like references as texts', async () => {
    await put('f/shop/plain', { document: document({}, { reason: { expr: 'orderInput.value' } }) });
    const started = await run('f/shop/plain', { version: 1, args: { order: 1, reason: '$var:f/private/key' } });
    const [job] = await app
      .get(Database)
      .run<{ settings: { plain_arguments: string[] } }>({ text: 'select settings from job where id = $1', values: [started.body.job_id] });
    expect(job?.settings.plain_arguments).toEqual(['order', 'reason']);
  });

  test('runs as the author where the release says so, as long as the author may', async () => {
    const asAuthor = document();
    asAuthor.actions[0] = { ...asAuthor.actions[0]!, run: { kind: 'script', path: 'f/private/refund' }, run_as: 'author' };
    await put('f/shop/as_author', { document: asAuthor });
    const started = await run('f/shop/as_author', { version: 1, args: { order: 3 } });
    expect(await jobOf(started.body.job_id)).toMatchObject({ run_as: `u/${ada.username}`, created_by: `u/${operator.username}` });
    expect(codeOf(await run('f/shop/as_author', { version: 1, args: { order: '$var:f/private/key' } }))).toBe('app/reference_refused');
    await app.get(Database).run({ text: `delete from grant_ where workspace_id = $1 and object_path = 'private'`, values: [workspace.id] });
    expect((await run('f/shop/as_author', { version: 1, args: { order: 3 } })).status).toBe(404);
  });

  test('has no way around to what they may not run themselves', async () => {
    const closed = document();
    closed.actions[0]!.run = { kind: 'script', path: 'f/private/refund' };
    await workspace.grant('folder', 'private', `u/${ada.username}`, 'write');
    await put('f/shop/around', { document: closed });
    expect((await view('f/shop/around')).body.callable).toEqual([]);
    expect((await run('f/shop/around', { version: 1, args: { order: 1 } })).status).toBe(404);
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
  const deploy = async (path: string, body: object) => expect((await ada.client.put(`${workspace.api}/flows/${path}`, body)).status).toBeLessThan(300);
  const running = (path: string, changes: object = {}): AppDocument => {
    const made = document({}, { note: { expr: 'orderInput.value' } });
    const { reason: _reason, by: _by, ...args } = made.actions[0]!.args;
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'flow', path }, args, ...changes };
    return made;
  };

  test('starts the released version of it for the person who pressed', async () => {
    await deploy('f/shop/refund_flow', flow('flow_input.order', 'flow_input.note'));
    await put('f/shop/flow_app', { document: running('f/shop/refund_flow') });
    await deploy('f/shop/refund_flow', flow('flow_input.order + 1', 'flow_input.note'));
    const started = await run('f/shop/flow_app', { version: 1, args: { order: 7, note: 'late' } });
    expect(started.status).toBe(201);
    expect(await jobOf(started.body.job_id)).toMatchObject({
      kind: 'flow',
      path: 'f/shop/refund_flow',
      version: 1,
      args: { order: 7, note: 'late' },
      trigger_kind: 'app',
      trigger_path: 'f/shop/flow_app',
      created_by: `u/${operator.username}`,
      run_as: `u/${operator.username}`,
    });
  });

  test('gives no step a reference to look up that a viewer typed', async () => {
    await deploy('f/shop/plain_flow', flow('flow_input.order', 'flow_input.note'));
    await put('f/shop/plain_flow_app', { document: running('f/shop/plain_flow') });
    const started = await run('f/shop/plain_flow_app', { version: 1, args: { order: 1, note: '$var:f/private/key' } });
    const [step] = await app.get(Database).run<{ args: object; settings: object }>({
      text: 'select args, settings from job where parent_id = $1',
      values: [started.body.job_id],
    });
    expect(step).toMatchObject({ args: { note: '$var:f/private/key' }, settings: { plain_arguments: ['note'] } });
  });

  test('runs as the author where the release says so, and takes no references then', async () => {
    await workspace.grant('folder', 'authors', `u/${ada.username}`, 'write');
    await deploy('f/authors/refund_flow', flow('flow_input.order', 'flow_input.note'));
    await put('f/shop/author_flow', { document: running('f/authors/refund_flow', { run_as: 'author' }) });
    const started = await run('f/shop/author_flow', { version: 1, args: { order: 3, note: 'late' } });
    expect(await jobOf(started.body.job_id)).toMatchObject({ run_as: `u/${ada.username}`, created_by: `u/${operator.username}` });
    expect(codeOf(await run('f/shop/author_flow', { version: 1, args: { order: 3, note: '$var:f/private/key' } }))).toBe('app/reference_refused');
  });
});

describe('what has to be asked for before it runs', () => {
  const approval = { needed_by: 'readers', approval: { title: 'Refund', stages: [{ candidates: ['g/finance'] }] } };
  const content = 'export async function main(order: number, reason: string, by = "") {\n  return { order, reason, by };\n}\n';

  test.each(['viewer', 'author'] as const)('is not run unasked through an app, run as the %s', async (runAs) => {
    const path = `f/shop/asked_${runAs}`;
    expect((await ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content, settings: { run_approval: approval } })).status).toBe(201);
    const made = document();
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'script', path }, run_as: runAs };
    await put(`${path}_app`, { document: made });
    expect(await run(`${path}_app`, { version: 1, args: { order: 1 } })).toMatchObject({ body: { error: { code: 'job/approval_required' } } });
    expect((await run(`${path}_app`, { version: 1, args: { order: 1 } }, ada)).status).toBe(201);
  });

  test('counts as it is now, whatever it was at the release', async () => {
    const path = 'f/shop/asked_later';
    await ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content });
    const made = document();
    made.actions[0]!.run = { kind: 'script', path };
    await put(`${path}_app`, { document: made });
    await ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content, settings: { run_approval: approval } });
    expect(codeOf(await run(`${path}_app`, { version: 1, args: { order: 1 } }))).toBe('job/approval_required');
  });
});

describe('the list of apps', () => {
  test('has released apps for those who use them, and working copies for those who build', async () => {
    await put('f/shop/listed', { document: document(), summary: 'Listed' });
    await begin('f/shop/unreleased', ada, { summary: 'Not yet' });
    const listOf = async (by: TestUser): Promise<AppRow[]> => (await by.client.get<Page<AppRow>>(`${workspace.api}/apps?limit=200&folder=f/shop`)).body.items;
    const [seen, built] = [await listOf(operator), await listOf(ada)];
    expect(seen.find(({ path }) => path === 'f/shop/listed')).toMatchObject({
      summary: 'Listed',
      version: 1,
      page_count: 1,
      has_draft: false,
      my_level: 'read',
    });
    expect(seen.some(({ path }) => path === 'f/shop/unreleased')).toBe(false);
    expect(built.find(({ path }) => path === 'f/shop/unreleased')).toMatchObject({ version: null, has_draft: true });
    expect((await listOf(stranger)).length).toBe(0);
  });

  test('goes on where a page ended', async () => {
    const first = await ada.client.get<Page<AppRow>>(`${workspace.api}/apps?limit=2`);
    const second = await ada.client.get<Page<AppRow>>(`${workspace.api}/apps?limit=2&after=${encodeURIComponent(first.body.next ?? '')}`);
    const paths = [...first.body.items, ...second.body.items].map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].sort());
  });
});

describe('other places that show apps', () => {
  test('find released ones by their words, and never for those who may not see them', async () => {
    await put('f/shop/findable', { document: document(), summary: 'Zebra desk' });
    await begin('f/shop/zebra_draft', ada, { summary: 'Zebra draft' });
    const find = async (by: TestUser) => (await by.client.get<{ items: object[] }>(`${workspace.api}/search?q=zebra`)).body.items;
    expect(await find(operator)).toEqual([{ kind: 'app', path: 'f/shop/findable', title: 'Zebra desk', subtitle: '1 page' }]);
    expect(await find(stranger)).toEqual([]);
    await view('f/shop/findable');
    const { body } = await operator.client.get<{ recent: object[] }>(`${workspace.api}/home`);
    expect(body.recent).toContainEqual(expect.objectContaining({ kind: 'app', path: 'f/shop/findable', summary: 'Zebra desk' }));
  });

  test('name them as users of what they run', async () => {
    await ada.client.put(`${workspace.api}/scripts/f/shop/used`, { language: 'bun', content: 'export async function main() {}\n' });
    const made = document();
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'script', path: 'f/shop/used' }, args: {} };
    await put('f/shop/user_of_it', { document: made });
    expect((await ada.client.get(`${workspace.api}/script_references/f/shop/used`)).body).toEqual({ items: [{ kind: 'app', path: 'f/shop/user_of_it' }] });
  });

  test('count them, and keep a folder from going while it holds one', async () => {
    await workspace.aFolder('full');
    await workspace.grant('folder', 'full', `u/${ada.username}`, 'owner');
    await begin('f/full/desk');
    expect((await ada.client.delete<{ error: { details: object } }>(`${workspace.api}/folders/full`)).body.error.details).toEqual({
      counts: { unreleased_apps: 1 },
    });
    await put('f/full/desk', { document: document() });
    expect((await ada.client.get(`${workspace.api}/folders/full`)).body).toMatchObject({ counts: { app: 1 } });
    expect((await ada.client.delete<{ error: { details: object } }>(`${workspace.api}/folders/full`)).body.error.details).toEqual({ counts: { apps: 1 } });
  });
});

describe('renaming an app', () => {
  test('moves its releases and its working copy', async () => {
    await put('f/shop/before', { document: document() });
    await begin('f/shop/before');
    expect(await ada.client.post<App>(at('app_rename', 'f/shop/before'), { to: 'f/shop/after' })).toMatchObject({
      status: 200,
      body: { path: 'f/shop/after', version: 1 },
    });
    expect((await ada.client.get(at('app_drafts', 'f/shop/after'))).status).toBe(200);
    expect((await view('f/shop/before')).status).toBe(404);
  });
});
