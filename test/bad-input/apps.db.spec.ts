import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AppCommand } from '../../backend/apps/app-commands.contract.ts';
import type { AppDocument, AppNode } from '../../backend/apps/app.contract.ts';
import type { AppCommandsResult, AppDraft, AppProblem, StartedAction } from '../../backend/apps/apps.contract.ts';
import { emptyDocument } from '../../backend/apps/core/empty.ts';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let bob: TestUser;
let operator: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, bob, operator] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer'), workspace.aMember('operator')]);
  for (const { username } of [ada, bob]) await workspace.grant('folder', 'shop', `u/${username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

const at = (route: string, path: string): string => `${workspace.api}/${route}/${path}`;
const text = (id: string, content: AppNode['props'][string] = 'Hi'): AppNode => ({ id, type: 'text', props: { content }, layout: {} });
const withChildren = (children: AppNode[], more: Partial<AppDocument> = {}): AppDocument => ({
  ...emptyDocument,
  ...more,
  pages: [{ id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children } }],
});
const put = (path: string, document: unknown) => ada.client.put(at('apps', path), { document });
const begin = async (path: string, document: AppDocument) => ada.client.post<AppDraft>(at('app_drafts', path), { document });
const send = (path: string, since: number, commands: AppCommand[], by = ada) =>
  by.client.post<AppCommandsResult>(at('app_commands', path), { since, commands, client: by.username });
const script = (path: string, content: string) => ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content });
const refund = 'export async function main(order: number) {\n  return order;\n}\n';
const running = (path: string): AppDocument =>
  withChildren([{ id: 'button', type: 'button', props: { text: 'Refund' }, on: { click: [{ do: 'run', action: 'refund' }] }, layout: {} }], {
    actions: [{ id: 'refund', run: { kind: 'script', path }, args: { order: { expr: 'params.order' } }, trigger: 'manual', run_as: 'viewer' }],
  });
const run = (path: string) => operator.client.post<StartedAction>(at('app_actions/refund/run', path), { version: 1, args: { order: 1 } });

describe('a document that is too much', () => {
  test.each<[string, () => AppDocument]>([
    ['5 MB of text', () => withChildren(Array.from({ length: 300 }, (_none, index) => text(`text${index}`, 'x'.repeat(19_900))))],
    ['more than 2,000 components', () => withChildren(Array.from({ length: 2001 }, (_none, index) => text(`text${index}`)))],
    [
      'containers 300 deep',
      () =>
        withChildren([
          Array.from({ length: 300 }).reduce<AppNode>(
            (inner, _none, index) => ({ id: `box${index}`, type: 'container', props: {}, layout: {}, slots: { body: { flow: 'grid', children: [inner] } } }),
            text('inner'),
          ),
        ]),
    ],
    ['an expression of 60,000 letters', () => withChildren([text('long', { expr: `1${'+1'.repeat(30_000)}` })])],
    ['an expression of brackets within each other', () => withChildren([text('deep', { expr: '['.repeat(20_000) + ']'.repeat(20_000) })])],
  ])('is refused in words, as a release and as a working copy: %s', async (_what, make) => {
    const document = make();
    refusalOf(await put('f/shop/too_much', document));
    const begun = await ada.client.post<AppDraft>(at('app_drafts', 'f/shop/too_much'), { document });
    // A working copy may have mistakes, which it names; what would never fit is refused.
    if (begun.status === 200) expect(begun.body.problems.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    else refusalOf(begun);
  });

  test('is refused by the command that would make it so, and the working copy stays', async () => {
    await begin('f/shop/nearly', withChildren(Array.from({ length: 1999 }, (_none, index) => text(`text${index}`))));
    const sent = await send('f/shop/nearly', 0, [
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: text('one') },
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: text('two') },
    ]);
    expect(sent.body).toMatchObject({ seq: 1, refused: { index: 1, code: 'app/too_large' } });
  });
});

describe('what is not a document', () => {
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['no page', { ...emptyDocument, pages: [] }],
    ['a policy of its own', { ...emptyDocument, policy: [{ action: 'refund', run_as: 'author' }] }],
    ['a component without an id', withChildren([{ type: 'text', props: {}, layout: {} } as unknown as AppNode])],
    [
      'the prototype as a name',
      JSON.parse(`{"pages":[{"id":"home","title":"x","body":{"children":[{"id":"a","type":"text","props":{"__proto__":{"x":1}}}]}}]}`),
    ],
    ['a step that there is not', withChildren([{ ...text('a'), on: { click: [{ do: 'eval', code: '1' } as never] } }])],
    ['a cell outside of the grid', withChildren([{ ...text('a'), layout: { base: { x: 12, y: 0, w: 1, h: 1 } } }])],
  ])('is refused with the place: %s', async (_what, document) => {
    refusalOf(await put('f/shop/no_document', document));
  });
});

describe('values that follow from each other', () => {
  const input = (id: string, expr: string): AppNode => ({ id, type: 'text_input', props: { label: id, value: { expr } }, layout: {} });

  test('in a circle are refused with the circle', async () => {
    const { details } = refusalOf(await put('f/shop/circle', withChildren([input('one', 'two.value'), input('two', 'one.value')])));
    const [problem] = (details['problems'] as AppProblem[]).filter(({ code }) => code === 'app/cycle');
    expect(problem?.message).toMatch(/one\.value.*two\.value|two\.value.*one\.value/);
  });
});

describe('names that stand twice', () => {
  test('are refused by a paste, which leaves the working copy as it was', async () => {
    await begin('f/shop/paste', withChildren([text('title')]));
    const pasted: AppCommand = {
      do: 'insert_node',
      to: { page: 'home' },
      index: 1,
      node: { id: 'box', type: 'container', props: {}, layout: {}, slots: { body: { flow: 'grid', children: [text('title')] } } },
    };
    const sent = await send('f/shop/paste', 0, [pasted]);
    expect(sent.body).toMatchObject({ seq: 0, refused: { index: 0, message: expect.stringContaining('title') } });
  });

  test('within a document are named by its check', async () => {
    const { details } = refusalOf(await put('f/shop/twice', withChildren([text('title'), text('title')])));
    expect(details['problems']).toContainEqual(expect.objectContaining({ code: 'app/duplicate_id', part: { kind: 'component', id: 'title' } }));
  });
});

describe('several people at once', () => {
  test('who delete the same container, while a third puts something into it: one deletes it, the others are told, nothing is half there', async () => {
    const box: AppNode = { id: 'box', type: 'container', props: {}, layout: {}, slots: { body: { flow: 'grid', children: [text('inner')] } } };
    await begin('f/shop/shared', withChildren([box]));
    const into: AppCommand = { do: 'insert_node', to: { node: 'box', slot: 'body' }, index: 0, node: text('late') };
    const answers = await Promise.all([
      send('f/shop/shared', 0, [{ do: 'remove_node', id: 'box' }]),
      send('f/shop/shared', 0, [{ do: 'remove_node', id: 'box' }], bob),
      send('f/shop/shared', 0, [into], bob),
    ]);
    expect(answers.slice(0, 2).filter(({ body }) => body.refused === null)).toHaveLength(1);
    for (const { body } of answers) if (body.refused) expect(body.refused.code).toBe('app/no_such_part');
    const { body } = await ada.client.get<AppDraft>(at('app_drafts', 'f/shop/shared'));
    expect(body.document.pages[0]?.body.children).toEqual([]);
  });
});

describe('what a release runs', () => {
  test('and was deleted since is told of clearly to the viewer, and as a problem to who builds', async () => {
    await script('f/shop/going', refund);
    expect((await put('f/shop/uses_going', running('f/shop/going'))).status).toBe(201);
    expect((await ada.client.delete(`${workspace.api}/scripts/f/shop/going`)).status).toBe(204);
    const { message } = refusalOf(await run('f/shop/uses_going'));
    expect(message).toContain('f/shop/going');
    const { body } = await begin('f/shop/uses_going', running('f/shop/going'));
    expect(body.problems).toContainEqual(expect.objectContaining({ severity: 'error', part: { kind: 'action', id: 'refund' } }));
    expect(codeOf(await ada.client.post(at('app_release', 'f/shop/uses_going'), { message: '', seq: body.seq }))).toBe('app/invalid');
  });

  test('and has other arguments since runs as it was released, until the next release, which names the argument', async () => {
    await script('f/shop/changing', refund);
    await put('f/shop/uses_changing', running('f/shop/changing'));
    await script('f/shop/changing', 'export async function main(order: string, reason: string) {\n  return order + reason;\n}\n');
    const started = await run('f/shop/uses_changing');
    expect(started.status).toBe(201);
    expect((await operator.client.get(`${workspace.api}/jobs/${started.body.job_id}`)).body).toMatchObject({ version: 1, args: { order: 1 } });
    const { body } = await begin('f/shop/uses_changing', running('f/shop/changing'));
    expect(body.problems).toContainEqual(expect.objectContaining({ code: 'app/missing_argument', message: expect.stringContaining('reason') }));
  });
});
