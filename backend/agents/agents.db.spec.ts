import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { Page } from '../common/page.ts';
import type { VersionRow } from '../items/versioned-item.contract.ts';
import type { References } from '../scripts/scripts.contract.ts';
import type { SearchHit } from '../search/search.contract.ts';
import { conditionOf } from './core/tool-condition.ts';
import type { Agent, AgentCheck, AgentProblem, AgentRow } from './agents.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let stranger: TestUser;
let admin: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['shop', 'other', 'hidden']) await workspace.aFolder(folder);
  [ada, stranger, admin] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer'), workspace.aMember('admin')]);
  for (const folder of ['shop', 'other']) await workspace.grant('folder', folder, `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'hidden', `u/${stranger.username}`, 'write');
  const refund = 'export async function main(order: number, amount: number, reason = "") {\n  return { order, amount, reason };\n}\n';
  await ada.client.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bun', content: refund, summary: 'Pays money back' });
  await ada.client.put(`${workspace.api}/scripts/f/shop/library`, { language: 'bun', content: 'export const rate = 3;\n' });
  await stranger.client.put(`${workspace.api}/scripts/f/hidden/secret`, { language: 'bun', content: refund });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/agents/${path}`;
const tool = (more: object = {}) => ({ name: 'refund', kind: 'script', path: 'f/shop/refund', ...more });
const put = (path: string, value: object = { tools: [tool()] }, more: object = {}, by = ada) => by.client.put<Agent>(at(path), { value, ...more });
const problemsOf = ({ body }: { body: unknown }): AgentProblem[] =>
  (body as { error: { details: { problems?: AgentProblem[] } } }).error.details.problems ?? [];
const codesOf = async (value: object, path = 'f/shop/checked'): Promise<string[]> =>
  problemsOf(await put(path, value)).map(({ code, pointer }) => `${code} ${pointer}`);

describe('deploying an agent', () => {
  test('answers 201 once, then 200 with the next version, and makes no version of an equal body', async () => {
    const created = await put('f/shop/helper', { instructions: 'Help {{user.name}}.', tools: [tool()] }, { summary: 'Helps', message: 'first' });
    expect(created).toMatchObject({ status: 201, body: { version: 1, summary: 'Helps', is_current: true, my_level: 'write', warnings: [] } });
    expect(created.body.value.limits.turns).toBe(25);
    expect(await put('f/shop/helper', created.body.value, { summary: 'Helps' })).toMatchObject({ status: 200, body: { version: 1, message: 'first' } });
    expect(await put('f/shop/helper', { instructions: 'Help.' }, { if_version: 1 })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await put('f/shop/helper', { instructions: 'Late.' }, { if_version: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'item/version_conflict' } },
    });
    const versions = await ada.client.get<Page<VersionRow>>(`${workspace.api}/agent_versions/f/shop/helper`);
    expect(versions.body.items.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('refuses what cannot work, each with its place', async () => {
    expect(
      await codesOf({
        instructions: 'Hello {{#if user',
        model: { id: 'gpt-5' },
        tools: [
          tool({ arguments: { reason: { type: 'fixed', value: 'x' }, colour: { type: 'fixed', value: 'red' } } }),
          tool({
            rule: {
              when: [conditionOf('args.amount >', 'ask'), conditionOf('args.amuont > 100', 'ask')],
            },
          }),
          { name: 'gone', kind: 'script', path: 'f/shop/gone' },
          { name: 'not_mine', kind: 'script', path: 'f/hidden/secret' },
          { name: 'library', kind: 'script', path: 'f/shop/library' },
        ],
        guards: [{ kind: 'pattern', on: 'input', pattern: '(' }],
        output_schema: { type: 'nonsense' },
      }),
    ).toEqual([
      'agent/template_invalid /value/instructions',
      'agent/model_resource_missing /value/model/resource',
      'agent/tool_name_taken /value/tools/1/name',
      'agent/argument_unknown /value/tools/0/arguments/colour',
      'expression/syntax /value/tools/1/rule/when/0/if',
      'expression/unknown_field /value/tools/1/rule/when/1/if',
      'agent/tool_missing /value/tools/2/path',
      'agent/tool_missing /value/tools/3/path',
      'script/no_main /value/tools/4/path',
      'agent/pattern_invalid /value/guards/0/pattern',
      'agent/schema_invalid /value/output_schema',
    ]);
  });

  test('refuses sub-agents that lead back to it, with the way', async () => {
    await put('f/shop/third', {});
    await put('f/shop/second', { tools: [{ name: 'third', kind: 'agent', path: 'f/shop/third' }] });
    const refused = await put('f/shop/third', { tools: [{ name: 'second', kind: 'agent', path: 'f/shop/second' }] });
    expect(problemsOf(refused)).toMatchObject([{ code: 'agent/cycle', message: expect.stringContaining('f/shop/second → f/shop/third') }]);
  });

  test('refuses a resource that is no model, and one that its author may not use', async () => {
    await admin.client.put(`${workspace.api}/resources/f/shop/api`, { resource_type: 'http', value: { url: 'https://example.com' } });
    await admin.client.put(`${workspace.api}/resources/f/hidden/key`, { resource_type: 'openai', value: { api_key: 'x' } });
    expect(await codesOf({ model: { resource: 'f/shop/api', id: 'gpt-5' } })).toEqual(['agent/model_resource_type /value/model/resource']);
    expect(await codesOf({ model: { resource: 'f/hidden/key', id: 'gpt-5' } })).toEqual(['resource/not_found /value/model/resource']);
  });

  test('knows no fields that a client made up', async () => {
    expect(await put('f/shop/strict', { tools: [], is_trusted: true })).toMatchObject({ status: 422 });
    expect(await put('f/shop/strict', {}, { created_by: 'u/admin' })).toMatchObject({ status: 422 });
  });
});

describe('agents as objects', () => {
  test('the check says what a model would be shown', async () => {
    const value = { tools: [tool({ arguments: { amount: { type: 'fixed', value: 5 }, reason: { type: 'context', expr: 'input.message' } } })] };
    const { body } = await ada.client.post<AgentCheck>(`${workspace.api}/agent_check`, { value });
    expect(body.problems).toEqual([]);
    expect(body.tools).toMatchObject([{ name: 'refund', description: 'Pays money back', is_read_only: false }]);
    expect(Object.keys(body.tools[0]?.input_schema['properties'] as object)).toEqual(['order']);
  });

  test('lists, finds and stars them, and tells who refers to what they call', async () => {
    await put('f/shop/starred', { tools: [tool()] }, { summary: 'Answers about orders' });
    await ada.client.put(`${workspace.api}/favourites`, { kind: 'agent', path: 'f/shop/starred', is_favourite: true });
    const { body } = await ada.client.get<Page<AgentRow>>(`${workspace.api}/agents?search=orders`);
    expect(body.items).toMatchObject([{ path: 'f/shop/starred', model: 'practice', is_practice: true, tool_count: 1, is_favourite: true, runs: [] }]);
    const hits = await ada.client.get<{ items: SearchHit[] }>(`${workspace.api}/search?q=starred`);
    expect(hits.body.items).toMatchObject([{ kind: 'agent', path: 'f/shop/starred' }]);
    const references = await ada.client.get<References>(`${workspace.api}/script_references/f/shop/refund`);
    expect(references.body.items).toContainEqual({ kind: 'agent', path: 'f/shop/starred' });
    expect((await stranger.client.get<Page<AgentRow>>(`${workspace.api}/agents`)).body.items).toEqual([]);
  });

  test('tells who refers to one: agents, flows, schedules and commands of Slack, as far as one may see them', async () => {
    await put('f/shop/called');
    await put('f/shop/caller', { tools: [{ name: 'called', kind: 'agent', path: 'f/shop/called' }] });
    const modules = [{ id: 'a', value: { type: 'aiagent', agent: 'f/shop/called', input_transforms: { user_message: { type: 'static', value: 'Hello' } } } }];
    const made = [
      await ada.client.put(`${workspace.api}/flows/f/shop/asking`, { value: { modules } }),
      await ada.client.put(`${workspace.api}/schedules/f/shop/daily`, {
        cron: '0 6 * * *',
        target: { kind: 'agent', path: 'f/shop/called' },
        args: { message: 'Hello' },
      }),
      await admin.client.put(`${workspace.api}/slack_commands/f/shop/ask`, { name: '/ask', target: { kind: 'agent', path: 'f/shop/called' } }),
    ];
    expect(made.map(({ status, text }) => (status === 201 ? status : text))).toEqual([201, 201, 201]);
    const { body } = await admin.client.get<References>(`${workspace.api}/agent_references/f/shop/called`);
    expect(body.items).toEqual([
      { kind: 'agent', path: 'f/shop/caller' },
      { kind: 'flow', path: 'f/shop/asking' },
      { kind: 'schedule', path: 'f/shop/daily' },
      { kind: 'slack_command', path: 'f/shop/ask' },
    ]);
  });

  test('moves, archives and brings one back', async () => {
    await put('f/shop/moving');
    expect(await ada.client.post(`${workspace.api}/agent_rename/f/shop/moving`, { to: 'f/other/moved' })).toMatchObject({
      status: 200,
      body: { path: 'f/other/moved' },
    });
    expect(await ada.client.delete(at('f/other/moved'))).toMatchObject({ status: 204 });
    expect(await ada.client.get(at('f/other/moved'))).toMatchObject({ status: 404, body: { error: { code: 'agent/archived' } } });
    expect(await ada.client.post(`${workspace.api}/agent_restore/f/other/moved`, {})).toMatchObject({ status: 200, body: { version: 1 } });
  });

  test('goes into a file and comes back the same', async () => {
    const value = { instructions: 'Be kind.\nBe short.', tools: [tool({ rule: { otherwise: 'ask' } })], suggestions: ['Where is my order?'] };
    await put('f/shop/filed', value, { summary: 'Filed', description: 'In **words**.' });
    const files = (await admin.client.get<{ files: Record<string, string> }>(`${workspace.api}/export`)).body.files;
    expect(files['f/shop/filed.agent.yaml']).toContain('Be kind.');
    await ada.client.delete(`${at('f/shop/filed')}?purge=true`);
    const imported = await admin.client.post<{ items: object[] }>(`${workspace.api}/import`, { files });
    expect(imported.body.items).toContainEqual(expect.objectContaining({ kind: 'agent', path: 'f/shop/filed', outcome: 'created' }));
    const again = (await admin.client.get<{ files: Record<string, string> }>(`${workspace.api}/export`)).body.files;
    expect(again).toEqual(files);
  });
});
