import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import type { AccessRow, Folder, Grant, Group } from './access.contract.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const query = (text: string, values: unknown[] = []) => app.platform.database.manager.query(text, values);
const actionsIn = async (workspaceId: string) =>
  ((await query('select action from event where workspace_id = $1 order by id', [workspaceId])) as { action: string }[]).map(({ action }) => action);

describe('folders', () => {
  test('are made by developers, who then own them; operators make none', async () => {
    const workspace = await app.make.aWorkspace();
    const [developer, operator] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator')]);
    const made = await developer.client.put<Folder>(`${workspace.api}/folders/shop`, { summary: 'The shop' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'shop', version: 1, my_level: 'owner', counts: { script: 0, app: 0, resource: 0, variable: 0, schedule: 0 } });
    expect(codeOf(await operator.client.put(`${workspace.api}/folders/other`, {}))).toBe('access/forbidden');
    expect(codeOf(await operator.client.put(`${workspace.api}/folders/shop`, { summary: 'mine' }))).toBe('access/forbidden');
    expect((await operator.client.get<Folder>(`${workspace.api}/folders/shop`)).body).toMatchObject({ my_level: null, counts: {} });
    expect(await actionsIn(workspace.id)).toContain('folder.created');
    for (const name of ['..', 'a%2Fb', '%20', 'ünï', 'x'.repeat(61)])
      expect((await developer.client.put(`${workspace.api}/folders/${name}`, {})).status).toBeGreaterThanOrEqual(404);
  });

  test('change only under their owners, at the version that was seen, and an equal body changes nothing', async () => {
    const workspace = await app.make.aWorkspace();
    const [owner, writer] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
    const path = `${workspace.api}/folders/shop`;
    await owner.client.put(path, { summary: 'one' });
    await owner.client.put(`${workspace.api}/grants`, { object_kind: 'folder', object_path: 'shop', subject: `u/${writer.username}`, level: 'write' });
    expect(codeOf(await writer.client.put(path, { summary: 'two' }))).toBe('access/forbidden');
    expect((await owner.client.put<Folder>(path, { summary: 'one' })).body.version).toBe(1);
    expect((await owner.client.put<Folder>(path, { summary: 'two', if_version: 1 })).body.version).toBe(2);
    expect(codeOf(await owner.client.put(path, { summary: 'three', if_version: 1 }))).toBe('item/version_conflict');
  });

  test('are deleted only when empty, archived scripts included, and leave no grant behind', async () => {
    const workspace = await app.make.aWorkspace();
    const developer = await workspace.aMember('developer');
    const path = `${workspace.api}/folders/shop`;
    await developer.client.put(path, {});
    await query(`insert into script (id, workspace_id, path, current_version, created_by, archived_at) values ($1, $2, 'f/shop/old', 1, 'u/admin', now())`, [
      newId(),
      workspace.id,
    ]);
    const refused = await developer.client.delete<{ error: { details: object } }>(path);
    expect(codeOf(refused)).toBe('folder/not_empty');
    expect(refused.body.error.details).toEqual({ counts: { archived_scripts: 1 } });
    await query(`delete from script where workspace_id = $1`, [workspace.id]);
    expect((await developer.client.delete(path)).status).toBe(204);
    expect(await query('select from grant_ where workspace_id = $1', [workspace.id])).toHaveLength(0);
    expect(codeOf(await developer.client.delete(path))).toBe('folder/not_found');
  });
});

describe('groups', () => {
  test('are changed by admins and their managers, and nobody else', async () => {
    const workspace = await app.make.aWorkspace();
    const [manager, member, operator] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer'), workspace.aMember('operator')]);
    const path = `${workspace.api}/groups/team`;
    const made = await manager.client.put<Group>(path, { summary: 'Team', members: [operator.username] });
    expect(made.status).toBe(201);
    expect(made.body.managers).toEqual([manager.username]);
    expect(made.body.members).toEqual([manager.username, operator.username].sort());
    expect(codeOf(await member.client.put(path, { members: [member.username] }))).toBe('access/forbidden');
    expect(codeOf(await member.client.delete(path))).toBe('access/forbidden');
    expect((await workspace.admin.client.put<Group>(path, { managers: [operator.username] })).body.managers).toEqual([operator.username]);
    expect(codeOf(await operator.client.put(path, { members: [] }))).toBe('access/forbidden');
    expect(codeOf(await operator.client.delete(path))).toBe('access/forbidden');
    expect(codeOf(await workspace.admin.client.put(path, { members: ['nobody'] }))).toBe('member/not_found');
    expect(codeOf(await workspace.admin.client.put(path, { summary: 'x', if_version: 1 }))).toBe('item/version_conflict');
  });

  test('give what is granted to them from the moment that one is in, and take it when they are deleted', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    const member = await workspace.aMember('developer');
    const { client } = workspace.admin;
    await client.put(`${workspace.api}/groups/team`, { members: [] });
    await client.put(`${workspace.api}/grants`, { object_kind: 'folder', object_path: 'shop', subject: 'g/team', level: 'write' });
    const folders = async () => (await member.client.get<{ folders: object }>(`${workspace.api}/me`)).body.folders;
    expect(await folders()).toEqual({});
    await client.put(`${workspace.api}/groups/team`, { members: [member.username] });
    expect(await folders()).toEqual({ shop: 'write' });
    await client.delete(`${workspace.api}/groups/team`);
    await client.put(`${workspace.api}/groups/team`, { members: [member.username] });
    expect(await folders()).toEqual({});
  });
});

