import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, type TestUser } from '../../test/support/app.ts';
import { AppWorld, button, field, refundDesk } from '../../test/support/app-world.ts';
import type { Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import type { VersionRow } from '../items/versioned-item.contract.ts';
import type { App, AppChanges, AppDraft, AppRow } from './apps.contract.ts';

let world: AppWorld;

beforeAll(async () => {
  world = await AppWorld.open();
});
afterAll(() => world.close());

describe('the working copy of an app', () => {
  test('begins empty, changes by commands, and is released as it was looked at', async () => {
    expect(await world.begin('f/shop/desk', world.people.ada, { summary: 'Desk' })).toMatchObject({
      status: 200,
      body: { seq: 0, based_on: null, live_version: null, is_changed: true },
    });
    const sent = await world.send('f/shop/desk', 0, [
      { do: 'put_action', action: refundDesk().actions[0]! },
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: button },
      { do: 'insert_node', to: { page: 'home' }, index: 1, node: field },
    ]);
    expect(sent.body).toMatchObject({ seq: 3, others: [], refused: null, is_behind: false, problems: [] });
    const changes = await world.people.ada.client.get<AppChanges>(world.at('app_changes', 'f/shop/desk'));
    expect(changes.body.changes[0]).toEqual({ kind: 'rights', subject: 'refund', text: 'Viewers may run f/shop/refund@1, and choose `order`' });
    const released = await world.people.ada.client.post<App>(world.at('app_release', 'f/shop/desk'), { message: 'first', seq: 3 });
    expect(released).toMatchObject({ status: 200, body: { version: 1, summary: 'Desk', message: 'first', is_current: true } });
    expect((await world.people.ada.client.get<AppDraft>(world.at('app_drafts', 'f/shop/desk'))).body).toMatchObject({
      based_on: 1,
      live_version: 1,
      is_changed: false,
    });
  });

  test('gives the commands of several people one order, and tells each what the others did', async () => {
    await world.begin('f/shop/together');
    await world.send('f/shop/together', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    const answer = await world.send(
      'f/shop/together',
      0,
      [{ do: 'set_prop', id: 'orderInput', name: 'help', value: 'The number on the invoice' }],
      world.people.bob,
    );
    expect(answer.body).toMatchObject({
      seq: 2,
      others: [{ seq: 1, by: `u/${world.people.ada.username}`, client: world.people.ada.username, command: { do: 'insert_node' } }],
    });
  });

  test('carries out what fits, refuses what does not, and loses neither', async () => {
    await world.begin('f/shop/twice');
    await world.send('f/shop/twice', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    const [first, second] = await Promise.all(
      [world.people.ada, world.people.bob].map((person) => world.send('f/shop/twice', 1, [{ do: 'remove_node', id: 'orderInput' }], person)),
    );
    expect([first?.body.refused, second?.body.refused].filter((refused) => refused === null)).toHaveLength(1);
    expect([first?.body.refused?.code, second?.body.refused?.code]).toContain('app/no_such_part');
  });

  test('refuses a release of what somebody changed meanwhile', async () => {
    await world.begin('f/shop/raced');
    await world.send('f/shop/raced', 0, [{ do: 'insert_node', to: { page: 'home' }, index: 0, node: field }]);
    await world.send('f/shop/raced', 1, [{ do: 'set_prop', id: 'orderInput', name: 'label', value: 'Number' }], world.people.bob);
    expect(codeOf(await world.people.ada.client.post(world.at('app_release', 'f/shop/raced'), { message: '', seq: 1 }))).toBe('app/changed');
  });

  test('may have mistakes, and is not released with them', async () => {
    await world.begin('f/shop/wrong');
    const sent = await world.send('f/shop/wrong', 0, [
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: { ...field, props: { label: { expr: 'nothing.at.all' } } } },
    ]);
    expect(sent.body.problems).toMatchObject([{ code: 'expression/unknown_name', part: { kind: 'component', id: 'orderInput' } }]);
    expect(await world.people.ada.client.post(world.at('app_release', 'f/shop/wrong'), { message: '', seq: 1 })).toMatchObject({
      status: 422,
      body: { error: { code: 'app/invalid' } },
    });
  });

  test('refuses bindings that follow from each other, with the circle', async () => {
    const circle = refundDesk({
      pages: [{ ...refundDesk().pages[0]!, body: { flow: 'grid', children: [{ ...field, props: { label: 'x', value: { expr: 'orderInput.value' } } }] } }],
      actions: [],
    });
    const refused = await world.put('f/shop/circle', { document: circle });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'app/invalid', message: expect.stringContaining('orderInput.value ← orderInput.value') } },
    });
  });

  test('is nothing for those who may only use the app', async () => {
    await world.begin('f/shop/builders');
    for (const route of ['app_drafts', 'app_changes', 'apps', 'app_versions'])
      expect((await world.people.operator.client.get(world.at(route, 'f/shop/builders'))).status).toBe(403);
    expect((await world.send('f/shop/builders', 0, [], world.people.operator)).status).toBe(403);
    expect((await world.people.stranger.client.get(world.at('app_drafts', 'f/shop/builders'))).status).toBe(404);
  });
});

