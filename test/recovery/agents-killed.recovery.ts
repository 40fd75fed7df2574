import { expect, test } from '@jest/globals';
import pg from 'pg';
import { conditionOf } from '../../backend/agents/core/tool-condition.ts';
import { AgentWorld, answerOf } from '../../backend/agents/runs/agent-world.test-support.ts';
import { invariants } from '../../backend/auditor/invariants.ts';
import { readMasterKey } from '../../backend/secrets/master-key.ts';
import { RecoveryService } from '../../backend/workers/recovery.service.ts';
import { decideAs } from '../support/approvals.ts';
import { createTestDatabase } from '../support/database.ts';
import { ProductProcess } from '../support/product.ts';
import { makeTestFolder } from '../support/test-server.ts';

/** Where a run is when its worker dies: in an answer of the model, or in the middle of a statement that records something and is not committed. */
const placesInAnswers = ['first answer', 'second answer'] as const;
const placesInStatements = ['first turn', 'question', 'rest', 'call', 'result', 'second turn', 'end'] as const;
const places = [...placesInAnswers, ...placesInStatements];
type Place = (typeof places)[number];

/** Only these runs need a person. */
const isAsked = (place: Place): boolean => place === 'question' || place === 'rest';
const questionOf = (place: Place): string => `refund, and die at the ${place}`;

/** Statements of a run that has come to its place wait here, inside their transaction, for as long as the test holds the lock; before they write, so that runs do not wait for each other. */
const gateLock = 715_517;
const gate = `
create function gate(run uuid, place text) returns void language plpgsql as $$ begin
  if exists (select from job where id = run and args->>'message' = 'refund, and die at the ' || place) then perform pg_advisory_xact_lock_shared(${gateLock}); end if;
end $$;
create function gate_step() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    if new.kind = 'turn' then perform gate(new.job_id, case when new.seq = 1 then 'first turn' else 'second turn' end); end if;
  elsif new.status is distinct from old.status then
    perform gate(new.job_id, case new.status when 'asked' then 'question' when 'running' then 'call' when 'succeeded' then 'result' else '' end);
  end if;
  return new;
end $$;
create function gate_job() returns trigger language plpgsql as $$ begin
  perform gate(new.id, case new.status when 'waiting' then 'rest' else 'end' end);
  return new;
end $$;
create trigger gate_step before insert or update on agent_step for each row execute function gate_step();
create trigger gate_job before update on job for each row when (new.kind = 'agent' and old.status = 'running' and new.status in ('waiting', 'succeeded')) execute function gate_job()`;

/**
 * One worker process holds a run at every place where something is recorded, and is killed with -9 there. What it had not committed is gone; another worker
 * process goes on from the rest.
 */
test('a worker that is killed with -9 at any record costs no recorded turn, repeats no call and asks nobody twice', async () => {
  const database = await createTestDatabase();
  const words = 'a master key that all processes share';
  const settings = { MILLRACE_DATA_DIR: makeTestFolder(), MILLRACE_MASTER_KEY: words, MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' };
  const masterKey = await readMasterKey({ MILLRACE_MASTER_KEY: words, dataDirectory: '' });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const worker = (name: string): Promise<ProductProcess> => {
    const own = { MILLRACE_MODE: 'worker', MILLRACE_WORKER_NAME: name, MILLRACE_LOG_LEVEL: 'warn', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '16' };
    return ProductProcess.start({ ...settings, ...own, DATABASE_URL: database.url }, /(\S+) takes jobs/);
  };
  await using world = await AgentWorld.open({ ...settings, MILLRACE_MODE: 'server' }, { database, masterKey });
  const first = await worker('first');
  let second: ProductProcess | null = null;
  try {
    await client.query(gate);
    await client.query('select pg_advisory_lock($1)', [gateLock]);
    await prepare(world);
    const inAnswers = new Set<string>();
    const runs = await Promise.all(places.map((place) => begin(world, place, () => inAnswers.add(place))));
    const held = `select count(*)::integer as held from pg_locks where locktype = 'advisory' and objid = $1 and not granted`;
    await world.until(async () => {
      const { rows } = await client.query<{ held: number }>(held, [gateLock]);
      return rows[0]?.held === placesInStatements.length && inAnswers.size === placesInAnswers.length;
    });
    await first.kill();
    await client.query('select pg_advisory_unlock($1)', [gateLock]);
    second = await worker('second');
    // Its lease would be over 15 seconds later.
    await client.query(`update worker set seen_at = now() - interval '1 minute' where name = 'first'`);
    await world.app.get(RecoveryService).recover();
    for (const { jobId } of runs.filter(({ place }) => isAsked(place))) {
      const request = await world.requestOf(jobId);
      await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash });
    }
    for (const { jobId } of runs) await world.result(jobId);
    for (const run of runs) expect(await foundOf(world, run)).toEqual(expectedAt(run.place));
    for (const { name, query } of invariants) expect({ name, found: (await client.query(query)).rows }).toEqual({ name, found: [] });
  } finally {
    await Promise.all([first.kill(), second?.stop()]);
    await client.end();
  }
}, 180_000);