describe('grants', () => {
  test('are given by owners only, to who is there, on what is there', async () => {
    const workspace = await app.make.aWorkspace();
    const [owner, writer] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
    await owner.client.put(`${workspace.api}/folders/shop`, {});
    const set = (user: typeof owner, change: object) =>
      user.client.put(`${workspace.api}/grants`, { object_kind: 'folder', object_path: 'shop', subject: `u/${writer.username}`, level: 'write', ...change });
    expect(codeOf(await set(writer, { level: 'owner' }))).toBe('access/forbidden');
    expect((await set(owner, {})).status).toBe(204);
    expect(codeOf(await set(writer, { level: 'owner' }))).toBe('access/forbidden');
    expect(codeOf(await set(owner, { subject: 'u/nobody' }))).toBe('member/not_found');
    expect(codeOf(await set(owner, { subject: 'g/nobody' }))).toBe('group/not_found');
    expect(codeOf(await set(owner, { subject: 'everyone' }))).toBe('request/invalid');
    expect(codeOf(await set(workspace.admin, { object_path: 'nowhere' }))).toBe('folder/not_found');
    expect(codeOf(await set(workspace.admin, { object_kind: 'flow', object_path: 'f/shop/x' }))).toBe('flow/not_found');
    expect(codeOf(await set(workspace.admin, { object_kind: 'script', object_path: '../x' }))).toBe('path/invalid');
    expect((await set(owner, { level: null })).status).toBe(204);
    expect((await set(owner, { level: null })).status).toBe(204);
    expect((await actionsIn(workspace.id)).filter((action) => action.startsWith('grant.'))).toEqual(['grant.set', 'grant.removed']);
  });

  test('on a single item open it without its folder', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    const reader = await workspace.aMember('developer');
    await query(
      `insert into variable (id, workspace_id, path, value, is_secret, created_by) values ($1, $2, 'f/shop/key', 'x', false, 'u/admin'), ($3, $2, 'f/shop/other', 'x', false, 'u/admin')`,
      [newId(), workspace.id, newId()],
    );
    await workspace.admin.client.put(`${workspace.api}/grants`, {
      object_kind: 'variable',
      object_path: 'f/shop/key',
      subject: `u/${reader.username}`,
      level: 'read',
    });
    const grants = (path: string) => reader.client.get<{ items: Grant[] }>(`${workspace.api}/grants?object_kind=variable&object_path=${path}`);
    expect((await grants('f/shop/key')).body.items).toEqual([
      expect.objectContaining({ subject: `u/${reader.username}`, level: 'read', created_by: 'u/admin' }),
    ]);
    expect(codeOf(await grants('f/shop/other'))).toBe('variable/not_found');
    expect(codeOf(await grants('f/shop/nothing'))).toBe('variable/not_found');
  });
});

describe('who can do what here, and why', () => {
  test('names every member with the level and every way in which they hold it', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('team');
    const both = await workspace.aMember('developer', { username: 'both', groups: ['team'] });
    await workspace.aMember('developer', { username: 'none' });
    await workspace.aMember('operator', { username: 'operator', groups: ['team'] });
    await workspace.grant('folder', 'shop', 'u/both', 'read');
    await workspace.grant('folder', 'shop', 'g/team', 'write');
    const { items } = (await both.client.get<{ items: AccessRow[] }>(`${workspace.api}/access?object_kind=folder&object_path=shop`)).body;
    expect(items.map(({ username, level, because }) => ({ username, level, because }))).toEqual([
      { username: 'admin', level: 'owner', because: ['Admin of the workspace'] },
      { username: 'both', level: 'write', because: ['Granted write on folder shop through group team', 'Granted read on folder shop'] },
      { username: 'none', level: null, because: [] },
      { username: 'operator', level: 'read', because: ['Granted write on folder shop through group team', 'Operators only read and run'] },
    ]);
  });

  test('is told only to who holds something there', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    const stranger = await workspace.aMember('developer');
    const ask = (kind: string, path: string) => stranger.client.get(`${workspace.api}/access?object_kind=${kind}&object_path=${path}`);
    expect(codeOf(await ask('folder', 'shop'))).toBe('access/forbidden');
    expect(codeOf(await ask('folder', 'nowhere'))).toBe('folder/not_found');
    expect(codeOf(await ask('script', 'f/shop/x'))).toBe('script/not_found');
    expect(codeOf(await ask('planet', 'x'))).toBe('request/invalid');
  });
});
