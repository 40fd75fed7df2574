import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runAgent } from './loop.ts';
import { guardedFetch } from './outbound/guarded-fetch.ts';
import type { AgentEnding, AgentPorts, ToolRecord } from './ports.ts';
import { openai } from './providers/openai/openai.ts';
import { memoryRun, memoryWorld, type MemoryTool, type MemoryWorld } from './testing/memory-ports.test-support.ts';
import { startModelServer, validKey, type ModelServer, type ServerScript } from './testing/model-server.test-support.ts';
import { scriptedModel } from './testing/scripted-model.test-support.ts';
import type { ScriptedAnswer } from './testing/wires/wire.test-support.ts';

/** A process that dies. Nothing of it runs any more, so nothing that it would have done later counts. */
class Killed extends Error {}

const never = new AbortController().signal;
const outbound = guardedFetch({ allowedPrivateHosts: ['127.0.0.1'] });
const anything = { type: 'object' };

let server: ModelServer;
let answers: ScriptedAnswer[] = [];

beforeAll(async () => {
  // What it answers depends on how far the conversation is, so that a turn that is asked for twice is seen.
  server = await startModelServer((request): ServerScript => ({ kind: 'answer', ...answers[Math.min(rounds(request.body), answers.length - 1)]! }));
});
afterAll(async () => await server[Symbol.asyncDispose]());