describe('a release', () => {
  test('makes a new version only for what is different, and goes back by one request', async () => {
    expect(await world.put('f/shop/versions', { document: refundDesk(), message: 'first' })).toMatchObject({ status: 201, body: { version: 1 } });
    expect(await world.put('f/shop/versions', { document: refundDesk(), message: 'again' })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await world.put('f/shop/versions', { document: refundDesk({ navigation: 'side' }) })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await world.people.ada.client.post<App>(world.at('app_rollback', 'f/shop/versions'), { version: 1 })).toMatchObject({
      status: 200,
      body: { version: 1, is_current: true },
    });
    expect((await world.view('f/shop/versions')).body).toMatchObject({ version: 1, document: { navigation: 'top' } });
    const versions = await world.people.ada.client.get<Page<VersionRow>>(world.at('app_versions', 'f/shop/versions'));
    expect(versions.body.items.map(({ version, is_current: isCurrent }) => [version, isCurrent])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  test('has a policy that nobody can send along', async () => {
    expect((await world.put('f/shop/forged', { document: refundDesk(), policy: [] })).status).toBe(422);
    const { body } = await world.put('f/shop/honest', { document: refundDesk() });
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
    const elsewhere = refundDesk();
    elsewhere.actions[0]!.run = { kind: 'script', path: 'f/private/refund' };
    expect(await world.put('f/shop/reach', { document: elsewhere }, world.people.bob)).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('There is no script `f/private/refund`, or you may not run it') } },
    });
  });

  test('writes who released what into the log of events', async () => {
    await world.put('f/shop/audited', { document: refundDesk() });
    const [event] = await world.app
      .get(Database)
      .run({ text: `select action, actor, details from event where workspace_id = $1 and object_path = 'f/shop/audited'`, values: [world.workspace.id] });
    expect(event).toMatchObject({ action: 'app.deployed', actor: `u/${world.people.ada.username}`, details: { version: 1, actions: 1 } });
  });
});

describe('the list of apps', () => {
  test('has released apps for those who use them, and working copies for those who build', async () => {
    await world.put('f/shop/listed', { document: refundDesk(), summary: 'Listed' });
    await world.begin('f/shop/unreleased', world.people.ada, { summary: 'Not yet' });
    const listOf = async (by: TestUser): Promise<AppRow[]> =>
      (await by.client.get<Page<AppRow>>(`${world.workspace.api}/apps?limit=200&folder=f/shop`)).body.items;
    const [seen, built] = [await listOf(world.people.operator), await listOf(world.people.ada)];
    expect(seen.find(({ path }) => path === 'f/shop/listed')).toMatchObject({
      summary: 'Listed',
      version: 1,
      page_count: 1,
      has_draft: false,
      my_level: 'read',
    });
    expect(seen.some(({ path }) => path === 'f/shop/unreleased')).toBe(false);
    expect(built.find(({ path }) => path === 'f/shop/unreleased')).toMatchObject({ version: null, has_draft: true });
    expect((await listOf(world.people.stranger)).length).toBe(0);
  });

  test('goes on where a page ended', async () => {
    const first = await world.people.ada.client.get<Page<AppRow>>(`${world.workspace.api}/apps?limit=2`);
    const second = await world.people.ada.client.get<Page<AppRow>>(`${world.workspace.api}/apps?limit=2&after=${encodeURIComponent(first.body.next ?? '')}`);
    const paths = [...first.body.items, ...second.body.items].map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].sort());
  });
});

