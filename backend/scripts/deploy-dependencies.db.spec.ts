import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { DependencyFailure } from '../languages/language.ts';
import { DeployPlanner } from './deploy-planner.ts';
import { DeployService } from './deploy.service.ts';
import type { DependencyRequest, DependencyResolver } from './dependency-resolver.ts';
import { ImportGraph } from './import-graph.ts';
import { PackageLocks } from './package-locks.ts';
import { Relocking } from './relocking.ts';
import { ScriptItems } from './script-items.ts';
import { ScriptLanguages } from './script-languages.ts';
import { ScriptSources } from './script-sources.ts';
import { ScriptsRepository } from './scripts.repository.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let bob: TestUser;
let deploys: DeployService;
let requests: DependencyRequest[] = [];

/** A registry in the process: every package exists but "missing", and every answer is another version. */
const registry: DependencyResolver = {
  resolve: async (_auth, request) => {
    requests.push(request);
    const sources = [request.source.content, ...request.source.imported.map(({ content }) => content)].join('\n');
    const packages = [...sources.matchAll(/from "([a-z][^"]*)"/g)].map((match) => match[1] ?? '');
    const missing = packages.find((name) => name.startsWith('missing'));
    if (missing) throw new DependencyFailure(missing, '404 Not Found', 1);
    return { lock: `${packages.sort().join(' ')} #${requests.length}` };
  },
};

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, bob] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${bob.username}`, 'read');
  const [database, repository, languages, graph, events] = [
    app.get(Database),
    app.get(ScriptsRepository),
    app.get(ScriptLanguages),
    app.get(ImportGraph),
    app.get(Events),
  ];
  const locks = new PackageLocks(database, languages, registry);
  deploys = new DeployService(
    database,
    app.get(ScriptItems),
    new DeployPlanner(languages, graph, locks),
    new Relocking(database, repository, graph, locks, events),
  );
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

beforeEach(async () => {
  requests = [];
  await app.get(Database).run({ text: 'delete from lock_cache', values: [] });
});

const main = 'export async function main() { return 1; }\n';
const deploy = async (path: string, content: string, by = ada) => {
  const { version, isNew } = await deploys.deploy(await by.auth(), path, { language: 'bun', content, summary: '', description: '', settings: {}, message: '' });
  return { version: version.version, lock: version.lock, hash: version.hash, isNew };
};
const runnable = (path: string, version: number | null = null) => app.get(ScriptSources).sourceFor(workspace.id, path, version);
const eventsOf = (action: string, path: string) =>
  app.get(Database).run<{ actor: string; details: object }>({
    text: 'select actor, details from event where action = $1 and object_path = $2 order by at',
    values: [action, path],
  });

describe('the lock of a script', () => {
  test('is empty without a question when nothing is imported', async () => {
    expect((await deploy('f/shop/plain', main)).lock).toBe('');
    expect(requests).toEqual([]);
  });

  test('is kept while the imports stay the same, and resolved again when they change', async () => {
    expect((await deploy('f/shop/locked', `import Stripe from "stripe@18";\n${main}`)).lock).toBe('stripe@18 #1');
    await app.get(Database).run({ text: 'delete from lock_cache', values: [] });
    expect((await deploy('f/shop/locked', `// more\nimport Stripe from "stripe@18";\n${main}`)).lock).toBe('stripe@18 #1');
    expect((await deploy('f/shop/locked', `import Stripe from "stripe@18";\nimport pg from "pg";\n${main}`)).lock).toBe('pg stripe@18 #2');
  });

  test('serves another script with the same imports for a day, not longer', async () => {
    const content = `import zod from "zod";\n${main}`;
    await deploy('f/shop/zod1', content);
    expect((await deploy('f/shop/zod2', content)).lock).toBe('zod #1');
    await app.get(Database).run({ text: "update lock_cache set created_at = now() - interval '25 hours'", values: [] });
    expect((await deploy('f/shop/zod3', content)).lock).toBe('zod #2');
  });

  test('that cannot be resolved fails the deploy, naming the import, the line and the answer; what was deployed keeps running', async () => {
    await deploy('f/shop/failing', main);
    await expect(deploy('f/shop/failing', `import x from "missing-package";\n${main}`)).rejects.toMatchObject({
      code: 'script/dependency_failed',
      message: expect.stringContaining('"missing-package" (line 1). The registry says: 404 Not Found'),
      details: { specifier: 'missing-package', answer: '404 Not Found', line: 1 },
    });
    expect((await runnable('f/shop/failing')).version).toBe(1);
  });
});

