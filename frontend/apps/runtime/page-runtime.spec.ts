import { afterEach, describe, expect, it } from '@jest/globals';
import type { AppDocument, AppNode, AppPage } from '../../../backend/apps/app.contract.ts';
import { smallApp } from '../../../backend/apps/core/commands/random-commands.test-support.ts';
import { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import { catalog } from '../../../components/definitions.ts';
import type { ActionEnd } from './actions.ts';
import { PageRuntime, type PagePorts } from './page-runtime.ts';

/** A server and a browser that answer when the test says so, and remember what was asked of them. */
function aWorld() {
  const asked: string[] = [];
  const started: { action: string; args: Readonly<Record<string, unknown>>; end: (end: ActionEnd) => void }[] = [];
  let isYes = true;
  const ports: PagePorts = {
    start: (action, args) => {
      const job = String(started.length);
      const { promise, resolve } = Promise.withResolvers<ActionEnd>();
      started.push({ action: action.id, args, end: resolve });
      ends.set(job, promise);
      return Promise.resolve(job);
    },
    wait: (jobId, onStatus) => {
      onStatus('running');
      return ends.get(jobId) as Promise<ActionEnd>;
    },
    cancel: (jobId) => void asked.push(`cancel ${jobId}`),
    nowMs: () => 1_763_600_000_000,
    ask: ({ title }) => {
      asked.push(`ask ${title}`);
      return Promise.resolve(isYes);
    },
    link: (url) => void asked.push(`link ${url}`),
    toast: (message, tone) => void asked.push(`toast ${tone} ${message}`),
    copy: (copied) => {
      asked.push(`copy ${copied}`);
      return Promise.resolve();
    },
    download: (name) => void asked.push(`download ${name}`),
    go: (page, params) => void asked.push(`go ${page} ${JSON.stringify(params)}`),
  };
  const ends = new Map<string, Promise<ActionEnd>>();
  return { ports, asked, started, sayNo: () => void (isYes = false) };
}

const opened: PageRuntime[] = [];
const evaluator = new Evaluator();
afterEach(() => opened.splice(0).forEach((page) => page.dispose()));

/** Counts what it computes. */
class CountingEvaluator extends Evaluator {
  count = 0;

  override evaluateNow(...given: Parameters<Evaluator['evaluateNow']>): ReturnType<Evaluator['evaluateNow']> {
    this.count += 1;
    return super.evaluateNow(...given);
  }
}

async function open(document: AppDocument, world = aWorld(), callable?: readonly string[], computing = evaluator) {
  const runtime = new PageRuntime({
    document,
    page: document.pages[0] as AppPage,
    catalog,
    evaluator: computing,
    ports: world.ports,
    params: { tab: 'open' },
    user: { username: 'ada' },
    app: { page: 'home' },
    ...(callable ? { callable } : {}),
  });
  opened.push(runtime);
  await runtime.open();
  const nodeOf = (nodes: readonly AppNode[], id: string): AppNode | undefined =>
    nodes.flatMap((node) => [node, ...Object.values(node.slots ?? {}).flatMap((slot) => slot.children)]).find((node) => node.id === id);
  const at = (id: string) => runtime.instance(nodeOf(document.pages[0]?.body.children ?? [], id) as AppNode, '', {});
  return { runtime, world, at };
}

const page = (children: AppNode[]): AppDocument['pages'] => [
  { id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children } },
];
const text = (id: string, content: AppNode['props'][string]): AppNode => ({ id, type: 'text', props: { content }, layout: {} });
const input = (id: string, value: AppNode['props'][string] = ''): AppNode => ({ id, type: 'text_input', props: { label: id, value }, layout: {} });
const settled = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('a page that is open', () => {
  it('hides, disables and marks as loading whatever a handler says so of, until it takes that back', async () => {
    const { at, runtime } = await open({ ...smallApp, actions: [], pages: page([{ ...text('note', 'Hello'), props: { content: 'Hello', hidden: true } }]) });
    const note = at('note');
    note.call('set_hidden', [false]);
    note.call('set_disabled', [true]);
    note.call('set_loading', [true]);
    expect(note.read().props).toMatchObject({ hidden: false, disabled: true, loading: true, content: 'Hello' });
    expect(runtime.signals.get('states:note')).toMatchObject({ is_visible: true, is_disabled: true, is_loading: true });
    for (const method of ['set_hidden', 'set_disabled', 'set_loading']) note.call(method, [null]);
    expect(note.read().props).toMatchObject({ hidden: true, disabled: false, loading: false });
  });

  it('computes what reads a value again when it changes, and nothing else', async () => {
    const { at, runtime } = await open({
      ...smallApp,
      actions: [],
      variables: [],
      pages: page([input('name'), text('hello', { expr: 'name.value' }), text('other', { expr: 'params.tab' })]),
    });
    let otherChanged = 0;
    at('other').follow(() => (otherChanged += 1));
    at('name').expose({ value: 'Ada' });
    runtime.signals.flush();
    expect([at('hello').read().props['content'], at('other').read().props['content'], otherChanged]).toEqual(['Ada', 'open', 0]);
  });

  it('computes each prop that follows a key once, and draws each component once, in the turn of the key', async () => {
    const follower = (id: string): AppNode => ({
      ...text(id, ''),
      props: { content: { expr: `source.value + ' in ${id}'` }, tooltip: { expr: 'source.value' }, hidden: { expr: "source.value === 'gone'" } },
    });
    const ids = Array.from({ length: 10 }, (_, index) => `follower${index}`);
    const counting = new CountingEvaluator();
    const children = [input('source'), input('other'), text('beside', { expr: 'other.value' }), ...ids.map(follower)];
    const { at, runtime } = await open({ ...smallApp, actions: [], pages: page(children) }, aWorld(), undefined, counting);
    const drawn: string[] = [];
    for (const id of ['source', 'beside', ...ids]) at(id).follow(() => drawn.push(id));
    counting.count = 0;
    at('source').expose({ value: 'a', is_dirty: true });
    await Promise.resolve();
    expect(at('follower9').read().props).toMatchObject({ content: 'a in follower9', tooltip: 'a', hidden: false });
    expect(counting.count).toBe(3 * ids.length);
    expect(drawn).toEqual(['source', ...ids]);
    expect(runtime.signals.get('state:follower0.is_visible')).toBe(true);
  });

  it('draws what stands around a component anew only when that changes', async () => {
    const { at } = await open({ ...smallApp, actions: [], pages: page([input('source'), text('follower', { expr: 'source.value' })]) });
    const looks = at('follower').looks();
    at('source').expose({ value: 'a' });
    await Promise.resolve();
    expect(at('follower').looks()).toBe(looks);
    at('follower').call('set_hidden', [true]);
    expect(at('follower').looks()).toMatchObject({ isHidden: true });
  });

  it('computes with the engine once it is loaded, and shows the default until then', async () => {
    const { at, runtime } = await open({
      ...smallApp,
      actions: [],
      variables: [],
      pages: page([input('name', 'Ada'), text('hello', { expr: '`Hello ${name.value.toUpperCase()}`' })]),
    });
    await evaluator.load();
    await Promise.resolve();
    runtime.signals.flush();
    expect(at('hello').read().props['content']).toBe('Hello ADA');
  });

  it('gives the default and the reason where a value does not fit', async () => {
    const { at } = await open({
      ...smallApp,
      actions: [],
      variables: [],
      pages: page([{ ...text('hello', 'x'), props: { content: 'x', size: { expr: 'params.tab' } } }]),
    });
    expect(at('hello').read()).toMatchObject({ props: { size: 'body' }, problem: expect.stringContaining('size') });
  });

  it('leaves what depends on a row to the component', async () => {
    const { at } = await open(smallApp);
    expect((at('ordersTable').read().props['columns'] as unknown[])[1]).toEqual({ field: 'total', hidden: { expr: 'vars.chosen === null && row.total > 0' } });
  });

  it('runs what watches a value once after a burst of changes, with the last of them', async () => {
    const { at, world } = await open(smallApp);
    world.started[0]?.end({ status: 'success', data: [] });
    for (const value of ['a', 'ab', 'abc']) {
      at('searchInput').expose({ value });
      await Promise.resolve();
    }
    await settled();
    expect(world.started.map(({ action, args }) => [action, args['search']])).toEqual([
      ['listOrders', ''],
      ['listOrders', 'abc'],
    ]);
  });

  it('never lets a slow answer of before replace a newer one, and cancels it', async () => {
    const { at, world, runtime } = await open(smallApp);
    at('searchInput').expose({ value: 'new' });
    await settled();
    world.started[1]?.end({ status: 'success', data: [{ id: 2 }] });
    world.started[0]?.end({ status: 'success', data: [{ id: 1 }] });
    await settled();
    expect(runtime.actionState('listOrders')).toMatchObject({ status: 'success', data: [{ id: 2 }] });
    expect(world.asked).toContain('cancel 0');
  });

  it('keeps the data of before while new data is loaded, and says that it is stale', async () => {
    const { at, world, runtime } = await open(smallApp);
    world.started[0]?.end({ status: 'success', data: [{ id: 1 }] });
    await settled();
    at('searchInput').expose({ value: 'x' });
    await settled();
    expect(runtime.actionState('listOrders')).toMatchObject({ status: 'running', is_stale: true, data: [{ id: 1 }] });
  });

  it('carries steps out in their order: a refund, then the list again, then the page', async () => {
    const { at, world, runtime } = await open(smallApp);
    world.started[0]?.end({ status: 'success', data: [] });
    at('ordersTable').expose({ selected_row: { id: 7 } });
    runtime.signals.flush();
    const done = runtime.emit(at('refundButton'), 'click', {});
    await settled();
    expect(world.started[1]).toMatchObject({ action: 'refund', args: { order: 7, reason: 'by hand' } });
    expect(world.asked).not.toContain('go home {}');
    world.started[1]?.end({ status: 'success', data: null });
    await settled();
    world.started[2]?.end({ status: 'success', data: [] });
    await done;
    expect([world.started[2]?.action, world.asked.at(-1)]).toEqual(['listOrders', 'go home {}']);
  });

  it('stops a handler at what fails, and tells the person why', async () => {
    const { at, world, runtime } = await open(smallApp);
    at('ordersTable').expose({ selected_row: { id: 7 } });
    const done = runtime.emit(at('refundButton'), 'click', {});
    await settled();
    world.started[1]?.end({ status: 'error', error: { code: 'job/failed', message: 'The order was refunded before.' } });
    await done;
    expect(world.asked).toEqual(['toast problem The order was refunded before.']);
    expect(world.started).toHaveLength(2);
  });

  it('does not ask for what this person may not run, and says so to what would show it', async () => {
    const loading = smallApp.actions.map((action) => ({ ...action, trigger: 'on_load' as const }));
    const { runtime, world, at } = await open({ ...smallApp, actions: loading, pages: page([text('may', { expr: 'refund.is_allowed' })]) }, aWorld(), [
      'listOrders',
    ]);
    runtime.signals.flush();
    expect([world.started.map(({ action }) => action), at('may').read().props['content']]).toEqual([['listOrders'], false]);
  });

  it('runs nothing by itself that only another page shows', async () => {
    const loading = smallApp.actions.map((action) => ({ ...action, trigger: 'on_load' as const }));
    const [here] = page([text('list', { expr: 'listOrders.data' })]);
    const [there] = page([text('other', { expr: 'refund.data' })]);
    const { world } = await open({
      ...smallApp,
      variables: [],
      actions: loading.map(({ on_success: _then, ...action }) => ({ ...action, args: {} })),
      pages: [here!, { ...there!, id: 'other' }],
    });
    expect(world.started.map(({ action }) => action)).toEqual(['listOrders']);
  });

  it('asks before an action that wants to be confirmed, and runs nothing after a no', async () => {
    const world = aWorld();
    world.sayNo();
    const actions = smallApp.actions.map((action) =>
      action.id === 'refund' ? { ...action, confirm: { title: { expr: '`Refund ${ordersTable.selected_row.id}?`' } } } : action,
    );
    const { at, runtime } = await open({ ...smallApp, actions }, world);
    at('ordersTable').expose({ selected_row: { id: 7 } });
    await runtime.emit(at('refundButton'), 'click', {});
    expect([world.asked, world.started.length]).toEqual([['ask Refund 7?'], 1]);
  });

  it('opens a drawer with its parameters, which what is in it reads', async () => {
    const { at, runtime } = await open(smallApp);
    await evaluator.load();
    at('ordersTable').expose({ selected_row: { id: 7 } });
    await runtime.emit(at('ordersTable'), 'select', { key: 7 });
    runtime.signals.flush();
    expect(at('drawer').read()).toMatchObject({ state: { is_open: true, params: { order: { id: 7 } } }, props: { title: 'Order 7' } });
  });

  it('loads data while it is edited, and does nothing that a person would do', async () => {
    const world = aWorld();
    const runtime = new PageRuntime({
      document: smallApp,
      page: smallApp.pages[0] as AppPage,
      catalog,
      evaluator,
      ports: world.ports,
      params: {},
      user: {},
      app: {},
      isEditing: true,
    });
    opened.push(runtime);
    await runtime.open();
    const refundButton = smallApp.pages[0]?.body.children[2]?.slots?.['body']?.children[0] as AppNode;
    await runtime.emit(runtime.instance(refundButton, '', {}), 'click', {});
    await Promise.resolve();
    expect(world.started.map(({ action }) => action)).toEqual(['listOrders']);
  });

  it('goes on with an edited document: what was typed stays, what was changed is computed anew', async () => {
    const document = { ...smallApp, actions: [], variables: [], pages: page([input('name'), text('hello', { expr: 'name.value' })]) };
    const { runtime, at } = await open(document);
    at('name').expose({ value: 'Ada' });
    const edited = { ...document, pages: page([input('name'), text('hello', { expr: '"Hello " + name.value' }), text('more', { expr: 'hello.is_visible' })]) };
    await evaluator.load();
    await runtime.change(edited);
    runtime.signals.flush();
    const [, hello, more] = edited.pages[0]?.body.children ?? [];
    expect(runtime.instance(hello as AppNode, '', {}).read().props['content']).toBe('Hello Ada');
    expect(runtime.instance(more as AppNode, '', {}).read().props['content']).toBe(true);
  });

  it('keeps what was typed for an item that goes and comes back', async () => {
    const { runtime } = await open({ ...smallApp, actions: [], variables: [], pages: page([input('name')]) });
    const first = runtime.instance(input('name'), 'a', { item: { id: 'a' } });
    first.expose({ value: 'typed' });
    runtime.release(first);
    expect(runtime.instance(input('name'), 'a', { item: { id: 'a' } }).read().state['value']).toBe('typed');
  });
});

describe('a page in several languages', () => {
  it('follows a change of the language, which a step asks for, and tells of it', async () => {
    const said: string[] = [];
    const world = aWorld();
    const document: AppDocument = {
      ...smallApp,
      strings: { en: { hello: 'Hello {name}' }, de: { hello: 'Hallo {name}' } },
      language: 'en',
      actions: [],
      variables: [],
      pages: page([
        {
          id: 'switcher',
          type: 'button',
          props: { text: { expr: "t('hello', {name: user.username})" } },
          on: {
            click: [
              { do: 'language', language: 'de' },
              { do: 'language', language: 'xx' },
            ],
          },
          layout: {},
        },
      ]),
    };
    const { at, runtime } = await open(document, { ...world, ports: { ...world.ports, onLanguage: (language) => said.push(language) } });
    expect(at('switcher').read().props['text']).toBe('Hello ada');
    await runtime.emit(at('switcher'), 'click', {});
    expect(at('switcher').read().props['text']).toBe('Hallo ada');
    expect(runtime.signals.get('app')).toMatchObject({ language: 'de', languages: ['en', 'de'] });
    expect(said).toEqual(['de']);
  });
});
