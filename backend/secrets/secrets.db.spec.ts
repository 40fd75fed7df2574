import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp } from '../../test/support/app.ts';
import { Workspaces } from '../workspaces/workspaces.service.ts';
import { Secrets } from './secrets.service.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

describe('secrets of a workspace', () => {
  test('are read again, and only in that workspace, at that place', async () => {
    const [here, there] = await Promise.all([app.make.aWorkspace(), app.make.aWorkspace()]);
    const secrets = app.get(Secrets);
    const cipherText = await secrets.encrypt(here.id, 'hunter2 ☃', 'variable:f/a/key');
    expect(cipherText).not.toContain('hunter2');
    expect(await secrets.decrypt(here.id, cipherText, 'variable:f/a/key')).toBe('hunter2 ☃');
    await expect(secrets.decrypt(here.id, cipherText, 'variable:f/a/other')).rejects.toMatchObject({ code: 'secret/undecryptable' });
    await expect(secrets.decrypt(there.id, cipherText, 'variable:f/a/key')).rejects.toMatchObject({ code: 'secret/undecryptable' });
    await expect(secrets.decrypt(here.id, 'v1:nonsense', 'variable:f/a/key')).rejects.toMatchObject({ code: 'secret/undecryptable' });
    await expect(secrets.encrypt('nowhere', 'x', 'y')).rejects.toMatchObject({ code: 'workspace/not_found' });
  });

  test('survive a restart with the same master key, and not with another', async () => {
    const workspace = await app.make.aWorkspace();
    const cipherText = await app.get(Secrets).encrypt(workspace.id, 'hunter2', 'x');
    expect(await new Secrets(app.platform.database, app.platform.masterKey).decrypt(workspace.id, cipherText, 'x')).toBe('hunter2');
    await expect(new Secrets(app.platform.database, Buffer.alloc(32)).decrypt(workspace.id, cipherText, 'x')).rejects.toMatchObject({ code: 'secret/undecryptable' });
  });

  test('of a workspace whose making was rolled back leave no key in memory', async () => {
    const secrets = app.get(Secrets);
    const user = await app.make.aUser();
    const found = { id: 'rolled-back', name: 'x', username: 'x', userId: user.id };
    const { database } = app.platform;
    await expect(database.transaction(async (transaction) => {
      await app.get(Workspaces).found(transaction, found);
      expect(await secrets.decrypt('rolled-back', await secrets.encrypt('rolled-back', 'one', 'x', transaction), 'x', transaction)).toBe('one');
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    await database.transaction((transaction) => app.get(Workspaces).found(transaction, found));
    const cipherText = await secrets.encrypt('rolled-back', 'two', 'x');
    expect(await new Secrets(database, app.platform.masterKey).decrypt('rolled-back', cipherText, 'x')).toBe('two');
  });
});
