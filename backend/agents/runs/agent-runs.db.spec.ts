import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../../test/support/app.ts';
import { decideAs } from '../../../test/support/approvals.ts';
import { emptyDocument } from '../../apps/core/empty.ts';
import type { Approval } from '../../approvals/approvals.contract.ts';
import { conditionOf } from '../core/tool-condition.ts';
import { answerOf, AgentWorld, callOnce } from './agent-world.test-support.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await AgentWorld.open();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose](), 60_000);

const lookup = { name: 'find_order', kind: 'script', path: 'f/shop/find_order' };
const refund = (rule: object = {}) => ({
  name: 'refund',
  kind: 'script',
  path: 'f/shop/refund',
  arguments: { by: { type: 'context', expr: 'user.username' } },
  rule,
});
const byFinance = { approval: { title: 'Refund {{args.amount}} for order {{args.order}}', stages: [{ candidates: ['g/finance'] }] } };
const asks = { otherwise: 'auto', when: [conditionOf('args.amount > 100', 'ask')], ...byFinance };

describe('a run of an agent', () => {
  test('calls a script as a child job, and keeps turns, call and answer on record', async () => {
    await world.agent('helper', { instructions: 'Help {{user.username}}.', tools: [lookup] });
    world.when('order 1042', callOnce('find_order', { order: 1042 }));
    const { thread, jobId } = await world.ask('helper', 'Where is order 1042?');
    const answer = answerOf(thread);
    expect(answer).toMatchObject({ status: 'done', model: 'openai/test-model', is_practice: false, error: null });
    expect(answer.text).toContain('sent on Monday');
    expect(answer.tools).toMatchObject([
      { name: 'find_order', kind: 'script', status: 'succeeded', args: { order: 1042 }, output: { state: 'sent on Monday' } },
    ]);
    expect(await world.job(answer.tools[0]?.job_id ?? '')).toMatchObject({ path: 'f/shop/find_order', parent_id: jobId, run_as: 'u/ada', status: 'succeeded' });
    const trace = await world.trace(jobId);
    expect(trace.steps.map(({ kind, name, status }) => `${kind} ${name} ${status}`)).toEqual([
      'turn openai/test-model done',
      'tool find_order succeeded',
      'turn openai/test-model done',
    ]);
    expect(trace.usage).toMatchObject({ turns: 2, tool_calls: 1, input_tokens: 40 });
    expect(world.models.problems).toEqual([]);
    expect(world.models.requests.some(({ system }) => system.includes('Help ada.'))).toBe(true);
  });

  test('tells the model what is wrong with its arguments, and does not run anything', async () => {
    await world.agent('careless', { tools: [refund()] });
    world.when('careless', ({ toolResults }) =>
      toolResults.length === 0
        ? { kind: 'answer', calls: [{ name: 'refund', args: { order: 'x', by: 'u/admin' } }] }
        : { kind: 'answer', text: toolResults[0] ?? '' },
    );
    const { thread } = await world.ask('careless', 'careless please');
    expect(answerOf(thread).tools).toMatchObject([{ status: 'failed', error: { code: 'agent/tool_arguments_invalid' }, job_id: null }]);
  });

  test('sets what is not the models to set', async () => {
    await world.agent('setter', { tools: [refund()] });
    world.when('setter', callOnce('refund', { order: 1, amount: 2 }));
    expect(answerOf((await world.ask('setter', 'setter please')).thread).tools[0]?.output).toEqual({ order: 1, refunded: 2, by: 'ada' });
  });

  test('keeps what a model writes text, whatever it looks like', async () => {
    await world.script('echo', 'export async function main(note: string) {\n  return note;\n}\n');
    await world.agent('echoing', {
      tools: [{ name: 'echo', kind: 'script', path: 'f/shop/echo', arguments: { note: { type: 'context', expr: 'input.message' } } }],
    });
    world.when('$var:', callOnce('echo', {}));
    await world.ada.client.put(world.api('variables/f/shop/key'), { value: 'the secret', is_secret: true });
    expect(answerOf((await world.ask('echoing', '$var:f/shop/key')).thread).tools[0]?.output).toBe('$var:f/shop/key');
  });

  test('gives a tool what its own author named as the default of an argument', async () => {
    await world.ada.client.put(world.api('variables/f/shop/greeting'), { value: 'good day' });
    await world.script('greet', `export async function main(greeting = '$var:f/shop/greeting') {\n  return greeting;\n}\n`);
    await world.agent('greeting', { tools: [{ name: 'greet', kind: 'script', path: 'f/shop/greet' }] });
    world.when('greet me', callOnce('greet', {}));
    expect(answerOf((await world.ask('greeting', 'Please greet me')).thread).tools[0]?.output).toBe('good day');
  });

  test('is answered by the raw result of its job, with messages and usage', async () => {
    const answer = await world.ada.client.post(world.api('jobs/run_wait_result/a/f/shop/helper'), { message: 'Hello there' });
    expect(answer).toMatchObject({ status: 200, body: { output: 'You said: Hello there', usage: { turns: 1 }, messages: [{ role: 'assistant' }] } });
    const { thread_id: thread } = answer.body as { thread_id: string };
    expect(await world.read(thread)).toMatchObject({ source: 'api', may_write: false, is_mine: true });
    expect(codeOf(await world.ada.client.post(world.api(`threads/${thread}/messages`), { text: 'more' }))).toBe('thread/read_only');
  });

  test('has flows and other agents as tools', async () => {
    const identity = { id: 'a', value: { type: 'identity' } };
    await world.ada.client.put(world.api('flows/f/shop/twice'), {
      schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
      value: {
        modules: [
          {
            ...identity,
            value: {
              type: 'rawscript',
              language: 'bun',
              content: 'export const main = (n: number) => n * 2',
              input_transforms: { n: { type: 'javascript', expr: 'flow_input.n' } },
            },
          },
        ],
      },
    });
    await world.agent('team', {
      tools: [
        { name: 'twice', kind: 'flow', path: 'f/shop/twice' },
        { name: 'helper', kind: 'agent', path: 'f/shop/helper' },
      ],
    });
    world.when('team work', ({ toolResults }) =>
      toolResults.length === 0
        ? {
            kind: 'answer',
            calls: [
              { name: 'twice', args: { n: 21 } },
              { name: 'helper', args: { message: 'sub question' } },
            ],
          }
        : { kind: 'answer', text: toolResults.join('\n') },
    );
    const { thread } = await world.ask('team', 'team work');
    expect(answerOf(thread).tools).toMatchObject([
      { status: 'succeeded', output: 42 },
      { status: 'succeeded', output: 'You said: sub question' },
    ]);
  });

  test('of an output too large to be told at once is not cut: the record has all of it, the message leaves it to the job', async () => {
    await world.script('huge', 'export async function main() {\n  return "x".repeat(20_000_000);\n}\n');
    await world.agent('hungry', { tools: [{ name: 'huge', kind: 'script', path: 'f/shop/huge' }] });
    world.when('hungry', ({ toolResults }) =>
      toolResults.length === 0 ? { kind: 'answer', calls: [{ name: 'huge', args: {} }] } : { kind: 'answer', text: `${toolResults[0]?.length ?? 0}` },
    );
    const { thread } = await world.ask('hungry', 'hungry please');
    const answer = answerOf(thread);
    expect(answer.tools).toMatchObject([{ status: 'succeeded', output: null, is_output_omitted: true }]);
    expect(Number(answer.text)).toBeLessThan(20_000);
    const [{ size } = { size: 0 }] = await world.database.run<{ size: number }>({
      text: `select max(length(record::text))::integer as size from agent_step where call_id is not null and job_id = $1`,
      values: [answer.job_id],
    });
    expect(size).toBeLessThan(10_000);
  });

  test('whose asker has left the workspace fails and says so', async () => {
    const leaver = await world.workspace.aMember('developer');
    await world.workspace.grant('folder', 'shop', `u/${leaver.username}`, 'read');
    await world.agent('patient', { tools: [refund({ otherwise: 'ask', ...byFinance })] });
    world.when('leaver', callOnce('refund', { order: 1, amount: 500 }));
    const { job_id: jobId } = await world.send(await world.thread('patient', leaver), 'leaver asks', {}, leaver);
    const request = await world.requestOf(jobId);
    await world.workspace.admin.client.patch(world.api(`members/${leaver.username}`), { disabled: true });
    await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash });
    const job = await world.until(async () => {
      const seen = await world.job(jobId);
      return seen.status === 'failed' && seen;
    });
    expect(job.error).toMatchObject({ code: 'access/forbidden', message: expect.stringContaining('not a member') });
  });
});

