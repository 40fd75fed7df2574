import { describe, expect, test } from '@jest/globals';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { readUIMessageStream, type ModelMessage, type UIMessageChunk } from 'ai';
import { AppError } from '../backend/common/app-error.ts';
import { pageCharacters } from './core/tool-output.ts';
import { runAgent } from './loop.ts';
import { RunLost, type AgentPorts, type ToolEnding } from './ports.ts';
import { memoryRun, memoryWorld, type MemoryTool, type MemoryWorld } from './testing/memory-ports.test-support.ts';
import { scriptedModel } from './testing/scripted-model.test-support.ts';
import type { ScriptedAnswer } from './testing/wires/wire.test-support.ts';

const never = new AbortController().signal;
const retry = { attempts: 2, firstDelayMs: 1, longestDelayMs: 1, longestRetryAfterMs: 1000, silenceMs: 60_000 };
const echo: MemoryTool = { name: 'echo', inputSchema: { type: 'object' }, run: (args) => args as never };

const opened =
  (model: LanguageModelV4): AgentPorts['openModel'] =>
  (choice) =>
    Promise.resolve({ choice, provider: 'openai', price: { input: 1, output: 10, cachedInput: 0.1, cacheWrite: 1 }, model });
const inTurn = (...answers: (ScriptedAnswer | Error)[]) => scriptedModel((_options, number) => answers[Math.min(number, answers.length) - 1]!);
const shownTo = ({ prompt }: LanguageModelV4CallOptions): string => JSON.stringify(prompt);
const outputsOf = ({ chunks }: MemoryWorld): string => chunks.map((chunk) => ('delta' in chunk ? chunk.delta : '')).join('');

describe('a stretch of a run', () => {
  test('streams a message that readers of the protocol put together, also when a part of it was taken back', async () => {
    const model = inTurn({ text: 'Let me look.', calls: [{ name: 'echo', args: { n: 1 } }] }, { text: '' }, { text: 'It is 1.' });
    const { ports, chunks } = memoryWorld({ tools: [echo], openModel: opened(model) });
    await runAgent(memoryRun('Go'), ports, never, { retry });
    const stream = new ReadableStream<UIMessageChunk>({
      start(controller) {
        for (const chunk of [{ type: 'start' } as const, ...chunks, { type: 'finish' } as const]) controller.enqueue(chunk);
        controller.close();
      },
    });
    let parts: { type: string; text?: string; state?: string }[] = [];
    for await (const message of readUIMessageStream({ stream })) parts = message.parts;
    expect(parts.filter(({ type }) => type !== 'step-start')).toMatchObject([
      { type: 'text', text: 'Let me look.' },
      { type: 'dynamic-tool', state: 'output-available' },
      { type: 'text', text: 'It is 1.' },
    ]);
  });

  test('is suspended when all that is open waits, begins what does not, and goes on with the ends of both', async () => {
    const endings: Record<string, ToolEnding | 'waiting'> = { ask: 'waiting' };
    const model = inTurn({ calls: [{ name: 'ask' }, { name: 'echo' }] }, { text: 'Approved.' });
    const world = memoryWorld({ tools: [echo, { ...echo, name: 'ask' }], openModel: opened(model) });
    const runTool = world.ports.tools.run.bind(world.ports.tools);
    world.ports.tools.run = (call, signal) => (endings[call.name] ? Promise.resolve(endings[call.name]!) : runTool(call, signal));
    const run = memoryRun('Go', { limits: { parallel_tools: 1 } });
    expect(await runAgent(run, world.ports, never)).toEqual({ kind: 'suspended' });
    expect(world.journal.records.map((record) => (record.kind === 'tool' ? record.status : record.kind))).toEqual(['turn', 'open', 'succeeded']);
    endings['ask'] = { status: 'denied', error: { code: 'agent/denied', message: 'Finance said no.' } };
    expect(await runAgent(run, world.ports, never)).toMatchObject({ kind: 'succeeded', output: 'Approved.' });
    expect(world.ran).toHaveLength(1);
    expect(shownTo(model.asked[1]!)).toContain('must not be tried again: Finance said no.');
  });

  test('is cancelled while tools run that heed nothing, and gives them up', async () => {
    const cancel = new AbortController();
    const stuck: MemoryTool = { ...echo, name: 'stuck', run: () => (setImmediate(() => cancel.abort()), new Promise(() => undefined)) };
    const world = memoryWorld({ tools: [stuck], openModel: opened(inTurn({ calls: [{ name: 'stuck' }] })) });
    expect(await runAgent(memoryRun('Go'), world.ports, cancel.signal)).toMatchObject({ kind: 'cancelled', usage: { outputTokens: 7 } });
    expect(world.abandoned).toEqual(['call_1_0']);
  });

  test('tells other calls to stop when the product fails in one, and records nothing more', async () => {
    const isStopped = Promise.withResolvers<boolean>();
    const world = memoryWorld({ tools: [echo, { ...echo, name: 'slow' }], openModel: opened(inTurn({ calls: [{ name: 'slow' }, { name: 'echo' }] })) });
    world.ports.tools.run = async (call, signal) => {
      if (call.name === 'echo') throw new RunLost('taken over');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      isStopped.resolve(true);
      return { status: 'succeeded', output: 1 };
    };
    await expect(runAgent(memoryRun('Go'), world.ports, never)).rejects.toThrow(RunLost);
    expect(await isStopped.promise).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.journal.records.map((record) => (record.kind === 'tool' ? record.status : record.kind))).toEqual(['turn', 'open', 'open']);
  });

  test('ends without a word when another worker has the run', async () => {
    const world = memoryWorld();
    world.journal.boundary = () => {
      throw new RunLost('taken over');
    };
    await expect(runAgent(memoryRun('Go'), world.ports, never)).rejects.toThrow(RunLost);
  });

  test('passes on what fails of the product, and asks no model again for it', async () => {
    const model = inTurn({ text: 'Hello' });
    const world = memoryWorld({ openModel: opened(model), runGuard: () => Promise.reject(new RunLost('taken over')) });
    await expect(runAgent(memoryRun('Go', { guards: [{ kind: 'runnable', on: 'output', path: 'f/a/b' }] }), world.ports, never)).rejects.toThrow(RunLost);
    expect(model.asked).toHaveLength(1);
  });
});

