import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Auditor } from '../../auditor/auditor.service.ts';
import { newId } from '../../common/ids.ts';
import { code, constant, echo, FlowWorld, given, identity } from './flow-world.test-support.ts';

describe('the auditor and flows', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const found = async (): Promise<string[]> => (await world.app.get(Auditor).audit()).map(({ name }) => name).sort();
  const query = (text: string, values: unknown[]) => world.database.run({ text, values });

  test('finds nothing where flows run, wait and end', async () => {
    await world.run([code('a', echo, { x: '1' })]);
    await world.begin([given('a', 1, { sleep: constant(600) }), identity('b')]);
    expect(await found()).toEqual([]);
  });

  test('tells a flow again of a step whose end nobody has told it of', async () => {
    const id = await world.begin([{ id: 'e', value: { type: 'wait_for_event', key: constant('auditor') } }, code('b', echo, { x: '"went on"' })]);
    const wait = await world.wait(id, 'event');
    // As if the end had been lost: the event is on record, the row of the queue is not there.
    await query(`update wait set closed_at = now() - interval '1 hour', ending = '{"by":"closed"}' where id = $1`, [wait.id]);
    await query(`update job set started_at = now() - interval '1 hour' where id = $1`, [id]);
    expect(await found()).toEqual(['flow_without_work']);
    await world.ada.client.post(`${world.workspace.api}/jobs/${id}/cancel`, {});
    await world.end(id);
  });

  test('sets the timer of a wait again that has none', async () => {
    const id = await world.begin([given('a', 1, { sleep: constant(600) }), code('b', echo, { x: '"woke"' })]);
    const wait = await world.wait(id, 'sleep');
    await query(`select graphile_worker.remove_job($1)`, [`wait:${wait.id}`]);
    await query(`update wait set due_at = now() - interval '1 hour' where id = $1`, [wait.id]);
    expect(await found()).toEqual(['wait_overdue']);
    expect((await world.end(id)).result).toBe('woke');
  });

  test('ends the run of a flow whose cancellation was not heard of', async () => {
    const id = await world.begin([given('a', 1, { sleep: constant(600) }), identity('b')]);
    await query(`update job set status = 'cancelled', ended_at = now() - interval '1 hour', cancel_requested_by = 'u/ada' where id = $1`, [id]);
    expect(await found()).toEqual(['flow_run_not_ended']);
    await world.until(async () => (await query(`select 1 from flow_run where job_id = $1 and status = 'cancelled'`, [id])).length > 0);
  });

  test('names a step that goes on after its flow', async () => {
    const { id } = await world.run([given('a', 1)]);
    await query(`update job set ended_at = now() - interval '1 hour' where id = $1`, [id]);
    await query(
      `insert into job (id, workspace_id, kind, status, created_by, run_as, trigger_kind, tag, parent_id, trace_id, scheduled_for) values ($1, $2, 'preview', 'queued', 'u/ada', 'u/ada', 'flow', 'nobody', $3, 'x', now() + interval '1 day')`,
      [newId(), world.workspace.id, id],
    );
    expect(await found()).toEqual(['ended_flow_with_live_steps']);
  });
});
