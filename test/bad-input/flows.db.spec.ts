import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  call,
  code,
  constant,
  echo,
  FlowWorld,
  forEach,
  given,
  identity,
  javascript,
  type Outcome,
} from '../../backend/flows/conformance/flow-world.test-support.ts';
import type { ImportResult } from '../../backend/import-export/import-export.contract.ts';
import { codeOf } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await FlowWorld.create();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose](), 60_000);

const put = (name: string, value: object) => world.ada.client.put(`${world.workspace.api}/flows/u/${world.ada.username}/${name}`, { value });
const post = (path: string, body: object) => world.ada.client.post(`${world.workspace.api}${path}`, body);

/** A flow whose only step reads an expression. */
const reads = (expr: string): object => ({ modules: [code('a', echo, { x: expr })] });

/** A flow of so many loops within each other. */
const nested = (levels: number): object => ({
  modules: [Array.from({ length: levels }).reduce<object>((inner, _none, index) => forEach(`loop_${index}`, constant([1]), [inner]), identity('inner'))],
});

describe('a document that is too much', () => {
  const placeOfX = '/value/modules/0/value/input_transforms/x/expr';

  test.each<[string, object, string]>([
    ['an expression of 1 MB', reads(`1${'+1'.repeat(500_000)}`), placeOfX],
    ['an expression that is just too long', reads(`1${'+1'.repeat(30_000)}`), placeOfX],
    ['an expression of many brackets within each other', reads('['.repeat(20_000) + ']'.repeat(20_000)), placeOfX],
    ['loops within loops', nested(120), '/value/modules/0/value/modules/0'],
  ])('is refused at its place by the deploy, and by the check or the start of a test: %s', async (_what, value, place) => {
    const deployed = refusalOf(await put('too_much', value));
    expect(JSON.stringify(deployed.details)).toContain(place);
    const checked = await post('/flow_check', { value });
    expect(checked.text).toContain(place);
    const tested = await post('/jobs/preview_flow', { value });
    if (tested.status === 201) expect(await world.end(tested.text)).toMatchObject({ status: 'failed', error: { step_id: 'a' } });
    else refusalOf(tested);
  });

  test('a circle through files that are imported together is refused, and names the flow', async () => {
    await world.workspace.aFolder('circle');
    const flow = (other: string): string => `summary: ''\nvalue:\n  modules:\n    - id: a\n      value:\n        type: flow\n        path: f/circle/${other}\n`;
    const { body } = await world.ada.client.post<ImportResult>(`${world.workspace.api}/import`, {
      files: { 'f/circle/one.flow/flow.yaml': flow('two'), 'f/circle/two.flow/flow.yaml': flow('one') },
    });
    const flows = body.items.filter(({ kind }) => kind === 'flow');
    expect(flows.some(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(JSON.stringify(flows)).toMatch(/f\/circle\/(one|two).{1,40}f\/circle\/(one|two)/);
  });
});

describe('YAML that means nothing', () => {
  const imported = (yaml: string) => post('/import', { files: { 'f/yaml/folder.meta.yaml': 'summary: Read', 'f/yaml/flow.flow/flow.yaml': yaml } });
  const step = (id: string): string => `    - id: ${id}\n      value:\n        type: identity\n`;

  test('a step id that is there twice is refused, with the id and its flow', async () => {
    await world.workspace.aFolder('yaml');
    const { body } = await world.ada.client.post<ImportResult>(`${world.workspace.api}/import`, {
      files: { 'f/yaml/twice.flow/flow.yaml': `summary: ''\nvalue:\n  modules:\n${step('a')}${step('a')}` },
    });
    const item = body.items.find(({ kind }) => kind === 'flow');
    expect(item).toMatchObject({ path: 'f/yaml/twice', outcome: 'failed' });
    expect(JSON.stringify(item)).toMatch(/"a"|`a`/);
    expect(codeOf(await world.ada.client.get(`${world.workspace.api}/flows/f/yaml/twice`))).toBe('flow/not_found');
  });

  test.each<[string, string]>([
    ['a key that is there twice', `summary: one\nsummary: two\nvalue:\n  modules: []\n`],
    ['an indentation that fits nowhere', `value:\n  modules:\n - id: a\n   - b`],
    ['a list that contains itself', `value: &value\n  modules: []\n  self: *value\n`],
    [
      'a few lines that grow without end',
      `${Array.from({ length: 12 }, (_none, index) => `x${index}: &x${index} [${Array.from({ length: 10 }, () => (index === 0 ? '1' : `*x${index - 1}`)).join(', ')}]`).join('\n')}\nvalue: {modules: []}\n`,
    ],
  ])('%s is refused with the file, and nothing is written', async (_what, yaml) => {
    const answer = await imported(yaml);
    const refusal = refusalOf(answer);
    expect(refusal.code).toBe('import/invalid');
    expect(refusal.details.problems).toEqual(expect.arrayContaining([expect.objectContaining({ file: 'f/yaml/flow.flow/flow.yaml' })]));
  });
});

describe('an expression that misbehaves', () => {
  test.each<[string, string, RegExp]>([
    ['tries every way to fit a pattern', `/^(a+)+$/.test('a'.repeat(40) + 'b')`, /^expression\/time_limit$/],
    ['calls itself without end', '((f) => f(f))((f) => f(f))', /^expression\/stack_limit$/],
    [
      'goes over too many combinations',
      `[...'abcdefghij'].flatMap((a) => [...Array(99_999).keys()].map((b) => a + b)).flatMap((c) => [c, c]).sort().join('')`,
      /^expression\//,
    ],
    ['makes a text without end', `'x'.repeat(2 ** 29)`, /^expression\/(memory_limit|failed)$/],
    ['makes a list without end', 'Array(1e9).fill(0)', /^expression\/(memory_limit|failed)$/],
    ['reaches for the server', `''.constructor.constructor('return process')()`, /^expression\//],
  ])('fails its step by name, and the next flow runs: %s', async (_what, expr, expected) => {
    const flow: Outcome = await world.run([code('before', echo, { x: '1' }), code('a', echo, { x: expr }), code('after', echo, { x: '2' })]);
    expect(flow).toMatchObject({
      status: 'failed',
      error: { step_id: 'a', code: expect.stringMatching(expected), message: expect.stringContaining('Step a, "x"') },
    });
    expect(await world.run([code('a', echo, { x: '7' })])).toMatchObject({ status: 'succeeded', result: 7 });
  });

  test.each<[string, object, string]>([
    ['text', javascript(`'abc'`), 'it is text'],
    ['nothing', javascript('null'), 'it is null'],
    ['a number', javascript('42'), 'it is 42'],
    ['what only looks like a list', javascript('({ length: 3 })'), 'it is an object'],
    ['a field that nobody gave', javascript('flow_input.nothing'), 'it is null'],
  ])('gives %s to a loop, which says what it is', async (_what, iterator, words) => {
    const flow = await world.run([forEach('loop', iterator, [identity('a')])]);
    expect(flow).toMatchObject({ status: 'failed', error: { step_id: 'loop', message: expect.stringContaining('must be a list') } });
    expect(flow.error?.message).toContain(words);
  });
});

describe('a script that was deleted', () => {
  test('fails the step that runs it; once it is back, the run goes on from there with what it had', async () => {
    const path = await world.script('comes_and_goes', echo);
    const flow = await world.flow('uses_it', [
      code('first', 'export const main = () => Math.random();'),
      call('second', 'script', path, { x: 'results.first' }),
    ]);
    expect((await world.ada.client.delete(`${world.workspace.api}/scripts/${path}`)).status).toBe(204);
    const failed = await world.runDeployed(flow);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'script/not_found', step_id: 'second', message: expect.stringContaining(path) } });
    const [first] = await world.children(failed.id);
    await world.script('comes_and_goes', echo);
    const restarted = await post(`/jobs/${failed.id}/restart`, { step: 'second' });
    expect(restarted.status).toBe(201);
    expect(await world.end(restarted.text)).toMatchObject({ status: 'succeeded', result: first?.result });
  });

  test('while a flow waits before it, fails the flow when it comes there', async () => {
    const path = await world.script('goes_while_waiting', echo);
    const flow = await world.flow('waits_before_it', [
      { id: 'wait', value: { type: 'wait_for_event', key: constant('goes_while_waiting') } },
      call('second', 'script', path, { x: '1' }),
    ]);
    const { text: id } = await post(`/jobs/run/f/${flow}`, {});
    await world.wait(id, 'event');
    await world.ada.client.delete(`${world.workspace.api}/scripts/${path}`);
    expect((await post('/events/goes_while_waiting', {})).body).toEqual({ resumed: 1 });
    expect(await world.end(id)).toMatchObject({ status: 'failed', error: { code: 'script/not_found', step_id: 'second' } });
  });
});

describe('a flow that was cancelled', () => {
  test('is resumed by no event; what it had is there for a run that goes on from it', async () => {
    const id = await world.begin([
      given('first', 5),
      { id: 'wait', value: { type: 'wait_for_event', key: constant('too_late') } },
      code('last', echo, { x: 'results.first' }),
    ]);
    await world.wait(id, 'event');
    await post(`/jobs/${id}/cancel`, { reason: 'not needed' });
    expect((await world.end(id)).status).toBe('cancelled');
    await world.until(async () => ((await post('/events/too_late', {})).body as { resumed: number }).resumed === 0);
    expect((await world.job(id)).status).toBe('cancelled');
    const again = await post(`/jobs/${id}/restart`, { step: 'wait' });
    expect(again.status).toBe(201);
    await world.wait(again.text, 'event');
    expect((await post('/events/too_late', {})).body).toEqual({ resumed: 1 });
    expect(await world.end(again.text)).toMatchObject({ status: 'succeeded', result: 5 });
  });
});