describe('the fallback', () => {
  const agent = { model: { id: 'main' }, fallback_model: { id: 'spare' } };
  const world = (main: LanguageModelV4, spare: LanguageModelV4): MemoryWorld =>
    memoryWorld({
      tools: [echo],
      openModel: (choice) => Promise.resolve({ choice, provider: 'openai', price: null, model: choice.id === 'main' ? main : spare }),
    });

  test('is asked when the model is down, and goes on for the run', async () => {
    const main = inTurn(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    const spare = inTurn({ calls: [{ name: 'echo' }] }, { text: 'From the spare.' });
    const { ports, journal } = world(main, spare);
    expect(await runAgent(memoryRun('Go', agent), ports, never, { retry })).toMatchObject({ kind: 'succeeded', output: 'From the spare.' });
    expect([main.asked.length, spare.asked.length]).toEqual([2, 2]);
    expect(journal.records).toMatchObject([{ isFallback: true, modelId: 'spare', attempts: 3 }, {}, { isFallback: true }]);
  });

  test('is not asked about what the author has to see', async () => {
    const main = inTurn(new AppError('agent/resource_invalid', 'The resource has no key.'));
    const spare = inTurn({ text: 'Never.' });
    expect(await runAgent(memoryRun('Go', agent), world(main, spare).ports, never, { retry })).toMatchObject({
      kind: 'failed',
      error: { code: 'agent/resource_invalid' },
    });
    expect(spare.asked).toHaveLength(0);
  });
});

describe('an answer that breaks off', () => {
  const changed = (change: (part: LanguageModelV4StreamPart) => LanguageModelV4StreamPart | null): LanguageModelV4 => {
    const whole = scriptedModel(() => ({ text: 'Half of an answer' }));
    const transform = (part: LanguageModelV4StreamPart, to: TransformStreamDefaultController<LanguageModelV4StreamPart>): void => {
      const kept = change(part);
      if (kept) to.enqueue(kept);
    };
    return { ...whole, doStream: async (options) => ({ stream: (await whole.doStream(options)).stream.pipeThrough(new TransformStream({ transform })) }) };
  };
  const counted = changed((part) => (part.type === 'finish' ? { ...part, finishReason: { unified: 'error', raw: 'cut' } } : part));
  const uncounted = changed((part) => (part.type === 'finish' ? null : part));

  test('counts for the answer that comes after it: as its provider says, or else by its length', async () => {
    for (const [first, output] of [
      [counted, 7 + 7],
      [uncounted, Math.ceil('Half of an answer'.length / 4) + 7],
    ] as const) {
      const second = inTurn({ text: 'All of it.' });
      const order = [first, second];
      const model = { ...second, doStream: (options: LanguageModelV4CallOptions) => order.shift()!.doStream(options) };
      const { ports, lost } = memoryWorld({ openModel: opened(model) });
      const ending = await runAgent(memoryRun('Go'), ports, never, { retry });
      expect(ending).toMatchObject({ kind: 'succeeded', output: 'All of it.', usage: { outputTokens: output } });
      expect(lost).toEqual([]);
    }
  });

  test('is told of where none comes after it, also when the run is stopped', async () => {
    const { ports, lost } = memoryWorld({ openModel: opened(counted) });
    expect(await runAgent(memoryRun('Go'), ports, never, { retry })).toMatchObject({ kind: 'failed' });
    expect(lost).toMatchObject([{ inputTokens: 40, outputTokens: 14 }]);
    const cancel = new AbortController();
    const stuck = scriptedModel(() => ({
      text: 'A long answer that nobody waits for',
      pause: (piece) => (piece > 3 ? (cancel.abort(new Error('stopped')), new Promise(() => undefined)) : Promise.resolve()),
    }));
    const stopped = memoryWorld({ openModel: opened(stuck) });
    expect(await runAgent(memoryRun('Go'), stopped.ports, cancel.signal)).toMatchObject({ kind: 'cancelled' });
    expect(stopped.lost).toMatchObject([{ outputTokens: 2 }]);
  });
});

describe('limits', () => {
  const endless = (): ReturnType<typeof scriptedModel> => scriptedModel(() => ({ calls: [{ name: 'echo' }] }));
  const ends = async (limits: object, more: Partial<AgentPorts> = {}): Promise<string> => {
    const { ports } = memoryWorld({ tools: [echo], openModel: opened(endless()) });
    const ending = await runAgent(memoryRun('Go', { limits }), { ...ports, ...more }, never);
    return ending.kind === 'failed' ? `${ending.error.code} ${ending.error.message}` : ending.kind;
  };

  test.each([
    [{ turns: 3 }, /limit_reached.*3 turns/],
    [{ tokens: 60 }, /limit_reached.*60 tokens/],
    [{ cost_usd: 0.0002 }, /limit_reached.*0\.0002 US dollars/],
    [{ tool_calls: 0 }, /limit_reached.*0 tool calls/],
  ])('%j end a run that would go on for ever', async (limits, expected) => expect(await ends(limits)).toMatch(expected));

  test('of time end a run in the middle of an answer', async () => {
    const model = scriptedModel(() => ({ text: 'Slow', pause: (piece) => (piece > 1 ? new Promise(() => undefined) : Promise.resolve()) }));
    const { ports } = memoryWorld({ openModel: opened(model) });
    expect(await runAgent(memoryRun('Go', { limits: { time_s: 1 } }), ports, never)).toMatchObject({
      kind: 'failed',
      error: { code: 'agent/limit_reached', message: expect.stringContaining('1 seconds') },
    });
  });

  test('of somebody else, a budget, end it before a model is asked', async () => {
    expect(await ends({}, { exhaustedBudget: () => Promise.resolve({ code: 'agent/budget', message: 'Used up.' }) })).toBe('agent/budget Used up.');
  });
});

describe('a long output', () => {
  test('is shown by pages that together are all of it, by a tool that is offered only then', async () => {
    const text = 'x'.repeat(pageCharacters) + 'y'.repeat(10);
    const model = inTurn(
      { calls: [{ name: 'huge' }] },
      {
        calls: [
          { name: 'read_more', args: { call_id: 'call_1_0', page: 2 } },
          { name: 'read_more', args: { call_id: 'call_1_0', page: 3 } },
        ],
      },
      { text: 'Read.' },
    );
    const { ports } = memoryWorld({ tools: [{ ...echo, name: 'huge', run: () => text }], openModel: opened(model) });
    expect(await runAgent(memoryRun('Go'), ports, never)).toMatchObject({ kind: 'succeeded', output: 'Read.' });
    expect(model.asked.map(({ tools }) => tools?.map(({ name }) => name))).toEqual([['huge'], ['huge', 'read_more'], ['huge', 'read_more']]);
    expect(shownTo(model.asked[1]!)).toContain('This is page 1 of 2. Call read_more');
    expect(shownTo(model.asked[2]!)).toContain('yyyyyyyyyy');
    expect(shownTo(model.asked[2]!)).toContain('has 2 pages');
  });
});

describe('guards', () => {
  const guard = (more: object): { guards: object[] } => ({ guards: [{ kind: 'pattern', on: 'output', pattern: 'secret-\\d+', ...more }] });
  const run = async (
    agent: object,
    text: string,
    message = 'Go',
    more: Partial<AgentPorts> = {},
  ): Promise<MemoryWorld & { ending: unknown; shown: string }> => {
    const model = inTurn({ text });
    const { tools: _tools, journal: _journal, ...ports } = more;
    const world = memoryWorld({ openModel: opened(model), ...ports });
    const ending = await runAgent(memoryRun(message, { ...agent }), world.ports, never);
    return { ...world, ending, shown: model.asked.map(shownTo).join() };
  };

  test('let nothing of an answer be seen that they stop, and the run fails with their message', async () => {
    const world = await run(guard({ message: 'Not for you.' }), 'The word is secret-42.');
    expect(world.ending).toMatchObject({ kind: 'failed', error: { code: 'agent/guard_blocked', message: 'Not for you.' }, usage: { outputTokens: 7 } });
    expect(outputsOf(world)).toBe('Not for you.');
    expect(JSON.stringify(world.journal.records)).not.toContain('secret-42');
  });

  test('mask what they match, in what is seen and in what is kept', async () => {
    const world = await run(guard({ action: 'mask' }), 'The word is secret-42.');
    expect(world.ending).toMatchObject({ kind: 'succeeded', output: 'The word is •••.' });
    expect(JSON.stringify([world.chunks, world.journal.records])).not.toContain('secret-42');
  });

  test('mask and stop what people write, before a model sees it', async () => {
    const masked = await run(guard({ on: 'input', action: 'mask' }), 'Fine.', 'I say secret-42.');
    expect(masked.ending).toMatchObject({ kind: 'succeeded' });
    expect(masked.shown).toContain('I say •••.');
    expect(masked.shown).not.toContain('secret-42');
    const stopped = await run(guard({ on: 'input' }), 'Fine.', 'I say secret-42.');
    expect(stopped.ending).toMatchObject({ kind: 'failed', error: { code: 'agent/guard_blocked' } });
    expect(stopped.shown).toBe('');
  });

  test('that are scripts look on both sides; what they made of a message is not asked for again after a crash', async () => {
    let asked = 0;
    const runGuard: AgentPorts['runGuard'] = (_path, text) => (
      (asked += 1),
      Promise.resolve({ isAllowed: !text.includes('bad'), message: 'Too bad.', text: text.replace('Ada', 'A.') })
    );
    const agent = { guards: ['input', 'output'].map((on) => ({ kind: 'runnable', on, path: 'f/a/guard' })) };
    const world = await run(agent, 'Hello Ada', 'I am Ada', { runGuard });
    expect(world.ending).toMatchObject({ kind: 'succeeded', output: 'Hello A.' });
    expect(world.shown).toContain('I am A.');
    expect(asked).toBe(2);
    await runAgent(memoryRun('I am Ada', agent), world.ports, never);
    expect(asked).toBe(2);
    expect((await run(agent, 'bad answer', 'Hi', { runGuard })).ending).toMatchObject({ kind: 'failed', error: { message: 'Too bad.' } });
  });

  test('with a pattern that would take for ever stop the run instead of the server', async () => {
    const world = await run(guard({ on: 'input', pattern: '^(a+)+$' }), 'Fine.', `${'a'.repeat(60)}!`);
    expect(world.ending).toMatchObject({ kind: 'failed', error: { code: 'agent/guard_failed', message: expect.stringContaining('longer than') } });
  });
});

describe('memory', () => {
  const thread: ModelMessage[] = [
    { role: 'user', content: 'first question' },
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'echo', input: {} }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'echo', output: { type: 'json', value: { n: 1 } } }] },
    { role: 'assistant', content: 'first answer' },
    { role: 'user', content: 'second question' },
  ];
  const asked = async (memory: object): Promise<{ model: ReturnType<typeof scriptedModel>; world: MemoryWorld; ending: unknown }> => {
    const model = inTurn({ text: 'one' }, { text: 'two' });
    const world = memoryWorld({ openModel: opened(model) });
    return { model, world, ending: await runAgent(memoryRun('', { memory }, { messages: thread }), world.ports, never) };
  };

  test('of no kind shows the message alone', async () => expect(shownTo((await asked({ kind: 'none' })).model.asked[0]!)).not.toContain('first'));

  test('as a window begins with a message of a person', async () => {
    expect(shownTo((await asked({ kind: 'window', messages: 3 })).model.asked[0]!)).not.toContain('first');
    expect(shownTo((await asked({ kind: 'window', messages: 5 })).model.asked[0]!)).toContain('first question');
  });

  test('as a summary sums up what came before, once, and counts what that used', async () => {
    const { model, world, ending } = await asked({ kind: 'summary', messages: 2 });
    expect(model.asked).toHaveLength(2);
    expect(shownTo(model.asked[0]!)).toContain('first answer');
    expect(shownTo(model.asked[1]!)).toContain('[What was said before, summed up]\\none');
    expect(shownTo(model.asked[1]!)).not.toContain('first question');
    expect(world.journal.records.map(({ kind }) => kind)).toEqual(['summary', 'turn']);
    expect(ending).toMatchObject({ kind: 'succeeded', output: 'two', usage: { inputTokens: 40 } });
    expect(outputsOf(world)).toBe('two');
    expect(world.journal.records[0]).toMatchObject({ messages: 4 });
  });

  test('goes on from the summary of a run before, and sums up only what has come since, when that is much', async () => {
    const long = Array.from({ length: 6 }, (_, index): ModelMessage[] => [
      { role: 'user', content: `question ${index}.` },
      { role: 'assistant', content: `answer ${index}.` },
    ]).flat();
    const thread = [...long, { role: 'user', content: 'last' } as const];
    const ask = async (covered: number): Promise<string[]> => {
      const model = inTurn({ text: 'newer summary' }, { text: 'done' });
      const { ports } = memoryWorld({ openModel: opened(model) });
      await runAgent(
        memoryRun('', { memory: { kind: 'summary', messages: 4 } }, { messages: thread, summary: { text: 'older summary', messages: covered } }),
        ports,
        never,
      );
      return model.asked.map(shownTo);
    };
    const [little, none] = await ask(6);
    expect([little!.includes('older summary'), little!.includes('question 2.'), little!.includes('question 3.'), none]).toEqual([true, false, true, undefined]);
    const [summing, answering] = await ask(2);
    expect([summing!.includes('older summary'), summing!.includes('question 0.'), summing!.includes('question 1.')]).toEqual([true, false, true]);
    expect([answering!.includes('newer summary'), answering!.includes('question 4.'), answering!.includes('question 5.')]).toEqual([true, false, true]);
  });
});