describe('a call that needs a person', () => {
  test('waits without a worker, goes on when it is approved, and is in the inbox what it is in the thread', async () => {
    await world.agent('refunder', { tools: [refund(asks)] });
    world.when('refund big', callOnce('refund', { order: 1042, amount: 250 }));
    const thread = await world.thread('refunder');
    const { job_id: jobId } = await world.send(thread, 'refund big');
    const request = await world.requestOf(jobId);
    expect(request).toMatchObject({
      title: 'Refund 250 for order 1042',
      requested_by: 'u/ada',
      subject: { kind: 'agent', path: 'f/shop/refunder', step: 'refund' },
    });
    await world.until(async () => (await world.job(jobId)).status === 'waiting');
    const waiting = await world.read(thread);
    expect([waiting.status, answerOf(waiting).tools[0]?.status, answerOf(waiting).tools[0]?.approval_id]).toEqual(['waiting', 'asked', request.id]);
    expect((await world.job(jobId)).waiting_for).toMatchObject({ reason: 'approval' });
    expect((await world.fin.client.get<Approval>(world.api(`approvals/${request.id}`))).body.args).toEqual({ order: 1042, amount: 250, by: 'ada' });
    expect((await decideAs(world.workspace, world.ada, request.id, 'approve', { expected_hash: request.hash })).status).toBe(403);
    await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash });
    await world.result(jobId);
    expect(answerOf(await world.read(thread)).tools).toMatchObject([{ status: 'succeeded', output: { refunded: 250 } }]);
  });

  test('runs at once below the bound, and asks where the condition cannot be evaluated', async () => {
    await world.agent('refunder', { tools: [refund(asks)] });
    world.when('refund small', callOnce('refund', { order: 1, amount: 5 }));
    expect(answerOf((await world.ask('refunder', 'refund small')).thread).tools[0]?.status).toBe('succeeded');
    await world.agent('doubtful', { tools: [refund({ otherwise: 'auto', when: [conditionOf('[].at(0).there', 'deny')], ...byFinance })] });
    world.when('doubtful', callOnce('refund', { order: 1, amount: 5 }));
    const { job_id: jobId } = await world.send(await world.thread('doubtful'), 'doubtful');
    expect(await world.requestOf(jobId)).toMatchObject({ status: 'open' });
  });

  test('hands the reason of a rejection to the model', async () => {
    world.when('refund refused', callOnce('refund', { order: 3, amount: 900 }, 'The model was told: '));
    const thread = await world.thread('refunder');
    const { job_id: jobId } = await world.send(thread, 'refund refused');
    const request = await world.requestOf(jobId);
    await decideAs(world.workspace, world.fin, request.id, 'reject', { expected_hash: request.hash, comment: 'Ask the customer first' });
    await world.result(jobId);
    const answer = answerOf(await world.read(thread));
    expect(answer.tools).toMatchObject([{ status: 'denied', error: { code: 'agent/tool_denied' }, job_id: null }]);
    expect(answer.text).toContain('Ask the customer first');
  });

  test('is not approved any more when the tool has changed meanwhile', async () => {
    await world.script('pay', 'export async function main(amount: number) {\n  return { paid: amount };\n}\n');
    await world.agent('payer', { tools: [{ name: 'pay', kind: 'script', path: 'f/shop/pay', rule: { otherwise: 'ask', ...byFinance } }] });
    world.when('pay now', callOnce('pay', { amount: 1 }));
    const thread = await world.thread('payer');
    const { job_id: jobId } = await world.send(thread, 'pay now');
    const request = await world.requestOf(jobId);
    await world.script('pay', 'export async function main(amount: number) {\n  return { paid: amount * 1000 };\n}\n');
    await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash });
    await world.result(jobId);
    expect(answerOf(await world.read(thread)).tools).toMatchObject([{ status: 'failed', error: { code: 'agent/approval_void' }, job_id: null }]);
  });

  test('is withdrawn with its run, and cannot be decided after it', async () => {
    world.when('refund stopped', callOnce('refund', { order: 4, amount: 400 }));
    const thread = await world.thread('refunder');
    const { job_id: jobId } = await world.send(thread, 'refund stopped');
    const request = await world.requestOf(jobId);
    await world.until(async () => (await world.job(jobId)).status === 'waiting');
    expect((await world.ada.client.post(world.api(`threads/${thread}/stop`))).status).toBe(204);
    const stopped = await world.until(async () => {
      const seen = await world.read(thread);
      return seen.status === 'idle' && seen;
    });
    expect([answerOf(stopped).status, answerOf(stopped).tools[0]?.status]).toEqual(['stopped', 'cancelled']);
    expect(codeOf(await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash }))).toBe('approval/ended');
  });

  test('is denied where the rule says so', async () => {
    await world.agent('forbidden', { tools: [refund({ otherwise: 'deny' })] });
    world.when('forbidden', callOnce('refund', { order: 1, amount: 1 }));
    expect(answerOf((await world.ask('forbidden', 'forbidden')).thread).tools).toMatchObject([{ status: 'denied', job_id: null }]);
  });
});

