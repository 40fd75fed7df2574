import { describe, expect, test } from '@jest/globals';
import { isAppError } from '../../../common/app-error.ts';
import { checkAgentStep, resourcesOfStep } from './check.ts';
import { compileAgent, type GivenToAgent } from './compile.ts';
import { argumentsOf, evaluatedArguments, toolsOfStep, type AgentStep } from './tools.ts';

const practice = { kind: 'practice' };
const fixed = (value: unknown) => ({ type: 'static' as const, value });
const expression = (expr: string) => ({ type: 'javascript' as const, expr });
const step = (over: object = {}): AgentStep => ({ type: 'aiagent', ...over });
const tool = (summary: string, value: object, id = 't') => ({ id, summary, value: { tool_type: 'flowmodule', ...value } });

/** What is made of a step with these inputs, besides what every agent has. */
function compiled(inputs: object, over: object = {}, tools: GivenToAgent['tools'] = {}) {
  return compileAgent('a', step(over), { inputs: { provider: practice, user_message: 'Hello', ...inputs }, tools });
}

function refusal(inputs: object, over: object = {}): string {
  try {
    compiled(inputs, over);
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return '';
}

describe('an agent that stands in a flow becomes one as the workspace has them', () => {
  test.each<[string, object, object]>([
    ['practice', { provider: practice }, { model: { resource: null, id: 'practice' } }],
    ['a model', { provider: { kind: 'openai', resource: '$res:f/ai/key', model: 'gpt-9' } }, { model: { resource: 'f/ai/key', id: 'gpt-9' } }],
    ['its effort', { provider: { ...practice, reasoning_effort: 'xhigh' } }, { model: { settings: { reasoning_effort: 'high' } } }],
    ['settings', { temperature: 0.5, max_completion_tokens: 90 }, { model: { settings: { temperature: 0.5, max_output_tokens: 90 } } }],
    ['iterations', { max_iterations: 3 }, { limits: { turns: 3 } }],
    ['a schema', { output_schema: { type: 'object', properties: { x: {} } } }, { output_schema: { type: 'object', properties: { x: {} } } }],
    ['no schema', { output_schema: { type: 'object', properties: {}, required: [] } }, { output_schema: null }],
    ['no memory', { memory: { kind: 'off' } }, { memory: { kind: 'none' } }],
    ['a window', { memory: { kind: 'window', context_length: 7 } }, { memory: { kind: 'window', messages: 7 } }],
    ['a window in old words', { messages_context_length: 5 }, { memory: { kind: 'window', messages: 5 } }],
    ['nulls', { temperature: null, system_prompt: null, output_type: 'text' }, { instructions: '' }],
  ])('%s', (_name, inputs, value) => {
    expect(compiled(inputs).value).toMatchObject(value);
  });

  test('one tool at a time', () => {
    expect(compiled({}, { parallel: false }).value.limits.parallel_tools).toBe(1);
  });

  test('a prompt is given as an input, so that braces in it stay what they are', () => {
    const { value, args } = compiled({ system_prompt: 'Say {{variable "f/x/y"}}', user_message: { order: 7 } });
    expect([value.instructions, args]).toEqual(['{{{input.system_prompt}}}', { message: '{"order":7}', system_prompt: 'Say {{variable "f/x/y"}}' }]);
  });

  test('arguments of tools are the model’s, fixed, or what the flow gave', () => {
    const inputs = { a: { type: 'ai' }, b: fixed('$res:f/x/db'), c: expression('flow_input.order'), d: expression('resource("f/x/key")') };
    const tools = [tool('find_order', { type: 'script', path: 'f/shop/find', input_transforms: inputs })];
    const { value, args } = compiled({}, { tools }, { find_order: { c: 7 } });
    expect(value.tools[0]).toMatchObject({
      name: 'find_order',
      kind: 'script',
      arguments: {
        a: { type: 'model' },
        b: { type: 'fixed', value: '$res:f/x/db' },
        c: { type: 'context', expr: 'input.tools["find_order"]["c"]' },
        d: { type: 'fixed', value: '$res:f/x/key' },
      },
    });
    expect(args['tools']).toEqual({ find_order: { c: 7 } });
    expect(toolsOfStep(step({ tools })).tools.map((each) => Object.keys(evaluatedArguments(each)))).toEqual([['c']]);
  });

  test('inputs of tools may stand beside them, and tools may be left out', () => {
    const tools = [tool('one', { type: 'flow', path: 'f/x/one' }, 'i'), tool('two', { type: 'aiagent', agent: 'f/x/two' }, 'j')];
    const { value } = compiled({ enabled_tools: ['one'] }, { tools, tool_inputs: { i: { x: fixed(1) } } });
    expect(value.tools.map(({ name, kind, arguments: given }) => [name, kind, given])).toEqual([['one', 'flow', { x: { type: 'fixed', value: 1 } }]]);
    expect(refusal({ enabled_tools: ['three'] }, { tools })).toContain('there is no tool "three"');
  });

  test('code that stands in the flow is a tool that the agent carries, with what the flow gives it', () => {
    const tools = [tool('pay', { type: 'rawscript', content: 'x', language: 'bun', input_transforms: { a: { type: 'ai' }, b: fixed(2) } })];
    const { value, codes } = compiled({}, { tools });
    expect([value.tools, codes.map((each) => [each.name, each.code.content, argumentsOf(each)])]).toEqual([
      [],
      [['pay', 'x', { a: { type: 'model' }, b: { type: 'fixed', value: 2 } }]],
    ]);
    expect(compiled({ enabled_tools: [] }, { tools }).codes).toEqual([]);
  });

  test('tools of an MCP server run where they are named, and are asked for where all are there', () => {
    const server = (more: object) => ({ id: 'my-server', value: { tool_type: 'mcp', resource_path: 'f/x/mcp', ...more } });
    const of = (more: object) => compiled({}, { tools: [server(more)] }).value.mcp_servers[0];
    expect(of({ include_tools: ['read'] })).toMatchObject({ name: 'my_server', resource: 'f/x/mcp', include: ['read'], rule: { otherwise: 'auto' } });
    expect(of({ include_tools: [], exclude_tools: ['drop'] })).toMatchObject({ include: null, exclude: ['drop'], rule: { otherwise: 'ask' } });
  });

  test.each<[string, object, string]>([
    ['no model', { provider: null }, 'names no model'],
    ['a provider nobody knows', { provider: { kind: 'oracle' } }, '`provider.kind`'],
    ['a key in the flow', { provider: { kind: 'openai', resource: { api_key: 'x' }, model: 'm' } }, '`provider.resource`'],
    ['a resource that is no reference', { provider: { kind: 'openai', resource: 'f/x/key', model: 'm' } }, '$res:'],
    ['no name of a model', { provider: { kind: 'openai', resource: '$res:f/x/key' } }, 'name the model'],
    ['no message', { user_message: '' }, 'nothing to ask'],
    ['pictures', { output_type: 'image' }, 'no pictures'],
    ['a history', { previous_messages: [{ role: 'user' }] }, 'earlier conversation'],
    ['files', { user_attachments: [{ s3: 'x' }] }, 'let a tool read them'],
    ['too much warmth', { temperature: 9 }, '`temperature`'],
  ])('is refused with a reason: %s', (_name, inputs, said) => {
    expect(refusal(inputs)).toContain(said);
    expect(refusal(inputs)).toMatch(/^flow\/agent_invalid: Step a/);
  });
});

describe('the check of an agent that stands in a flow', () => {
  const inputs = { provider: fixed({ kind: 'openai', resource: '$res:f/ai/key', model: 'm' }), user_message: expression('flow_input.question') };
  const check = (over: object) => checkAgentStep({ id: 'a' }, step({ input_transforms: inputs, ...over })).map(({ pointer, code }) => `${pointer} ${code}`);

  test('has nothing to say against a complete one', () => {
    expect(check({ tools: [tool('find', { type: 'script', path: 'f/x/find' })] })).toEqual([]);
  });

  test('names what is missing and what is wrong by its place', () => {
    expect(check({ input_transforms: {} })).toEqual(['/value/input_transforms flow/missing_input', '/value/input_transforms flow/missing_input']);
    const wrong = { ...inputs, provider: fixed({ kind: 'openai', model: 'm' }), temperature: { type: 'ai' }, max_iterations: fixed(0), memory_id: fixed('x') };
    expect(check({ input_transforms: wrong, tag: 'gpu' })).toEqual([
      '/value/input_transforms/provider/value/resource flow/agent_invalid',
      '/value/input_transforms/temperature flow/agent_invalid',
      '/value/input_transforms/max_iterations/value flow/agent_invalid',
      '/value/input_transforms/memory_id flow/unknown_input',
      '/value/tag flow/no_effect',
    ]);
  });

  test.each<[string, object, string]>([
    ['code without a language', tool('x', { type: 'rawscript', content: '' }), '/value/tools/0/value flow/agent_tool_invalid'],
    ['code without an id', tool('x', { type: 'rawscript', content: '', language: 'bun' }, '../t'), '/value/tools/0 flow/agent_tool_invalid'],
    ['a loop', tool('x', { type: 'forloopflow' }), '/value/tools/0/value flow/agent_tool_unavailable'],
    ['a search of the web', { id: 'x', value: { tool_type: 'websearch' } }, '/value/tools/0/value flow/agent_tool_unavailable'],
    ['one version', tool('x', { type: 'script', path: 'f/x/y', hash: 'abc' }), '/value/tools/0/value/hash flow/agent_tool_unavailable'],
    ['a name with spaces', tool('find it', { type: 'script', path: 'f/x/y' }), '/value/tools/0/summary flow/agent_tool_name'],
    ['a server without a resource', { id: 'x', value: { tool_type: 'mcp' } }, '/value/tools/0/value/resource_path flow/agent_tool_invalid'],
  ])('refuses as a tool: %s', (_name, given, said) => {
    expect(check({ tools: [given] })).toEqual([said]);
  });

  test('refuses two tools whose code goes by one id', () => {
    const code = { type: 'rawscript', content: '', language: 'bun' };
    expect(check({ tools: [tool('one', code), tool('two', code)] })).toEqual(['/value/tools/1 flow/agent_tool_invalid']);
  });

  test('refuses two tools of one name', () => {
    const tools = [tool('find', { type: 'script', path: 'f/x/a' }), tool('find', { type: 'flow', path: 'f/x/b' })];
    expect(check({ tools })).toEqual(['/value/tools/1/summary flow/agent_tool_name']);
  });

  test('finds the resources that it is reached with', () => {
    const tools = [{ id: 'm', value: { tool_type: 'mcp', resource_path: 'f/x/mcp' } }];
    expect(resourcesOfStep(step({ input_transforms: inputs, tools })).map(({ path, use }) => [path, use])).toEqual([
      ['f/ai/key', 'model'],
      ['f/x/mcp', 'mcp'],
    ]);
  });
});
