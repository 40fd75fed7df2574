import { describe, expect, test } from '@jest/globals';
import { FlowValue } from '../flow.contract.ts';
import { checkFlow } from './check.ts';
import { constant, forEach, javascript, job } from './simulation.test-support.ts';

const runnables = (_kind: string, path: string) =>
  path === 'f/test/gone'
    ? null
    : path === 'f/test/typed'
      ? {
          input: { type: 'object', properties: { count: { type: 'number' } }, required: ['count'] },
          result: { type: 'object', properties: { total: { type: 'number' } } },
        }
      : undefined;
const check = (modules: object[], over: object = {}) =>
  checkFlow(FlowValue.parse({ modules, ...over }), { schema: { type: 'object', properties: { name: { type: 'string' } } }, runnables }).map(
    ({ pointer, severity, code }) => `${severity} ${code} ${pointer}`,
  );
const script = (id: string, inputs: object, path = 'f/test/any') => ({ id, value: { type: 'script', path, input_transforms: inputs } });

describe('a flow before its deploy', () => {
  test('without faults has nothing to say', () => {
    expect(
      check([
        script('a', { count: constant(1) }, 'f/test/typed'),
        forEach(
          'l',
          [],
          [script('x', { y: javascript('results.a.total + flow_input.iter.index') }), job('y', { stop_after_if: { expr: 'result.done && results.y' } })],
        ),
      ]),
    ).toEqual([]);
  });

  test('knows the code of its steps by their ids: what it takes and what it gives', () => {
    const own = (kind: string, id: string) => (kind === 'rawscript' && id === 'own' ? runnables(kind, 'f/test/typed') : undefined);
    const code = { id: 'own', value: { type: 'rawscript', language: 'bun', content: '', input_transforms: { count: javascript("'x'") } } };
    const value = FlowValue.parse({ modules: [code, script('b', { x: javascript('results.own.sum') })] });
    expect(checkFlow(value, { schema: {}, runnables: own }).map(({ code: problem, step }) => `${problem} ${step}`)).toEqual([
      'expression/type_mismatch own',
      'expression/unknown_field b',
    ]);
  });

  test('an unknown step, field, name and syntax are errors at their expressions', () => {
    expect(
      check([
        script('a', { count: constant(1) }, 'f/test/typed'),
        script('b', { x: javascript('results.aa'), y: javascript('results.a.sum'), z: javascript('nothing'), w: javascript('1 +') }),
      ]),
    ).toEqual([
      'error expression/unknown_step /modules/1/value/input_transforms/x/expr',
      'error expression/unknown_field /modules/1/value/input_transforms/y/expr',
      'error expression/unknown_name /modules/1/value/input_transforms/z/expr',
      'error expression/syntax /modules/1/value/input_transforms/w/expr',
    ]);
  });

  test('a later step, and a step inside of a branch, are not in scope', () => {
    const branch = { id: 'b', value: { type: 'branchone', branches: [{ expr: 'results.z', modules: [job('inner')] }], default: [] } };
    expect(check([branch, script('z', { x: javascript('results.inner') })])).toEqual([
      'error expression/unknown_step /modules/0/value/branches/0/expr',
      'error expression/unknown_step /modules/1/value/input_transforms/x/expr',
    ]);
  });

  test('duplicate and reserved ids are errors, also across branches', () => {
    expect(check([job('a'), forEach('l', [], [job('a')]), job('failure')])).toEqual([
      'error flow/duplicate_id /modules/1/value/modules/0',
      'error flow/reserved_id /modules/2/id',
    ]);
  });

  test('a script that is not there, a missing input, one of the wrong type and one too many', () => {
    expect(
      check([
        script('a', {}, 'f/test/gone'),
        script('b', {}, 'f/test/typed'),
        script('c', { count: javascript('flow_input.name'), more: constant(1) }, 'f/test/typed'),
      ]),
    ).toEqual([
      'error flow/unknown_runnable /modules/0/value/path',
      'error flow/missing_input /modules/1/value/input_transforms',
      'error expression/type_mismatch /modules/2/value/input_transforms/count/expr',
      'warning flow/unknown_input /modules/2/value/input_transforms/more',
    ]);
  });

  test('loops that never end, steps that are never reached, and settings that do nothing', () => {
    expect(
      check([
        { id: 'w', value: { type: 'whileloopflow', modules: [job('x')] } },
        job('a', { stop_after_if: { expr: 'true' } }),
        job('b', { sleep: constant(1) }),
      ]),
    ).toEqual(['error flow/endless_loop /modules/0', 'warning flow/unreachable /modules/2', 'warning flow/no_effect /modules/2/sleep']);
  });

  test('resume is in scope after an approval only, error in the failure module only', () => {
    const handler = { failure_module: { id: 'failure', value: { type: 'script', path: 'f/a/b', input_transforms: { e: javascript('error.message') } } } };
    expect(
      check(
        [job('a', { suspend: {} }), script('b', { x: javascript('resume.ok') }), script('c', { x: javascript('resume.ok'), y: javascript('error.message') })],
        handler,
      ),
    ).toEqual([
      'error expression/unknown_name /modules/2/value/input_transforms/x/expr',
      'error expression/unknown_name /modules/2/value/input_transforms/y/expr',
    ]);
  });

  test('early return names a step', () => {
    expect(check([job('a')], { early_return: 'b' })).toEqual(['error flow/unknown_step /early_return']);
  });
});