describe('what agents may use up', () => {
  test('stops the next turn with a clear error, for the workspace, an agent or a person', async () => {
    const put = (items: object[]) => world.workspace.admin.client.put(world.api('agent_budgets'), { items });
    const budget = { scope: 'agent', name: 'f/shop/thrifty', period: 'day', cost_usd: null, tokens: 30 };
    expect((await put([budget])).status).toBe(200);
    expect((await put([{ ...budget, tokens: null }])).status).toBe(422);
    expect((await world.ada.client.put(world.api('agent_budgets'), { items: [] })).status).toBe(403);
    await put([budget]);
    await world.agent('thrifty', {});
    // By the API and not in a chat, whose titles count as well.
    const ask = (message: string) => world.ada.client.post(world.api('jobs/run_wait_result/a/f/shop/thrifty'), { message });
    expect([(await ask('first')).status, (await ask('second')).status]).toEqual([200, 200]);
    const error = { code: 'agent/budget_exhausted', message: expect.stringContaining('30 tokens a day') };
    expect((await ask('third')).body).toMatchObject({ error: { code: 'job/failed', details: { error } } });
    const listed = (await world.workspace.admin.client.get<{ items: object[] }>(world.api('agent_budgets'))).body.items;
    expect(listed).toMatchObject([{ name: 'f/shop/thrifty', used_tokens: 54 }]);
    await put([]);
    const today = new Date().toISOString().slice(0, 10);
    const usage = await world.ada.client.get<{ items: object[] }>(world.api(`agent_usage?from=2020-01-01&to=${today}&agent=f/shop/thrifty`));
    expect(usage.body.items).toMatchObject([{ person: 'u/ada', tokens: 54, turns: 2, runs: 2 }]);
  });
});