type Run = { place: Place; thread: string; jobId: string };

async function prepare(world: AgentWorld): Promise<void> {
  await world.ada.client.put(world.api('flows/f/shop/refund_flow'), {
    schema: { type: 'object', properties: { order: { type: 'number' }, amount: { type: 'number' } }, required: ['order', 'amount'] },
    value: { modules: [{ id: 'a', value: { type: 'identity' } }] },
  });
  const rule = { otherwise: 'auto', when: [conditionOf('args.amount > 100', 'ask')], approval: { stages: [{ candidates: ['g/finance'] }] } };
  await world.agent('refunder', { tools: [{ name: 'refund', kind: 'flow', path: 'f/shop/refund_flow', rule }] });
}

/** Asks the agent. Answers of the model that are a place stop after their first piece when they are given for the first time. */
async function begin(world: AgentWorld, place: Place, onHeld: () => void): Promise<Run> {
  const given = new Map<string, number>();
  world.when(questionOf(place), ({ toolResults }) => {
    const name = toolResults.length === 0 ? 'first answer' : 'second answer';
    const count = (given.get(name) ?? 0) + 1;
    given.set(name, count);
    const beforePiece = async (piece: number): Promise<void> => {
      if (name !== place || count > 1 || piece === 0) return;
      onHeld();
      await new Promise<void>(() => undefined);
    };
    const said = name === 'first answer' ? { calls: [{ name: 'refund', args: { order: 7, amount: isAsked(place) ? 500 : 5 } }] } : { text: 'It is refunded.' };
    return { kind: 'answer', ...said, beforePiece };
  });
  const thread = await world.thread('refunder');
  return { place, thread, jobId: (await world.send(thread, questionOf(place))).job_id };
}

/** What became of a run, and how often the model, the tool and people were asked for it. */
async function foundOf(world: AgentWorld, { place, thread, jobId }: Run): Promise<object> {
  const [counts] = await world.database.run({
    text: `select (select count(*)::integer from job where parent_id = $1) as calls, (select count(*)::integer from approval_request where job_id = $1) as questions`,
    values: [jobId],
  });
  const asked = world.models.requests.filter(({ lastText, toolNames }) => lastText === questionOf(place) && toolNames.length > 0);
  const { steps } = await world.trace(jobId);
  const { status, error, text, tools } = answerOf(await world.read(thread));
  return {
    place,
    ...counts,
    firstAnswers: asked.filter(({ toolResults }) => toolResults.length === 0).length,
    secondAnswers: asked.filter(({ toolResults }) => toolResults.length > 0).length,
    steps: steps.map((step) => `${step.kind} ${step.status}`),
    answer: { status, error, text, tools: tools.map((tool) => tool.status) },
  };
}

/** An answer of the model that nobody could record is asked for again; nothing else is done twice. */
const expectedAt = (place: Place): object => ({
  place,
  calls: 1,
  questions: isAsked(place) ? 1 : 0,
  firstAnswers: place === 'first answer' || place === 'first turn' ? 2 : 1,
  secondAnswers: place === 'second answer' || place === 'second turn' ? 2 : 1,
  steps: ['turn done', 'tool succeeded', 'turn done'],
  answer: { status: 'done', error: null, text: 'It is refunded.', tools: ['succeeded'] },
});
