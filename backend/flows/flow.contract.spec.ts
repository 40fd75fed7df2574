import { expect, test } from '@jest/globals';
import { FlowValue, OpenFlow } from './flow.contract.ts';

const everything = {
  summary: 'Refund',
  description: 'With **all** kinds',
  schema: { type: 'object', properties: { amount: { type: 'number' } }, order: ['amount'] },
  future_field: { kept: true },
  value: {
    same_worker: false,
    skip_expr: 'flow_input.off',
    flow_env: { URL: '$var:f/a/b' },
    early_return: 'a',
    notes: [{ id: 'n', text: 't', color: 'blue', type: 'free', position: { x: 1, y: 2 } }],
    unknown_setting: 1,
    failure_module: { id: 'failure', value: { type: 'script', path: 'f/a/alert', input_transforms: {} } },
    preprocessor_module: {
      id: 'preprocessor',
      value: { type: 'rawscript', language: 'bun', content: 'export function preprocessor() {}', input_transforms: {} },
    },
    modules: [
      {
        id: 'a',
        value: {
          type: 'rawscript',
          language: 'python3',
          content: 'def main(): pass',
          input_transforms: { x: { type: 'javascript', expr: 'flow_input.x' }, y: { type: 'static', value: [1] } },
          lock: '',
          assets: [{ path: 's3://x', kind: 's3object' }],
          novel: 1,
        },
        retry: { constant: { attempts: 1, seconds: 2 }, exponential: { attempts: 1, multiplier: 1, seconds: 2, random_factor: 10 } },
        timeout: 30,
        suspend: { required_events: 2, resume_form: { schema: {} } },
      },
      {
        id: 'b',
        value: {
          type: 'forloopflow',
          iterator: { type: 'javascript', expr: 'results.a' },
          skip_failures: true,
          parallel: true,
          parallelism: 4,
          modules: [{ id: 'c', value: { type: 'identity' } }],
        },
        stop_after_all_iters_if: { expr: 'true' },
      },
      { id: 'd', value: { type: 'branchone', branches: [{ summary: 's', expr: 'true', modules: [] }], default: [] } },
      { id: 'e', value: { type: 'branchall', parallel: true, branches: [{ skip_failure: true, modules: [] }] } },
      { id: 'f', value: { type: 'whileloopflow', skip_failures: false, modules: [] } },
      { id: 'g', value: { type: 'flow', path: 'f/a/b', input_transforms: {} }, mock: { enabled: false } },
      {
        id: 'h',
        value: {
          type: 'aiagent',
          input_transforms: { user_message: { type: 'static', value: 'hi' } },
          tools: [{ id: 't', value: { tool_type: 'mcp', resource_path: 'f/a/m' } }],
        },
      },
      {
        id: 'i',
        value: { type: 'switch', value: { type: 'static', value: 1 }, cases: [{ equals: [1], modules: [] }] },
        finally: [{ id: 'j', value: { type: 'identity' } }],
        on_rollback: [],
      },
      { id: 'k', value: { type: 'wait_for_event', key: { type: 'static', value: 'x' } } },
    ],
  },
};

test('every kind of step is read, and nothing is added, lost or changed on the way', () => {
  expect(OpenFlow.parse(everything)).toEqual(everything);
  expect(JSON.stringify(FlowValue.parse(FlowValue.parse(everything.value)))).toBe(JSON.stringify(FlowValue.parse(everything.value)));
});

test('an unknown kind of step is refused with its place', () => {
  const result = FlowValue.safeParse({ modules: [{ id: 'a', value: { type: 'teleport' } }] });
  expect(result.error?.issues[0]?.path).toEqual(['modules', 0, 'value', 'type']);
});