describe('an import of another script', () => {
  test('that is missing, or that the author may not read, is refused in the same words', async () => {
    const ofMissing = await deploy('f/shop/lonely', `import { x } from "./gone";\n${main}`).catch((error: Error) => error);
    expect(ofMissing).toMatchObject({ code: 'script/import_not_found', details: { importer: 'f/shop/lonely', import: 'f/shop/gone' } });
    await deploy(`u/${bob.username}/secret`, 'export const x = 1;\n', bob);
    const ofHidden = await deploy('f/shop/lonely', `import { x } from "/u/${bob.username}/secret";\n${main}`).catch((error: Error) => error);
    expect(ofHidden).toMatchObject({ code: 'script/import_not_found' });
  });

  test('brings its packages and its own imports along', async () => {
    await deploy('f/shop/deep', `import a from "a-package";\nexport const a1 = a;\n`);
    await deploy('f/shop/middle', `export { a1 } from "./deep";\nimport b from "b-package";\n`);
    expect((await deploy('f/shop/top', `import { a1 } from "./middle";\n${main}`)).lock).toBe('a-package b-package #2');
    const { source } = await runnable('f/shop/top');
    expect(source.imported.map(({ path }) => path)).toEqual(['f/shop/deep', 'f/shop/middle']);
  });

  test('always runs as of today: a new version of it changes what its importers run and not their version', async () => {
    await deploy('f/shop/rate', 'export const rate = 1;\n');
    await deploy('f/shop/price', `import { rate } from "./rate";\n${main}`);
    const before = await runnable('f/shop/price');
    await deploy('f/shop/rate', 'export const rate = 2;\n');
    const after = await runnable('f/shop/price');
    expect(after).toMatchObject({ versionId: before.versionId, source: { imported: [{ content: 'export const rate = 2;\n' }] } });
    expect(after.hash).not.toBe(before.hash);
    expect(requests).toEqual([]);
  });

  test('that asks for other packages locks its importers again, in the same deploy and on record, whoever may write them', async () => {
    await deploy('f/shop/shared', 'export const x = 1;\n');
    await deploy('f/shop/user1', `import { x } from "./shared";\n${main}`);
    await deploy(`u/${bob.username}/user2`, `export * from "/f/shop/user1";\nimport c from "c-package";\n${main}`, bob);
    await deploy('f/shop/shared', 'import d from "d-package";\nexport const x = d;\n');
    expect(await runnable('f/shop/user1')).toMatchObject({ version: 2, source: { lock: 'd-package #2' } });
    expect(await runnable(`u/${bob.username}/user2`)).toMatchObject({ version: 2, source: { lock: 'c-package d-package #3' } });
    expect(await eventsOf('script.relocked', 'f/shop/user1')).toMatchObject([
      { actor: `u/${ada.username}`, details: { version: 2, because: 'f/shop/shared' } },
    ]);
  });

  test('whose new packages break an importer is not deployed at all, and a hidden importer is not named', async () => {
    await deploy('f/shop/base', 'export const x = 1;\n');
    await deploy(`u/${bob.username}/hidden`, `import { x } from "/f/shop/base";\nimport f from "f-package";\n${main}`, bob);
    const resolve = registry.resolve;
    registry.resolve = async (auth, request) => {
      if (request.path.startsWith('u/')) throw new DependencyFailure('e-package', 'conflicting versions', null);
      return resolve(auth, request);
    };
    const refused = await deploy('f/shop/base', 'import e from "e-package";\nexport const x = e;\n').catch((error: Error) => error);
    registry.resolve = resolve;
    expect(refused).toMatchObject({ code: 'script/dependency_failed', message: expect.stringContaining('A script that you may not see imports it') });
    expect(JSON.stringify(refused)).not.toContain(`u/${bob.username}`);
    expect((await runnable('f/shop/base')).version).toBe(1);
  });

  test('that goes round in a circle is followed once', async () => {
    await deploy('f/shop/circle1', 'export const one = 1;\n');
    await deploy('f/shop/circle2', 'import { one } from "./circle1";\nexport const two = one + 1;\n');
    await deploy('f/shop/circle1', 'import { two } from "./circle2";\nexport const one = 1;\nexport const three = two;\n');
    expect((await runnable('f/shop/circle1')).source.imported.map(({ path }) => path)).toEqual(['f/shop/circle2']);
    expect((await runnable('f/shop/circle2')).source.imported.map(({ path }) => path)).toEqual(['f/shop/circle1']);
  });
});

describe('what the job engine runs', () => {
  test('is the current version, or the one that was asked for, or a clear error', async () => {
    await deploy('f/shop/versions', main);
    await deploy('f/shop/versions', main.replace('1', '2'));
    expect((await runnable('f/shop/versions')).version).toBe(2);
    expect((await runnable('f/shop/versions', 1)).source.content).toBe(main);
    await expect(runnable('f/shop/versions', 9)).rejects.toMatchObject({ code: 'script/version_not_found' });
    await expect(runnable('f/shop/none')).rejects.toMatchObject({ code: 'script/not_found' });
    await expect(app.get(ScriptSources).sourceFor('other-workspace', 'f/shop/versions', null)).rejects.toMatchObject({ code: 'script/not_found' });
  });

  test('costs one statement when it is at hand, and none for a worker that holds the version', async () => {
    await deploy('f/shop/hot', main);
    const { versionId, hash } = await runnable('f/shop/hot');
    const { pool } = app.get(Database);
    const query = pool.query.bind(pool);
    let count = 0;
    pool.query = ((...parameters: Parameters<typeof query>) => {
      count += 1;
      return query(...parameters);
    }) as typeof pool.query;
    try {
      expect((await runnable('f/shop/hot')).hash).toBe(hash);
      expect(count).toBe(1);
      expect((await app.get(ScriptSources).sourceOf(versionId)).hash).toBe(hash);
      expect(count).toBe(1);
    } finally {
      pool.query = query as typeof pool.query;
    }
  });

  test('still serves importers of an archived script, and names an import that is gone', async () => {
    await deploy('f/shop/leaving', 'export const x = 1;\n');
    await deploy('f/shop/staying', `import { x } from "./leaving";\n${main}`);
    await ada.client.delete(`${workspace.api}/scripts/f/shop/leaving`);
    expect((await runnable('f/shop/staying')).source.imported).toHaveLength(1);
    await ada.client.delete(`${workspace.api}/scripts/f/shop/leaving?purge=true`);
    await expect(runnable('f/shop/staying')).rejects.toMatchObject({ code: 'script/import_not_found', details: { import: 'f/shop/leaving' } });
  });
});