describe('other places that show apps', () => {
  test('find released ones by their words, and never for those who may not see them', async () => {
    await world.put('f/shop/findable', { document: refundDesk(), summary: 'Zebra desk' });
    await world.begin('f/shop/zebra_draft', world.people.ada, { summary: 'Zebra draft' });
    const find = async (by: TestUser) => (await by.client.get<{ items: object[] }>(`${world.workspace.api}/search?q=zebra`)).body.items;
    expect(await find(world.people.operator)).toEqual([{ kind: 'app', path: 'f/shop/findable', title: 'Zebra desk', subtitle: '1 page' }]);
    expect(await find(world.people.stranger)).toEqual([]);
    await world.view('f/shop/findable');
    const { body } = await world.people.operator.client.get<{ recent: object[] }>(`${world.workspace.api}/home`);
    expect(body.recent).toContainEqual(expect.objectContaining({ kind: 'app', path: 'f/shop/findable', summary: 'Zebra desk' }));
  });

  test('remember the app for who used it, and not what it ran for them', async () => {
    await world.put('f/shop/used_app', { document: refundDesk() });
    const { body: shown } = await world.view('f/shop/used_app');
    expect((await world.run('f/shop/used_app', { version: shown.version, args: { order: 1 } })).status).toBe(201);
    const { body } = await world.people.operator.client.get<{ recent: { kind: string; path: string }[] }>(`${world.workspace.api}/home`);
    const recent = body.recent.map(({ kind, path }) => `${kind} ${path}`);
    expect(recent).toContain('app f/shop/used_app');
    expect(recent).not.toContain('script f/shop/refund');
  });

  test('name them as users of what they run', async () => {
    await world.people.ada.client.put(`${world.workspace.api}/scripts/f/shop/used`, { language: 'bun', content: 'export async function main() {}\n' });
    const made = refundDesk();
    made.actions[0] = { ...made.actions[0]!, run: { kind: 'script', path: 'f/shop/used' }, args: {} };
    await world.put('f/shop/user_of_it', { document: made });
    expect((await world.people.ada.client.get(`${world.workspace.api}/script_references/f/shop/used`)).body).toEqual({
      items: [{ kind: 'app', path: 'f/shop/user_of_it' }],
    });
  });

  test('count them, and keep a folder from going while it holds one', async () => {
    await world.workspace.aFolder('full');
    await world.workspace.grant('folder', 'full', `u/${world.people.ada.username}`, 'owner');
    await world.begin('f/full/desk');
    expect((await world.people.ada.client.delete<{ error: { details: object } }>(`${world.workspace.api}/folders/full`)).body.error.details).toEqual({
      counts: { unreleased_apps: 1 },
    });
    await world.put('f/full/desk', { document: refundDesk() });
    expect((await world.people.ada.client.get(`${world.workspace.api}/folders/full`)).body).toMatchObject({ counts: { app: 1 } });
    expect((await world.people.ada.client.delete<{ error: { details: object } }>(`${world.workspace.api}/folders/full`)).body.error.details).toEqual({
      counts: { apps: 1 },
    });
  });
});

describe('renaming an app', () => {
  test('moves its releases and its working copy', async () => {
    await world.put('f/shop/before', { document: refundDesk() });
    await world.begin('f/shop/before');
    expect(await world.people.ada.client.post<App>(world.at('app_rename', 'f/shop/before'), { to: 'f/shop/after' })).toMatchObject({
      status: 200,
      body: { path: 'f/shop/after', version: 1 },
    });
    expect((await world.people.ada.client.get(world.at('app_drafts', 'f/shop/after'))).status).toBe(200);
    expect((await world.view('f/shop/before')).status).toBe(404);
  });
});