const rounds = (body: Record<string, unknown>): number => (body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;

async function worldOf(tools: MemoryTool[], more: Partial<Pick<AgentPorts, 'openModel'>> = {}): Promise<MemoryWorld> {
  const model = await openai.open({ api_key: validKey, base_url: `${server.url}/v1` }, 'gpt-4.1', outbound);
  return memoryWorld({ tools, openModel: (choice) => Promise.resolve({ choice, provider: 'openai', price: null, model }), ...more });
}

/** Runs until it ends, with a process that dies at the boundaries that are given, and is begun again after each. */
async function runWithDeaths(
  world: MemoryWorld,
  agent: Record<string, unknown>,
  deaths: readonly number[],
): Promise<{ ending: AgentEnding; boundaries: number }> {
  let boundaries = 0;
  world.journal.boundary = (where) => {
    const here = boundaries;
    boundaries += 1;
    if (deaths.includes(here)) throw new Killed(where);
  };
  for (;;) {
    try {
      return { ending: await runAgent(memoryRun('Go', agent), world.ports, never), boundaries };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
}

const tool = (name: string): MemoryTool => ({ name, inputSchema: anything, run: ({ n }) => ({ did: `${name} ${String(n)}` }) });
const tools = [tool('first'), tool('second')];

describe('a run that is killed', () => {
  test('at any boundary of its records ends the same, asks for no finished turn again and repeats no finished call', async () => {
    answers = [
      {
        calls: [
          { name: 'first', args: { n: 1 } },
          { name: 'second', args: { n: 2 } },
        ],
      },
      { text: 'On it.', calls: [{ name: 'first', args: { n: 3 } }] },
      { text: 'Done.' },
    ];
    const whole = await worldOf(tools);
    const { ending: expected, boundaries } = await runWithDeaths(whole, { limits: { parallel_tools: 1 } }, []);
    expect(expected).toMatchObject({ kind: 'succeeded', output: 'Done.' });
    for (let place = 0; place < boundaries; place += 1) {
      server.requests.length = 0;
      const world = await worldOf(tools);
      const { ending } = await runWithDeaths(world, { limits: { parallel_tools: 1 } }, [place]);
      expect(withoutIds(ending)).toEqual(withoutIds(expected));
      expectNothingTwice(world, `killed at boundary ${place}`);
    }
  });

  test('again and again, at boundaries by chance, also with calls side by side', async () => {
    const script = fc.array(fc.array(fc.constantFrom('first', 'second'), { minLength: 1, maxLength: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(script, fc.uniqueArray(fc.nat(40), { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), async (turns, deaths, atOnce) => {
        let n = 0;
        answers = [...turns.map((names) => ({ calls: names.map((name) => ({ name, args: { n: (n += 1) } })) })), { text: 'Done.' }];
        server.requests.length = 0;
        server.problems.length = 0;
        const world = await worldOf(tools);
        const { ending } = await runWithDeaths(world, { limits: { parallel_tools: atOnce } }, deaths);
        expect(ending).toMatchObject({ kind: 'succeeded', output: 'Done.' });
        expect(server.problems).toEqual([]);
        expectNothingTwice(world, JSON.stringify({ turns, deaths, atOnce }));
        expect(world.journal.records.filter(({ kind }) => kind === 'tool')).toHaveLength(n);
      }),
      { numRuns: 40 },
    );
  });

  test('while a call runs goes on with that call, and does not ask the model again', async () => {
    answers = [{ calls: [{ name: 'first', args: { n: 1 } }] }, { text: 'Done.' }];
    server.requests.length = 0;
    let tries = 0;
    const world = await worldOf(tools);
    const runOnce = world.ports.tools.run.bind(world.ports.tools);
    world.ports.tools.run = (call, signal) => {
      tries += 1;
      if (tries === 1) throw new Killed('in the middle of a tool');
      return runOnce(call, signal);
    };
    const { ending } = await runWithDeaths(world, {}, []);
    expect(ending).toMatchObject({ kind: 'succeeded', output: 'Done.' });
    expect({ tries, asked: server.requests.length }).toEqual({ tries: 2, asked: 2 });
  });
});

/** The server counts its requests in the names of calls; a turn that died before it was recorded is asked for anew. */
const withoutIds = (ending: AgentEnding): unknown => JSON.parse(JSON.stringify(ending).replace(/call_\d+_/g, 'call_'));

/** A turn that is on record was asked for once more only if it died before it was recorded; a call that has ended was run no more after that. */
function expectNothingTwice({ journal, ran }: MemoryWorld, what: string): void {
  const recorded = journal.records.filter(({ kind }) => kind === 'turn').length;
  const asked = server.requests.map(({ body }) => rounds(body));
  expect({ what, inOrder: asked.every((round, index) => index === 0 || round >= asked[index - 1]!) }).toEqual({ what, inOrder: true });
  expect({ what, turns: new Set(asked).size }).toEqual({ what, turns: recorded });
  const calls = journal.records.filter((record): record is ToolRecord => record.kind === 'tool');
  expect(new Set(calls.map(({ callId }) => callId)).size).toBe(calls.length);
  expect(calls.every(({ status }) => status === 'succeeded')).toBe(true);
  const timesRun = (n: unknown): number => ran.filter(({ args }) => args['n'] === n).length;
  for (const call of calls) expect({ what, n: call.args['n'], isRun: timesRun(call.args['n']) >= 1 }).toEqual({ what, n: call.args['n'], isRun: true });
}

describe('a finished call', () => {
  test('is never handed to the host again once its end is recorded', async () => {
    answers = [
      {
        calls: [
          { name: 'first', args: { n: 1 } },
          { name: 'second', args: { n: 2 } },
        ],
      },
      { text: 'Done.' },
    ];
    for (let place = 0; place < 12; place += 1) {
      const world = await worldOf(tools);
      const ended = new Set<string>();
      const again: string[] = [];
      const runOnce = world.ports.tools.run.bind(world.ports.tools);
      world.ports.tools.run = (call, signal) => {
        if (ended.has(call.callId)) again.push(call.callId);
        return runOnce(call, signal);
      };
      let count = 0;
      world.journal.boundary = (where) => {
        if (where.startsWith('after tool ')) ended.add(where.slice('after tool '.length));
        count += 1;
        if (count === place) throw new Killed(where);
      };
      const run = memoryRun('Go');
      for (let isOver = false; !isOver;)
        isOver = await runAgent(run, world.ports, never).then(
          () => true,
          () => false,
        );
      expect({ place, again }).toEqual({ place, again: [] });
    }
  });
});

describe('ten thousand calls', () => {
  test('of a model that never stops end at the limit, with what was done kept', async () => {
    answers = [{ calls: [{ name: 'first', args: { n: 1 } }] }];
    const world = await worldOf(tools);
    const ending = await runAgent(memoryRun('Go', { limits: { tool_calls: 20, turns: 1000 } }), world.ports, never);
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'agent/limit_reached', message: expect.stringContaining('20 tool calls') } });
    expect(world.ran).toHaveLength(20);
  });

  test('in one answer run none, and are not even recorded', async () => {
    const model = scriptedModel(() => ({ calls: Array.from({ length: 10_000 }, (_, n) => ({ name: 'first', args: { n } })) }));
    const world = await worldOf(tools, { openModel: (choice) => Promise.resolve({ choice, provider: 'openai', price: null, model }) });
    const ending = await runAgent(memoryRun('Go'), world.ports, never);
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'agent/limit_reached' } });
    expect(world.ran).toEqual([]);
    expect(world.journal.records).toHaveLength(1 + 101);
  });
});
