import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RunApproval } from '../../approvals/approvals.contract.ts';
import { AppDocument } from '../../apps/app.contract.ts';
import type { JsonObject } from '../../common/json.ts';
import type { FileGrants, WorkspaceItems } from './items.ts';
import { AgentValue } from '../../agents/agent.contract.ts';
import { noItems } from './items.ts';
import { fromFiles, toFiles } from './workspace-files.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    'yes',
    'null',
    '~',
    '0123',
    '1e3',
    '2026-01-01',
    '- a',
    'a: b',
    '# c',
    '!inline x',
    'two\nlines\n',
    '  indented\n\n',
    'tab\tand\r\nreturn',
    '"',
    "'",
    '{}',
    '$var:f/a/b',
  ),
);
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const path = fc
  .tuple(fc.constantFrom('u', 'f'), name, name, fc.constantFrom('', '', '.bun', '.deno', '.flow', '.pg', '.script', '/more'))
  .map(([space, owner, last, end]) => `${space}/${owner}/${last}${end}`);
const level = fc.constantFrom('read', 'write', 'owner');
const subject = fc.tuple(fc.constantFrom('u', 'g'), name).map((parts) => parts.join('/'));
const folderGrants = fc.dictionary(subject, level, { maxKeys: 3 }) as fc.Arbitrary<FileGrants>;
const itemGrants = folderGrants.map((grants) => (Object.keys(grants ?? {}).length === 0 ? null : grants));
/** But for a key that no contract lets in. */
const json = fc
  .dictionary(fc.oneof(name, text), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value), (key, part: unknown) => (key === '__proto__' ? undefined : part)) as JsonObject);
const settings = fc.record(
  {
    tag: name,
    timeout_s: fc.integer({ min: 1, max: 1000 }),
    cache_ttl_s: fc.integer({ min: 1, max: 1000 }),
    priority: fc.integer({ min: -100, max: 100 }),
    idempotent: fc.boolean(),
    isolation: fc.constantFrom('warm', 'fresh'),
    is_read_only: fc.boolean(),
    run_approval: fc.constantFrom(
      RunApproval.parse({}),
      RunApproval.parse({
        needed_by: 'everyone',
        approval: { title: 'Pay {{args.order}}', stages: [{ candidates: ['g/finance'], quorum: 2 }], form: { approve: { type: 'object' } }, expires_s: 60 },
      }),
    ),
    delete_after_s: fc.integer({ min: 1, max: 1000 }),
    retry: fc.record({
      attempts: fc.integer({ min: 0, max: 100 }),
      delay_s: fc.integer({ min: 0, max: 100 }),
      backoff: fc.constantFrom('constant', 'exponential'),
      max_delay_s: fc.integer({ min: 0, max: 600 }),
      jitter: fc.boolean(),
    }),
    concurrency: fc.record(
      { max: fc.integer({ min: 1, max: 10 }), key: fc.string({ maxLength: 20 }), window_s: fc.integer({ min: 1, max: 100 }) },
      { requiredKeys: ['max'] },
    ),
    debounce: fc.record(
      {
        delay_s: fc.integer({ min: 1, max: 10 }),
        key: fc.string({ maxLength: 20 }),
        max_wait_s: fc.integer({ min: 1, max: 100 }),
        max_calls: fc.integer({ min: 1, max: 100 }),
        gather: fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['delay_s'] },
    ),
    environment: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), text, { minKeys: 1, maxKeys: 3 }),
  },
  { requiredKeys: [] },
);
const script = fc.record({
  path,
  language: fc.constantFrom('bun', 'python3', 'bash', 'postgresql'),
  content: text,
  lock: text,
  summary: text,
  description: text,
  schema: json,
  settings,
  grants: itemGrants,
});
const flowInput = fc.oneof(
  fc.record({ type: fc.constant('static' as const), value: fc.oneof(text, fc.integer(), json) }),
  fc.record({ type: fc.constant('javascript' as const), expr: text }),
);
const code = fc.record({ language: fc.constantFrom('bun', 'python3', 'bash', 'postgresql'), content: text, lock: text }).map(({ lock, ...rest }) => ({
  type: 'rawscript' as const,
  ...rest,
  ...(lock === '' ? {} : { lock }),
}));
const stepId = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,4}$/);
/** An agent with tools that are code. */
const agentStep = fc
  .uniqueArray(fc.record({ id: stepId, value: code.map((value) => ({ tool_type: 'flowmodule', ...value })) }), { selector: ({ id }) => id, maxLength: 2 })
  .map((tools) => ({ type: 'aiagent' as const, tools }));