describe('a sandbox with files that stay', () => {
  test('runs commands without a network, keeps the files for the next ones, and shows them to the readers of the thread', async () => {
    await world.agent('worker', { sandbox: { quota_mb: 5 } });
    const commands = [
      { name: 'write_file', args: { path: 'notes/today.md', content: 'It "rains" $HOME' } },
      { name: 'shell', args: { command: 'cat notes/today.md; wc -c < notes/today.md > size; cat /proc/net/route | wc -l' } },
      { name: 'read_file', args: { path: 'size' } },
      { name: 'list_files', args: {} },
      { name: 'shell', args: { command: 'head -c 20000000 /dev/zero > large; echo $?; rm -f large' } },
      { name: 'read_file', args: { path: '../../etc/shadow' } },
    ];
    world.when('work in files', ({ toolResults }) => {
      const next = commands[toolResults.length];
      return next ? { kind: 'answer', calls: [next] } : { kind: 'answer', text: 'Done.' };
    });
    const { thread } = await world.ask('worker', 'work in files');
    const outputs = answerOf(thread).tools.map(({ output, error }) => output ?? error?.code);
    expect(outputs.slice(0, 4)).toEqual(['Written.', { exit_code: 0, output: 'It "rains" $HOME1\n' }, '16\n', '16 notes/today.md\n3 size\n']);
    expect((outputs[4] as { output: string }).output).toMatch(/No space left|File too large/);
    expect(outputs[5]).toBe('agent/tool_failed');
    const files = (await world.ada.client.get<{ items: { path: string; size: number }[] }>(world.api(`threads/${thread.id}/volume`))).body.items;
    expect(files.map(({ path, size }) => `${path} ${size}`).sort()).toEqual(['notes/today.md 16', 'size 3']);
    expect((await world.ada.client.get(world.api(`threads/${thread.id}/volume_file?path=notes/today.md`))).text).toBe('It "rains" $HOME');
    expect(codeOf(await world.ada.client.get(world.api(`threads/${thread.id}/volume_file?path=../x`)))).toBe('thread/file_not_found');

    await world.agent('keeper', { sandbox: { quota_mb: 5, scope: 'agent' } });
    world.when('keep this', callOnce('write_file', { path: 'kept.md', content: 'for all' }));
    const kept = await world.ask('keeper', 'keep this');
    expect((await world.ada.client.get<{ items: unknown[] }>(world.api(`threads/${kept.thread.id}/volume`))).body.items).toEqual([]);
    expect((await world.ada.client.get<{ items: unknown[] }>(world.api('agent_volume/f/shop/keeper'))).body.items).toMatchObject([{ path: 'kept.md', size: 7 }]);
    expect((await world.ada.client.get(world.api('agent_volume_file/f/shop/keeper?path=kept.md'))).text).toBe('for all');
    expect(codeOf(await world.fin.client.get(world.api('agent_volume/f/shop/keeper')))).toBe('access/forbidden');
  });
});

