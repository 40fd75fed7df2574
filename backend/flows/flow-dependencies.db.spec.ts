import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import { DependencyFailure } from '../languages/language.ts';
import type { DependencyResolver } from '../scripts/dependency-resolver.ts';
import { PackageLocks } from '../scripts/package-locks.ts';
import { ScriptLanguages } from '../scripts/script-languages.ts';
import { FlowChecker } from './flow-checker.ts';
import { FlowDeployService } from './flow-deploy.service.ts';
import { FlowItems } from './flow-items.ts';
import { FlowPlanner } from './flow-planner.ts';
import { FlowSources } from './flow-sources.ts';
import { PutFlow } from './flows.contract.ts';
import { StepCodeReader } from './step-code-reader.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let deploys: FlowDeployService;
const requests: string[] = [];

/** Knows every package but `no-such-package`, as a registry does. */
const registry: DependencyResolver = {
  resolve: async (_auth, { path, source }) => {
    requests.push(path);
    if (source.content.includes('no-such-package')) throw new DependencyFailure('no-such-package', '404 Not Found', 2);
    return { lock: `lock ${requests.length}` };
  },
};

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  ada = await workspace.aMember('developer');
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  const reader = app.get(StepCodeReader);
  const locks = new PackageLocks(app.get(Database), app.get(ScriptLanguages), registry);
  deploys = new FlowDeployService(app.get(Database), app.get(FlowItems), new FlowPlanner(app.get(FlowChecker), reader, locks));
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const importing = (name: string, more = ''): string => `import x from '${name}';\n${more}export function main() {\n  return { x };\n}\n`;
const deploy = async (path: string, steps: Record<string, { content: string; lock?: string }>) => {
  const modules = Object.entries(steps).map(([id, code]) => ({ id, value: { type: 'rawscript', language: 'bun', ...code } }));
  const { version } = await deploys.deploy(await ada.auth(), path, PutFlow.parse({ value: { modules } }));
  return version;
};
const locksOf = async (path: string) => (await app.get(FlowSources).sourceFor(workspace.id, path, null)).locks;

describe('the packages of the steps of a flow', () => {
  test('are locked for the code of tools of agents as well', async () => {
    const tool = { id: 'd', summary: 'find', value: { tool_type: 'flowmodule', type: 'rawscript', language: 'bun', content: importing('stripe-t') } };
    const inputs = { provider: { type: 'static', value: { kind: 'practice' } }, user_message: { type: 'static', value: 'Hi' } };
    const modules = [{ id: 'a', value: { type: 'aiagent', input_transforms: inputs, tools: [tool] } }];
    await deploys.deploy(await ada.auth(), 'f/shop/with_tool', PutFlow.parse({ value: { modules } }));
    expect(await locksOf('f/shop/with_tool')).toEqual({ 'a.d': expect.stringMatching(/^lock/) as unknown });
  });

  test('are locked at the deploy, and stay as they are while the imports of the step do', async () => {
    await deploy('f/shop/locked', { a: { content: importing('stripe-a') }, b: { content: 'export function main() {}\n' } });
    const first = await locksOf('f/shop/locked');
    expect(first).toEqual({ a: expect.stringMatching(/^lock/) as unknown, b: '' });
    await app.get(Database).run({ text: 'delete from lock_cache', values: [] });
    const version = await deploy('f/shop/locked', { a: { content: importing('stripe-a', '// changed\n') }, b: { content: 'export function main() {}\n' } });
    expect(version.version).toBe(2);
    expect(await locksOf('f/shop/locked')).toEqual(first);
    expect(version.value).toMatchObject({ modules: [{ value: { content: expect.stringContaining('changed') as unknown } }, {}] });
    expect(requests.at(-1)).toBe('f/shop/locked/a');
  });

  test('are taken from a lock that stands in the document', async () => {
    const version = await deploy('f/shop/given', { a: { content: importing('stripe-b'), lock: 'given by hand' } });
    expect(await locksOf('f/shop/given')).toEqual({ a: 'given by hand' });
    expect(JSON.stringify(version.value)).not.toContain('given by hand');
  });

  test('that do not exist fail the deploy, naming step, import and what the registry says, and keep what was deployed', async () => {
    await deploy('f/shop/kept', { a: { content: importing('stripe-c') } });
    const failed = deploy('f/shop/kept', { a: { content: importing('stripe-c') }, pay: { content: `// two lines\n${importing('no-such-package')}` } });
    await expect(failed).rejects.toThrow(/pay imports "no-such-package".*The registry says: 404 Not Found/);
    await expect(failed).rejects.toMatchObject({
      code: 'flow/invalid',
      details: { problems: [{ step: 'pay', pointer: '/value/modules/1/value/content', code: 'script/dependency_failed', start: 13, end: 45 }] },
    });
    expect(Object.keys(await locksOf('f/shop/kept'))).toEqual(['a']);
  });
});