const leaf = fc.oneof(
  agentStep,
  code,
  fc.record({ type: fc.constant('script' as const), path, input_transforms: fc.dictionary(name, flowInput, { maxKeys: 3 }) }),
);
/** Some of them in a loop, so that code lies deep as well. */
const flow = fc
  .record({ steps: fc.uniqueArray(fc.record({ id: stepId, value: leaf, summary: text }), { selector: ({ id }) => id, maxLength: 5 }), looped: fc.boolean() })
  .map(({ steps, looped }) => ({
    modules: looped ? [{ id: 'the-loop', value: { type: 'forloopflow' as const, iterator: { type: 'static' as const, value: [1] }, modules: steps } }] : steps,
  }));
const handler = { target: fc.record({ kind: fc.constant('script' as const), path }), args: json, times: fc.integer({ min: 1, max: 9 }) };
const retry = fc.record({
  attempts: fc.integer({ min: 0, max: 100 }),
  delay_s: fc.integer({ min: 0, max: 100 }),
  backoff: fc.constantFrom('constant', 'exponential'),
  max_delay_s: fc.integer({ min: 0, max: 600 }),
  jitter: fc.boolean(),
});
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const definition = fc.record({
  summary: text,
  description: text,
  target: handler.target,
  args: json,
  cron: fc.constantFrom('0 2 * * *', '*/10 * * * * *', '0 0 L * 1-5'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  enabled: fc.boolean(),
  no_overlap: fc.boolean(),
  catch_up: fc.constantFrom('skip', 'last', 'all'),
  catch_up_limit: fc.integer({ min: 1, max: 1000 }),
  jitter_s: fc.integer({ min: 0, max: 3600 }),
  paused_until: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'),
  retry: orNull(retry),
  tag: orNull(name),
  on_failure: orNull(fc.record({ ...handler, exactly: fc.boolean() })),
  on_recovery: orNull(fc.record(handler)),
  on_success: orNull(fc.record({ target: handler.target, args: json })),
  alert_email: orNull(fc.record({ resource: path, to: fc.constant(['ada@example.com']), times: fc.integer({ min: 1, max: 9 }) })),
});
const appId = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,4}$/);
const appNode = fc.record({
  id: appId,
  type: name,
  props: json,
  layout: fc.record({ base: fc.constant({ x: 0, y: 0, w: 12, h: 'auto' as const }) }, { requiredKeys: [] }),
  slots: fc.dictionary(name, fc.record({ flow: fc.constantFrom('grid', 'row'), children: fc.constant([]) }), { maxKeys: 1 }),
});
/** As a file would give it: what is not said has its default. */
const inlineRun = fc.record(
  {
    kind: fc.constant('inline'),
    language: fc.constantFrom('bun', 'postgresql'),
    content: text,
    lock: fc.constantFrom('{}', '!inline x'),
    is_read_only: fc.boolean(),
  },
  { requiredKeys: ['kind', 'language', 'content'] },
);
const appDocument = fc
  .record({
    navigation: fc.constantFrom('side', 'top'),
    audience: fc.record({ kind: fc.constant('groups' as const), groups: fc.array(name, { maxLength: 2 }) }),
    variables: fc.array(fc.record({ id: appId, initial: fc.oneof(text, fc.record({ expr: text })) }), { maxLength: 2 }),
    actions: fc.array(
      fc.record({
        id: appId,
        run: fc.oneof(fc.record({ kind: fc.constantFrom('script', 'flow'), path }), inlineRun),
        args: json,
        run_as: fc.constantFrom('viewer', 'author'),
      }),
      {
        maxLength: 2,
      },
    ),
    pages: fc.uniqueArray(
      fc.record({ id: appId, title: text, body: fc.record({ flow: fc.constant('grid' as const), children: fc.array(appNode, { maxLength: 3 }) }) }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
    ),
  })
  .map((document) => AppDocument.parse(document));
const items = fc.record({
  name: fc.option(fc.string({ minLength: 1, maxLength: 30 })),
  approvalEmail: orNull(fc.record({ resource: path, subject: fc.string({ maxLength: 30 }) }, { requiredKeys: ['resource'] })),
  groups: fc.uniqueArray(
    fc.record({ name, summary: text, members: fc.uniqueArray(name).map((names) => names.sort()), managers: fc.uniqueArray(name).map((names) => names.sort()) }),
    { selector: (each) => each.name },
  ),
  folders: fc.uniqueArray(fc.record({ name, summary: text, grants: folderGrants }), { selector: (each) => each.name }),
  users: fc.uniqueArray(
    fc.record({
      email: name.map((local) => `${local}@example.com`),
      name: text.filter((value) => value.length <= 120),
      username: name,
      role: fc.constantFrom('admin', 'developer', 'operator'),
      isDisabled: fc.boolean(),
    }),
    { selector: (each) => each.email },
  ),
  resourceTypes: fc.uniqueArray(fc.record({ name, schema: json, description: text }), { selector: (each) => each.name }),
  variables: fc.uniqueArray(
    fc
      .record({
        path,
        value: text,
        isSecret: fc.boolean(),
        description: text,
        expiresAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'),
        grants: itemGrants,
      })
      .map((each) => (each.isSecret ? { ...each, value: '' } : each)),
    { selector: (each) => each.path },
  ),
  resources: fc.uniqueArray(fc.record({ path, resourceType: name, value: json, description: text, grants: itemGrants }), { selector: (each) => each.path }),
  scripts: fc.uniqueArray(script, { selector: (each) => each.path }),
  flows: fc.uniqueArray(fc.record({ path, summary: text, description: text, value: flow, schema: json, tag: fc.option(name), grants: itemGrants }), {
    selector: (each) => each.path,
  }),
  agents: fc.uniqueArray(
    fc.record({
      path,
      summary: text,
      description: text,
      schema: fc.constant({ type: 'object' }),
      value: text.map((instructions) => AgentValue.parse({ instructions })),
      grants: itemGrants,
    }),
    { selector: (each) => each.path },
  ),
  apps: fc.uniqueArray(fc.record({ path, summary: text, description: text, document: appDocument, grants: itemGrants }), { selector: (each) => each.path }),
  schedules: fc.uniqueArray(fc.record({ path, definition, grants: itemGrants }), { selector: (each) => each.path }),
  slackCommands: fc.uniqueArray(
    fc.record({
      path,
      definition: fc.record({
        summary: text.map((words) => words.slice(0, 300)),
        trigger: fc.constant('command'),
        name: fc.constantFrom('/refund', '/ask'),
        target: fc.record({ kind: fc.constantFrom('script', 'flow', 'agent'), path }),
        args: json,
        argument_order: fc.array(name, { maxLength: 3 }),
        text_argument: fc.option(name),
        allowed: fc.constantFrom([], ['u/ada', 'g/finance']),
        answer: fc.constantFrom('private', 'channel'),
        form: fc.constantFrom('when_needed', 'always'),
        enabled: fc.boolean(),
      }),
    }),
    { selector: (each) => each.path },
  ),
}) as fc.Arbitrary<WorkspaceItems>;

const byName = (all: WorkspaceItems): unknown =>
  Object.fromEntries(
    Object.entries(all).map(([kind, list]) => [
      kind,
      Array.isArray(list) ? [...list].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)) : list,
    ]),
  );

