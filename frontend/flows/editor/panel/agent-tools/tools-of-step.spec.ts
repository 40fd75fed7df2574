import { describe, expect, it } from '@jest/globals';
import { toolsOfStep } from '../../../../../backend/flows/core/agent-step/tools.ts';
import {
  argumentOf,
  codeOfTool,
  kindOf,
  nameOf,
  targetOf,
  withArgument,
  withCode,
  withRunnable,
  withServer,
  withTarget,
  type StepTool,
} from './tools-of-step.ts';

const find = { kind: 'script', path: 'f/shop/find_order' } as const;

describe('tools of an agent that stands in a flow', () => {
  it('are written as the server reads them, each under a name of its own', () => {
    const tools = withServer(withRunnable(withRunnable(withRunnable([], find), find), { kind: 'agent', path: 'f/ai/helper' }), 'f/ai/wiki');
    expect(tools.map(nameOf)).toEqual(['find_order', 'find_order_2', 'helper', 'wiki']);
    expect(new Set(tools.map(({ id }) => id)).size).toBe(4);
    const read = toolsOfStep({ type: 'aiagent', tools });
    expect(read.problems).toEqual([]);
    expect(read.tools.map((tool) => `${tool.kind} ${'path' in tool ? tool.path : ''}`)).toEqual([
      'script f/shop/find_order',
      'script f/shop/find_order',
      'agent f/ai/helper',
    ]);
    expect(read.servers).toMatchObject([{ server: { name: 'wiki', resource: 'f/ai/wiki' } }]);
  });

  it('leave an argument to the model, or say what it is', () => {
    const [tool] = withRunnable([], find) as [StepTool];
    const said = withArgument(tool, 'customer', { type: 'javascript', expr: 'flow_input.customer' });
    expect(argumentOf(said, 'customer')).toEqual({ type: 'javascript', expr: 'flow_input.customer' });
    expect(argumentOf(withArgument(said, 'customer', undefined), 'customer')).toBeUndefined();
    expect(argumentOf({ ...tool, value: { ...tool.value, input_transforms: { order: { type: 'ai' } } } }, 'order')).toBeUndefined();
  });

  it('keep what nobody knows here, and lose the arguments of what they ran before', () => {
    const given: StepTool = {
      id: 'a',
      summary: 'find',
      description: 'Finds',
      colour: 'red',
      value: { tool_type: 'flowmodule', type: 'script', path: 'f/x/y', input_transforms: { n: { type: 'static', value: 1 } } },
    };
    const changed = withTarget(given, { kind: 'flow', path: 'f/x/z' });
    expect(changed).toMatchObject({ id: 'a', summary: 'find', description: 'Finds', colour: 'red' });
    expect([targetOf(changed), argumentOf(changed, 'n')]).toEqual([{ kind: 'flow', path: 'f/x/z' }, undefined]);
    expect(kindOf({ id: 'c', value: { tool_type: 'flowmodule', type: 'rawscript', content: '' } })).toBe('other');
  });

  it('may have code of their own', () => {
    const tools = withCode(withCode([], { name: 'bun', template: 'export function main() {}' }), { name: 'python3', template: 'def main(): pass' });
    expect(tools.map((tool) => [tool.id, kindOf(tool), codeOfTool(tool)?.language])).toEqual([
      ['tool', 'code', 'bun'],
      ['tool_2', 'code', 'python3'],
    ]);
    expect(toolsOfStep({ type: 'aiagent', tools })).toMatchObject({ problems: [], tools: [{ kind: 'rawscript' }, { kind: 'rawscript' }] });
  });
});
