import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startModelServer, validKey, type ModelServer } from '../../../agents/testing/model-server.test-support.ts';
import type { AgentTrace } from '../../agents/agents.contract.ts';
import type { FlowCheck } from '../flows.contract.ts';
import { call, code, constant, FlowWorld, javascript } from './flow-world.test-support.ts';

const finding = 'export function main(order: number, shop: string) { return { order, shop, state: "sent on Monday" }; }';

describe('a step that describes an agent of its own', () => {
  let world: FlowWorld;
  let models: ModelServer;
  let find: string;
  let key: string;

  beforeAll(async () => {
    models = await startModelServer(({ lastText, toolResults }) => {
      if (lastText.includes('order') && toolResults.length === 0)
        return { kind: 'answer', calls: [{ name: 'find_order', args: { order: 7, shop: 'forged' } }] };
      if (lastText.includes('discount') && toolResults.length === 0)
        return { kind: 'answer', calls: [{ name: 'discount', args: { price: 80, rate: 9, note: 'as ever' } }] };
      if (lastText.includes('silent')) return { kind: 'silence' };
      if (lastText.includes('other key') && toolResults.length === 0) return { kind: 'answer', calls: [{ name: 'ask_other', args: {} }] };
      return { kind: 'answer', text: toolResults.length > 0 ? `It says: ${toolResults.at(-1) ?? ''}` : '{"mood":"good"}' };
    });
    world = await FlowWorld.create({ MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' });
    find = await world.script('find_order', finding, { summary: 'Finds an order by its number' });
    key = `u/${world.ada.username}/model`;
    await world.ada.client.put(`${world.workspace.api}/resources/${key}`, {
      resource_type: 'openai',
      value: { api_key: validKey, base_url: `${models.url}/v1` },
    });
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await models[Symbol.asyncDispose]();
  });

  const practice = (message: string) => ({ provider: constant({ kind: 'practice' }), user_message: javascript(message) });
  const model = (message: string) => ({
    provider: constant({ kind: 'openai', resource: `$res:${key}`, model: 'test-model' }),
    user_message: javascript(message),
  });
  const agent = (inputs: object, more: object = {}): object => ({ id: 'a', value: { type: 'aiagent', input_transforms: inputs, tools: [], ...more } });
  const findOrder = () => ({
    id: 'find',
    summary: 'find_order',
    value: { tool_type: 'flowmodule', type: 'script', path: find, input_transforms: { order: { type: 'ai' }, shop: javascript('flow_input.shop') } },
  });
  const discount = (inputs: object, content: string) => ({ tool_type: 'flowmodule', type: 'rawscript', language: 'bun', content, input_transforms: inputs });
  const check = async (modules: readonly object[]): Promise<string[]> => {
    const { body } = await world.ada.client.post<FlowCheck>(`${world.workspace.api}/flow_check`, {
      path: `u/${world.ada.username}/checked`,
      value: { modules },
    });
    return body.problems.map(({ pointer, code: name }) => `${pointer} ${name}`);
  };

  test('runs as a job of the step and gives what it answered, with messages and usage', async () => {
    const flow = await world.run(
      [agent(practice('`Hello ${flow_input.name}`')), code('b', 'export const main = (said: string) => said.length > 0', { said: 'results.a.output' })],
      {},
      { args: { name: 'Ada' } },
    );
    expect(flow).toMatchObject({ status: 'succeeded', result: true });
    const [job] = await world.children(flow.id);
    expect(job).toMatchObject({ kind: 'agent_preview', status: 'succeeded', args: { message: 'Hello Ada' }, root_id: flow.id });
    expect(Object.keys(job?.result as object).sort()).toEqual(['messages', 'output', 'thread_id', 'usage']);
  });

  test('calls scripts as children, with what the flow gave them, whatever the model says', async () => {
    const path = await world.flow(
      'with_agent',
      [agent(model('"Where is my order?"'), { tools: [findOrder()] })],
      {},
      { schema: { type: 'object', properties: { shop: { type: 'string' } } } },
    );
    const flow = await world.runDeployed(path, { shop: 'Bergen' });
    expect((flow.result as { output: string }).output).toContain('Bergen');
    const [job] = await world.children(flow.id);
    expect(job?.path).toBe(`${path}/a`);
    const [called] = await world.children(job?.id ?? '');
    expect(called).toMatchObject({ kind: 'script', path: find, args: { order: 7, shop: 'Bergen' }, root_id: flow.id, status: 'succeeded' });
    const trace = (await world.ada.client.get<AgentTrace>(`${world.workspace.api}/jobs/${job?.id}/agent`)).body;
    expect(trace.steps.map(({ kind, name, child_job_id: child }) => [kind, name, child !== null])).toEqual([
      ['turn', 'openai/test-model', false],
      ['tool', 'find_order', true],
      ['turn', 'openai/test-model', false],
    ]);
  });

  test('calls code that stands in the flow as it was deployed, as whom the flow runs, with what the flow gave it', async () => {
    const content = `import { rounded } from '../rounded.ts';
export function main(price: number, rate: number, note = '') {\n  return { price: rounded(price * (1 - rate)), note };\n}\n`;
    await world.script('rounded', 'export const rounded = (value: number) => Math.round(value);\nexport function main() {}\n');
    const tool = { id: 'd', summary: 'discount', description: 'Lowers a price', value: discount({ rate: javascript('flow_input.rate') }, content) };
    const step = agent(model('"What is the discount?"'), { tools: [tool] });
    const schema = { type: 'object', properties: { rate: { type: 'number' } } };
    const path = await world.flow('with_code', [step], {}, { schema });
    for (const flow of [await world.runDeployed(path, { rate: 0.25 }), await world.run([step], {}, { args: { rate: 0.25 }, schema, path })]) {
      expect(flow).toMatchObject({ status: 'succeeded', result: { output: expect.stringContaining('60') as unknown } });
      const [asked] = await world.children(flow.id);
      const [called] = await world.children(asked?.id ?? '');
      expect(called).toMatchObject({ kind: 'preview', path: `${path}/a.d`, root_id: flow.id, args: { price: 80, rate: 0.25, note: 'as ever' } });
      expect(called?.result).toMatchObject({ price: 60, note: 'as ever' });
    }
  });

  test('gives an object where a schema asks for one', async () => {
    const schema = { type: 'object', properties: { mood: { type: 'string' } }, required: ['mood'] };
    const flow = await world.run([agent({ ...model('"How are you?"'), output_schema: constant(schema) })]);
    expect((flow.result as { output: unknown }).output).toEqual({ mood: 'good' });
  });

  test('is stopped when it takes longer than the step may', async () => {
    const flow = await world.run([{ ...agent(model('"Be silent"')), timeout: 1 }]);
    expect(flow.status).toBe('failed');
    const [job] = await world.children(flow.id);
    expect((await world.end(job?.id ?? '')).status).toBe('cancelled');
    expect(await world.run([{ ...agent(practice('"Hello"')), timeout: 30 }])).toMatchObject({ status: 'succeeded' });
  });

  test('reaches its model with the rights that the run has', async () => {
    const path = await world.flow('for_others', [agent(model('"Hello"'))]);
    const other = await world.workspace.aMember('developer', { username: 'olaf' });
    await world.workspace.grant('flow', path, 'u/olaf', 'read');
    const answer = await other.client.post(`${world.workspace.api}/jobs/run/f/${path}`, {});
    expect(answer.status).toBe(201);
    const flow = await world.end(answer.text);
    expect([flow.status, flow.error?.message]).toEqual(['failed', expect.stringContaining(key)]);
  });

  test('takes no resource for its model that came from outside, here through a tool', async () => {
    const provider = javascript('({ kind: "openai", resource: flow_input.key, model: "test-model" })');
    const path = await world.flow(
      'open',
      [agent({ ...model('"Hello"'), provider })],
      {},
      { schema: { type: 'object', properties: { key: { type: 'string' } } } },
    );
    const tools = [
      { id: 'other', summary: 'ask_other', value: { tool_type: 'flowmodule', type: 'flow', path, input_transforms: { key: javascript('flow_input.key') } } },
    ];
    const flow = await world.run([agent(model('"Use the other key"'), { tools })], {}, { args: { key: `$res:${key}` } });
    const [asked] = await world.children(flow.id);
    const [called] = await world.children(asked?.id ?? '');
    expect(called).toMatchObject({ status: 'failed', args: { key: `$res:${key}` }, error: { code: 'flow/agent_invalid', step_id: 'a' } });
  });

  test('is checked before it is deployed: inputs, tools, their arguments, and what stands behind paths', async () => {
    const tools = [
      { id: 'x', summary: 'pay', value: discount({ colour: constant(1) }, 'export const main = (price: number) => price;') },
      { id: 'w', summary: 'broken', value: discount({}, 'export const main = (') },
      { id: 'y', summary: 'gone', value: { tool_type: 'flowmodule', type: 'script', path: 'f/no/where' } },
      {
        id: 'z',
        summary: 'find',
        value: { tool_type: 'flowmodule', type: 'script', path: find, input_transforms: { colour: constant(1), order: javascript('flow_input.(') } },
      },
      { id: 'm', value: { tool_type: 'mcp', resource_path: key } },
    ];
    const inputs = { provider: constant({ kind: 'openai', resource: '$res:f/no/key', model: 'm' }), user_message: javascript('results.nobody') };
    expect((await check([agent(inputs, { tools })])).sort()).toEqual([
      '/value/modules/0/value/input_transforms/provider/value/resource resource/not_found',
      '/value/modules/0/value/input_transforms/user_message/expr expression/unknown_step',
      '/value/modules/0/value/tools/0/value/input_transforms/colour flow/unknown_input',
      '/value/modules/0/value/tools/1/value/content script/syntax_error',
      '/value/modules/0/value/tools/2/value/path flow/unknown_runnable',
      '/value/modules/0/value/tools/3/value/input_transforms/colour flow/unknown_input',
      '/value/modules/0/value/tools/3/value/input_transforms/order/expr expression/syntax',
      '/value/modules/0/value/tools/4/value/resource_path flow/agent_resource_type',
    ]);
    expect(await check([agent(practice('"Hi"'), { tools: [findOrder()] })])).toEqual([]);
  });

  test('a deployed agent is checked too, and a flow that leads back to itself through a tool', async () => {
    const path = `u/${world.ada.username}/helper`;
    await world.ada.client.put(`${world.workspace.api}/agents/${path}`, { value: {} });
    const step = (at: string, inputs: object) => ({ id: 'a', value: { type: 'aiagent', agent: at, input_transforms: inputs } });
    expect(await check([step(path, { user_message: constant('Hi') })])).toEqual([]);
    expect(await check([step(path, {})])).toEqual(['/value/modules/0/value/input_transforms flow/missing_input']);
    expect(await check([step('f/no/where', { message: constant('Hi') })])).toEqual(['/value/modules/0/value/agent flow/unknown_runnable']);
    const self = { id: 's', summary: 'again', value: { tool_type: 'flowmodule', type: 'flow', path: `u/${world.ada.username}/checked` } };
    await world.flow('checked', [call('b', 'script', find, { order: '1', shop: '"x"' })]);
    expect(await check([agent(practice('"Hi"'), { tools: [self] })])).toEqual(['/value/modules/0/value/tools/0/value/path flow/cycle']);
  });
});