describe('the files of a workspace', () => {
  test('hold everything that has a file form, and give the same bytes again', () => {
    fc.assert(
      fc.property(items, (all) => {
        const files = toFiles(all);
        const read = fromFiles(files);
        expect(read.problems).toEqual([]);
        expect(read.notes).toEqual([]);
        expect(byName(read.items)).toEqual(byName(all));
        expect(toFiles(read.items)).toEqual(files);
      }),
      { numRuns: 60 },
    );
  });

  test('never hold the value of a secret', () => {
    const files = toFiles({ ...noItems(), variables: [{ path: 'f/a/key', value: 'hunter2', isSecret: true, description: '', expiresAt: null, grants: null }] });
    expect(JSON.stringify(files)).not.toContain('hunter2');
  });

  test('look as people expect: keys in one order, text in blocks, the lock last', () => {
    const files = toFiles({
      ...noItems(),
      scripts: [
        {
          path: 'f/a/b',
          language: 'python3',
          content: 'def main(): ...\n',
          lock: 'x==1\n',
          summary: 'Sum',
          description: 'One.\nTwo.\n',
          schema: { type: 'object', properties: { z: { type: 'string' }, a: { type: 'integer' } }, required: ['z'] },
          settings: { timeout_s: 5, environment: { B: '2', A: '1' } },
          grants: { 'u/ada': 'write' },
        },
      ],
    });
    expect(Object.keys(files)).toEqual(['f/a/b.py', 'f/a/b.script.lock', 'f/a/b.script.yaml']);
    expect(files['f/a/b.script.yaml']).toBe(
      'summary: Sum\ndescription: |\n  One.\n  Two.\nenvs:\n  - A=1\n  - B=2\nextra_perms:\n  u/ada: true\nkind: script\nschema:\n  type: object\n  properties:\n    z:\n      type: string\n    a:\n      type: integer\n  required:\n    - z\ntimeout: 5\nlock: "!inline f/a/b.script.lock"\n',
    );
  });
});

