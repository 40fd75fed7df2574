import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';
import { startModelServer, validKey, type ModelServer, type ReceivedRequest, type ServerScript } from '../../../agents/testing/model-server.test-support.ts';
import type { MessageSent, Thread } from '../../../backend/agents/threads.contract.ts';
import type { Bench } from '../bench.ts';
import { percentile, repeated, summary, timed, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { bareCommitMs } from '../references.ts';
import { memoryMb } from './footprint.ts';
import { syncMedianMs } from './speed.ts';

const agent = 'u/admin/bench_agent';
const turns = 20;
const chatsAtOnce = 200;
/** An answer of some forty pieces, which a model says in some two seconds. */
const longText = 'A word and one more. '.repeat(11);
const pieceMs = 50;

/** What the model of the benchmarks does: `calls <n>` and `misses <n>` call a tool n times, that is there or not; `tell` takes its time, all else is answered at once. */
function answer({ lastText, toolResults }: ReceivedRequest): ServerScript {
  const [, what = '', count = '0'] = /(calls|misses) (\d+)/.exec(lastText) ?? [];
  if (toolResults.length < Number(count)) return { kind: 'answer', calls: [{ name: what === 'calls' ? 'add_one' : 'not_there', args: { n: 1 } }] };
  if (!lastText.includes('tell')) return { kind: 'answer', text: 'Done.' };
  return { kind: 'answer', text: longText, beforePiece: () => new Promise((wake) => setTimeout(wake, pieceMs)) };
}

async function openModels(bench: Bench): Promise<ModelServer> {
  const models = await startModelServer(answer);
  const path = await bench.deploy('add_one', 'export function main(n: number) { return n + 1; }');
  await bench.put('/resources/u/admin/bench_model', { resource_type: 'openai', value: { api_key: validKey, base_url: `${models.url}/v1` } });
  const value = {
    model: { resource: 'u/admin/bench_model', id: 'test-model' },
    tools: [{ name: 'add_one', kind: 'script', path, description: 'Adds one' }],
    limits: { turns: turns + 5 },
  };
  await bench.put(`/agents/${agent}`, { value });
  return models;
}

/** What the product adds to the time of the model: for a turn, for a call of a tool, and before the first word. */
export async function agentRows(bench: Bench): Promise<BenchRow[]> {
  await using models = await openModels(bench);
  const run = async (message: string): Promise<number> => percentile(await timed(7, () => bench.post(`/jobs/run_wait_result/a/${agent}`, { message })), 0.5);
  await run(`calls ${turns}`);
  const commitMs = await bareCommitMs(bench);
  const direct = await repeated(60, async () => (await askDirectly(models, 'Hello')).endMs);
  const directMs = percentile(direct, 0.5);
  const aloneMs = await syncMedianMs(bench, 'u/admin/add_one', 100);
  const rounds = { once: [] as number[], turn: [] as number[], call: [] as number[] };
  for (let round = 0; round < (bench.isLong ? 5 : 3); round += 1) {
    const [once, misses, calls] = [await run('Hello'), await run(`misses ${turns}`), await run(`calls ${turns}`)];
    rounds.once.push(once - directMs);
    rounds.turn.push((misses - once) / turns - directMs);
    rounds.call.push((calls - misses) / turns);
  }
  const [once, turn, call] = [summary(rounds.once), summary(rounds.turn), summary(rounds.call)];
  const model = `the model, asked by its package alone: ${withUnit(directMs, 'ms')}`;
  return [
    rowOf(
      'Agent: a whole run of one turn, without the time of the model',
      withSpread(once, 'ms'),
      model,
      `${(once.median / commitMs).toFixed(1)} bare commits`,
    ),
    rowOf(
      'Agent: each further turn, recorded, without the time of the model',
      withSpread(turn, 'ms'),
      model,
      `${(turn.median / commitMs).toFixed(1)} bare commits`,
    ),
    rowOf(
      'Agent: each call of a script as a tool, an isolated job of its own',
      withSpread(call, 'ms'),
      `the same script, run and waited for: ${withUnit(aloneMs, 'ms')}`,
      `${(call.median / aloneMs).toFixed(1)} ×`,
    ),
    await firstWordRow(bench, models),
  ];
}

async function firstWordRow(bench: Bench, models: ModelServer): Promise<BenchRow> {
  await chat(bench, await openThread(bench), 'Hello');
  const [alone, through]: [number[], number[]] = [[], []];
  for (let round = 0; round < 40; round += 1) {
    alone.push((await askDirectly(models, 'Hello')).firstMs);
    through.push((await chat(bench, await openThread(bench), 'Hello')).firstMs);
  }
  const [reference, measured] = [percentile(alone, 0.5), percentile(through, 0.5)];
  return rowOf(
    'Chat: from sending a message to its first word on the stream, p50',
    `${withUnit(measured, 'ms')}; p95 ${withUnit(percentile(through, 0.95), 'ms')}`,
    `the model, asked by its package alone: ${withUnit(reference, 'ms')}`,
    `adds ${withUnit(measured - reference, 'ms')}`,
  );
}

/** Many chats at the same moment, each answered over some two seconds. */
export async function chatRows(bench: Bench): Promise<BenchRow[]> {
  await using models = await openModels(bench);
  const threads: Thread[] = [];
  for (let count = 0; count < chatsAtOnce; count += 1) threads.push(await openThread(bench));
  for (let round = 0; round < 5; round += 1) await chat(bench, await openThread(bench), 'Hello');
  const alone = await Promise.all(threads.map(() => askDirectly(models, 'tell')));
  const before = memoryMb(bench.product.pid);
  const [through, highest] = await withHighestMemory(bench, () => Promise.all(threads.map((thread) => chat(bench, thread, 'tell'))));
  const latency = (what: 'firstMs' | 'endMs', of: readonly Latency[]): string =>
    [0.5, 0.95]
      .map(
        (share) =>
          `p${share * 100} ${withUnit(
            percentile(
              of.map((one) => one[what]),
              share,
            ),
            'ms',
          )}`,
      )
      .join(', ');
  const added = (what: 'firstMs' | 'endMs'): string =>
    `adds ${withUnit(
      percentile(
        through.map((one) => one[what]),
        0.5,
      ) -
        percentile(
          alone.map((one) => one[what]),
          0.5,
        ),
      'ms',
    )}`;
  const reference = (what: 'firstMs' | 'endMs'): string => `the model, asked ${chatsAtOnce} times at once by its package alone: ${latency(what, alone)}`;
  const [first, end] = [
    `${chatsAtOnce} chats at once: first word`,
    `${chatsAtOnce} chats at once: end of an answer of ${withUnit((pieceMs * through[0]!.pieces) / 1000, 's')}`,
  ];
  return [
    rowOf(first, latency('firstMs', through), reference('firstMs'), added('firstMs')),
    rowOf(end, latency('endMs', through), reference('endMs'), added('endMs')),
    rowOf(
      `${chatsAtOnce} chats at once: memory of server and worker above before`,
      withUnit(highest - before, 'MB'),
      `before: ${withUnit(before, 'MB')}`,
      `${withUnit((highest - before) / chatsAtOnce, 'MB')} a chat`,
    ),
  ];
}

/** Does something and gives also the most memory that the product held meanwhile, in megabytes. */
async function withHighestMemory<Value>({ product }: Bench, work: () => Promise<Value>): Promise<[Value, number]> {
  let highest = memoryMb(product.pid);
  const watch = setInterval(() => (highest = Math.max(highest, memoryMb(product.pid))), 50);
  try {
    return [await work(), highest];
  } finally {
    clearInterval(watch);
  }
}

/** No row of agents has a floor: what they stand beside is the model alone. */
const rowOf = (what: string, measured: string, reference: string, ratio: string): BenchRow => ({
  what,
  floor: '',
  aim: '',
  measured,
  reference,
  ratio,
  meets: true,
});

/** When the first word was there and when the last, and in how many pieces the text came. */
type Latency = { firstMs: number; endMs: number; pieces: number };

/** Asks the model as anybody does who has its package and no product. */
async function askDirectly({ url }: ModelServer, prompt: string): Promise<Latency> {
  const start = performance.now();
  const model = createOpenAI({ apiKey: validKey, baseURL: `${url}/v1` }).chat('test-model');
  const latency = { firstMs: 0, endMs: 0, pieces: 0 };
  for await (const _ of streamText({ model, prompt }).textStream) {
    latency.firstMs ||= performance.now() - start;
    latency.pieces += 1;
  }
  return { ...latency, endMs: performance.now() - start };
}

const openThread = async (bench: Bench): Promise<Thread> => JSON.parse(await bench.post('/threads', { agent })) as Thread;

/** Sends a message and follows its answer, as the page of a chat does. */
async function chat(bench: Bench, { id, stream_seq: seq }: Thread, text: string): Promise<Latency> {
  const start = performance.now();
  const sent = JSON.parse(await bench.post(`/threads/${id}/messages`, { text })) as MessageSent;
  const response = await bench.stream(`/threads/${id}/stream?after=${seq}`);
  const latency = { firstMs: 0, endMs: 0, pieces: 0 };
  let said = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    said += piece;
    if (latency.firstMs === 0 && said.includes('"text-delta"')) latency.firstMs = performance.now() - start;
  }
  if (latency.firstMs === 0) throw new Error(`Nothing was said in run ${sent.job_id}:\n${said.slice(-500)}`);
  return { firstMs: latency.firstMs, endMs: performance.now() - start, pieces: said.split('"text-delta"').length - 1 };
}
