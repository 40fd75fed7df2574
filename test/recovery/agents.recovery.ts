import { expect, test } from '@jest/globals';
import { conditionOf } from '../../backend/agents/core/tool-condition.ts';
import { AgentWorld, answerOf, callOnce } from '../../backend/agents/runs/agent-world.test-support.ts';
import { pausePoints, PausePoints, type PausePoint } from '../../backend/agents/runs/pause-points.ts';
import { invariants } from '../../backend/auditor/invariants.ts';
import { RecoveryService } from '../../backend/workers/recovery.service.ts';
import { createTestApp } from '../support/app.ts';
import { decideAs } from '../support/approvals.ts';
import { createTestDatabase } from '../support/database.ts';
import { makeTestFolder } from '../support/test-server.ts';

/** Places that only a call comes by that needs a person. */
const ofQuestions: readonly PausePoint[] = ['before ask', 'after ask', 'before rest'];

/**
 * A worker is held at every place between what is written and what follows from it, with one run at each. There it is declared dead, as if it had been
 * killed; another takes the runs to their ends; and only then the first goes on: whatever it still wants to write is refused.
 */
test('a worker that is lost at any place costs no recorded turn, repeats no call and asks nobody twice', async () => {
  const database = await createTestDatabase();
  const shared = { MILLRACE_DATA_DIR: makeTestFolder(), MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' };
  await using world = await AgentWorld.open(shared, { database });
  // A flow, since it needs no slot: a worker that only seems dead would keep taking the rows of scripts until it has noticed.
  await world.ada.client.put(world.api('flows/f/shop/refund_flow'), {
    schema: { type: 'object', properties: { order: { type: 'number' }, amount: { type: 'number' } }, required: ['order', 'amount'] },
    value: { modules: [{ id: 'a', value: { type: 'identity' } }] },
  });
  const rule = { otherwise: 'auto', when: [conditionOf('args.amount > 100', 'ask')], approval: { stages: [{ candidates: ['g/finance'] }] } };
  await world.agent('refunder', { tools: [{ name: 'refund', kind: 'flow', path: 'f/shop/refund_flow', rule }] });

  const held = new Map<string, PromiseWithResolvers<void>>(pausePoints.map((point) => [point, Promise.withResolvers()]));
  const goOn = Promise.withResolvers<void>();
  world.app.get(PausePoints).set(async (point, jobId) => {
    const [row] = await world.database.run<{ message: string }>({ text: `select args->>'message' as message from job where id = $1`, values: [jobId] });
    if (!row?.message.endsWith(`at ${point}`)) return;
    held.get(point)?.resolve();
    await goOn.promise;
  });
  const runs = await Promise.all(
    pausePoints.map(async (point) => {
      const question = `refund at ${point}`;
      world.when(question, callOnce('refund', { order: 7, amount: ofQuestions.includes(point) ? 500 : 5 }));
      const thread = await world.thread('refunder');
      return { point, question, thread, jobId: (await world.send(thread, question)).job_id };
    }),
  );
  await Promise.all([...held.values()].map(({ promise }) => promise));

  const borrowed = { ...database, [Symbol.asyncDispose]: () => Promise.resolve() };
  await using other = await createTestApp({ MILLRACE_MODE: 'worker', ...shared }, { database: borrowed, masterKey: world.app.platform.masterKey });
  await world.database.run({
    text: `update worker set seen_at = now() - interval '1 minute' where id in (select worker_id from job where id = $1)`,
    values: [runs[0]?.jobId],
  });
  await other.get(RecoveryService).recover();
  for (const { point, jobId } of runs) {
    if (!ofQuestions.includes(point)) continue;
    const request = await world.requestOf(jobId);
    await decideAs(world.workspace, world.fin, request.id, 'approve', { expected_hash: request.hash });
  }
  for (const { jobId } of runs) await world.result(jobId);
  goOn.resolve();

  for (const { point, question, thread, jobId } of runs) {
    const [facts] = await world.database.run({
      text: `select (select count(*)::integer from job where parent_id = $1) as calls, (select count(*)::integer from approval_request where job_id = $1) as questions`,
      values: [jobId],
    });
    const asked = world.models.requests.filter(
      ({ lastText, toolResults, toolNames }) => lastText === question && toolResults.length === 0 && toolNames.length > 0,
    ).length;
    const { steps, usage } = await world.trace(jobId);
    const answer = answerOf(await world.read(thread));
    expect({
      point,
      ...facts,
      asked,
      turns: usage.turns,
      steps: steps.map(({ kind, status }) => `${kind} ${status}`),
      status: answer.status,
      error: answer.error,
      shown: answer.tools.map(({ status }) => status),
    }).toEqual({
      point,
      calls: 1,
      questions: ofQuestions.includes(point) ? 1 : 0,
      // A turn that was not on record is asked for again; no other is.
      asked: point === 'before turn' ? 2 : 1,
      turns: 2,
      steps: ['turn done', 'tool succeeded', 'turn done'],
      status: 'done',
      error: null,
      shown: ['succeeded'],
    });
  }
  for (const { name, query } of invariants) expect({ name, found: await world.database.run({ text: query, values: [] }) }).toEqual({ name, found: [] });
}, 180_000);