describe('the files of an app', () => {
  const document = AppDocument.parse({
    pages: [
      { id: 'home', title: 'Home', body: { flow: 'grid', children: [{ id: 'title', type: 'text', props: { content: 'Hi' } }] } },
      { id: 'Home', title: 'Another', body: { flow: 'column', children: [] } },
    ],
  });
  const files = toFiles({ ...noItems(), apps: [{ path: 'f/shop/desk', summary: 'Desk', description: '', document, grants: { 'g/support': 'read' } }] });

  test('are one for what pages share and one for each page, with names that differ on every disk', () => {
    expect(Object.keys(files)).toEqual(['f/shop/desk.app/app.yaml', 'f/shop/desk.app/pages/Home_2.yaml', 'f/shop/desk.app/pages/home.yaml']);
    expect(files['f/shop/desk.app/app.yaml']).toContain('pages:\n  - home\n  - Home_2\nextra_perms:\n  g/support: false\n');
    expect(files['f/shop/desk.app/pages/home.yaml']).toMatch(/^id: home\ntitle: Home\nparams: \[\]\n/);
  });

  test('are told of by name where a page is missing or a field is not known', () => {
    const { 'f/shop/desk.app/pages/home.yaml': _home, ...without } = files;
    expect(fromFiles(without).problems).toEqual([
      { file: 'f/shop/desk.app/app.yaml', message: 'The page f/shop/desk.app/pages/home.yaml that it names is not there' },
    ]);
    const wrong = { ...files, 'f/shop/desk.app/pages/home.yaml': 'id: home\ntitle: Home\nwidth: 3\n' };
    expect(fromFiles(wrong).problems[0]).toMatchObject({ file: 'f/shop/desk.app/pages/home.yaml' });
    expect(fromFiles({ ...files, 'f/shop/desk.app/pages/../../x.yaml': '' }).items.apps).toHaveLength(1);
  });

  test('of another tool are left out with a note', () => {
    const read = fromFiles({ 'f/a/desk.app/app.yaml': 'summary: Desk\nvalue:\n  grid: []\npolicy: {}\n' });
    expect([read.problems, read.items.apps, read.notes]).toEqual([
      [],
      [],
      [{ file: 'f/a/desk.app/app.yaml', message: 'Left out: it names no pages, so it is an app of another tool' }],
    ]);
  });
});