describe('an output schema', () => {
  const agent = { output_schema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] } };

  test('is held against the answer, which may be mended once', async () => {
    const { ports } = memoryWorld({ openModel: opened(inTurn({ text: 'It is 7' }, { text: '```json\n{"n": 7}\n```' })) });
    const ending = await runAgent(memoryRun('Go', agent), ports, never);
    expect(ending).toMatchObject({ kind: 'succeeded', output: { n: 7 } });
    expect(JSON.stringify(ending)).not.toContain('It is 7');
  });

  test('that is missed twice is an error, not a guess', async () => {
    const model = inTurn({ text: '{"n": "7"}' });
    const { ports } = memoryWorld({ openModel: opened(model) });
    expect(await runAgent(memoryRun('Go', agent), ports, never)).toMatchObject({
      kind: 'failed',
      error: { code: 'agent/output_invalid', message: expect.stringContaining('/n must be integer') },
    });
    expect(model.asked).toHaveLength(2);
  });
});

describe('arguments of a model', () => {
  test('cannot stand for resources and variables, except where the schema itself says so', async () => {
    const tool = { ...echo, inputSchema: { type: 'object', properties: { database: { type: 'object', default: '$res:f/a/db' }, note: { type: 'string' } } } };
    const model = inTurn(
      {
        calls: [
          { name: 'echo', args: { note: '$var:f/a/key' } },
          { name: 'echo', args: { database: '$res:f/a/db' } },
        ],
      },
      { text: 'Done.' },
    );
    const { ports, ran } = memoryWorld({ tools: [tool], openModel: opened(model) });
    await runAgent(memoryRun('Go'), ports, never);
    expect(ran.map(({ args }) => args)).toEqual([{ database: '$res:f/a/db' }]);
    expect(shownTo(model.asked[1]!)).toContain('only the author of the agent may set');
  });
});