describe('agents that others run', () => {
  test('run by a schedule, and open as a thread that tells so', async () => {
    await world.agent('nightly', {});
    const schedule = { cron: '0 3 * * *', timezone: 'UTC', target: { kind: 'agent', path: 'f/shop/nightly' }, args: { message: 'Sum up the day' } };
    expect((await world.ada.client.put(world.api('schedules/f/shop/nightly'), schedule)).status).toBe(201);
    const { job_id: jobId } = (await world.ada.client.post<{ job_id: string }>(world.api('schedule_run_now/f/shop/nightly'))).body;
    expect(await world.result(jobId)).toMatchObject({ output: 'You said: Sum up the day' });
    const { thread_id: thread } = await world.trace(jobId);
    expect(await world.read(thread ?? '')).toMatchObject({ source: 'schedule', is_mine: true, may_write: false, agent: 'f/shop/nightly' });
  });

  test('run by an action of an app, for who uses the app', async () => {
    await world.agent('desk', {});
    const action = { id: 'ask', run: { kind: 'agent', path: 'f/shop/desk' }, args: { message: 'Hello desk' }, trigger: 'manual', run_as: 'viewer' };
    const button = {
      id: 'askButton',
      type: 'button',
      props: { label: 'Ask' },
      on: { click: [{ do: 'run', action: 'ask', args: {} }] },
      layout: { base: { x: 0, y: 0, w: 2, h: 4 } },
    };
    const pages = emptyDocument.pages.map((page) => ({ ...page, body: { flow: 'grid', children: [button] } }));
    const released = await world.ada.client.put(world.api('apps/f/shop/desk'), { document: { ...emptyDocument, actions: [action], pages } });
    expect({ status: released.status, text: released.status === 201 ? '' : released.text }).toEqual({ status: 201, text: '' });
    const run = await world.fin.client.post<{ job_id: string }>(world.api('app_actions/ask/run/f/shop/desk'), { version: 1, args: {} });
    expect({ status: run.status, text: run.status === 201 ? '' : run.text }).toEqual({ status: 201, text: '' });
    expect(await world.result(run.body.job_id)).toMatchObject({ output: 'You said: Hello desk' });
    expect(await world.read((await world.trace(run.body.job_id)).thread_id ?? '', world.fin)).toMatchObject({
      source: 'app',
      created_by: 'u/fin',
      is_mine: true,
    });
  });

  test('run as a step of a flow, and give it what they answered', async () => {
    await world.agent('step', {});
    const ask = { type: 'aiagent', agent: 'f/shop/step', input_transforms: { user_message: { type: 'javascript', expr: '`About ${flow_input.order}`' } } };
    await world.ada.client.put(world.api('flows/f/shop/with_agent'), {
      schema: { type: 'object', properties: { order: { type: 'number' } } },
      value: {
        modules: [
          { id: 'a', value: ask },
          {
            id: 'b',
            value: {
              type: 'rawscript',
              language: 'bun',
              content: 'export const main = (said: string) => said',
              input_transforms: { said: { type: 'javascript', expr: 'results.a.output' } },
            },
          },
        ],
      },
    });
    const run = await world.ada.client.post(world.api('jobs/run_wait_result/f/f/shop/with_agent'), { order: 7 });
    expect([run.status, run.body]).toEqual([200, 'You said: About 7']);
  });
});
