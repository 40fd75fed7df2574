import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parallel, race, random, sleep, step, task, uuid, waitForEvent } from './millrace.js';
import { WorkflowRun, type Ask, type Opening, type OpeningRecord } from './replay.js';

/** A part of a body. Results depend on what was first, on chance, and on how often something was done. */
type Part =
  | { kind: 'step' | 'sleep' | 'task' | 'fails' }
  | { kind: 'parallel'; parts: Part[]; concurrency: number }
  | { kind: 'together'; left: Part[]; right: Part[] }
  | { kind: 'race'; left: Part; right: Part };

const leaf = fc.record({ kind: fc.constantFrom('step' as const, 'sleep' as const, 'task' as const, 'fails' as const) });
const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('parallel' as const), parts: fc.array(tie('part'), { maxLength: 4 }), concurrency: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('together' as const), left: fc.array(tie('part'), { maxLength: 3 }), right: fc.array(tie('part'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('race' as const), left: leaf, right: leaf }),
  ),
}));
const programs = fc.array(part, { minLength: 1, maxLength: 5 });

/** Does a part; `order` is a log of the body in which things end. */
async function perform(given: Part, done: () => number, order: unknown[]): Promise<unknown> {
  switch (given.kind) {
    case 'step':
      return step('work', () => done());
    case 'sleep':
      return sleep(1);
    case 'task':
      return task('f/x/y', { chance: random() });
    case 'fails':
      return step('fails', () => {
        throw new Error(String(done()));
      }).catch((error: Error) => error.message);
    case 'parallel':
      return parallel(given.parts, (inner) => perform(inner, done, order), { concurrency: given.concurrency });
    case 'together': {
      const side = async (parts: Part[], name: string) => {
        for (const inner of parts) order.push([name, await perform(inner, done, order)]);
      };
      return Promise.all([side(given.left, 'left'), side(given.right, 'right')]);
    }
    case 'race':
      return race({ left: perform(given.left, done, order), right: perform(given.right, done, order) });
  }
}

/** Numbers from 0 to 1 that follow from a seed. */
function rollsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** A worker that keeps the record and loses processes: after so many messages, or by asking them to suspend. */
class ForgetfulWorker {
  readonly records = new Map<string, OpeningRecord>();
  readonly doneAgain: string[] = [];
  private ordinal = 0;
  private readonly clock = { at: 1_000 };

  constructor(private readonly rolls: () => number) {}

  opening(): Opening {
    return { seed: 'seed', at: 1_000, history: [...this.records.values()] };
  }

  /** One stretch; gives the result, or `null` where the process was lost or let go. */
  async stretch(body: () => Promise<unknown>, messages: number): Promise<{ value: unknown } | null> {
    const lost = Promise.withResolvers<null>();
    const open = [...this.records.values()].filter(({ status }) => status === 'open').map(({ key }) => key);
    let left = messages;
    let run: WorkflowRun | null = null;
    const count = (): boolean => {
      left -= 1;
      if (left <= 0) lost.resolve(null);
      return left > 0;
    };
    const tell = (record: OpeningRecord): void => void setImmediate(() => count() && run?.receive(record));
    const end = (key: string): void => {
      const record = this.records.get(key);
      if (!record || record.status !== 'open') return;
      const ended = {
        ...record,
        status: 'succeeded' as const,
        ordinal: (this.ordinal += 1),
        at: (this.clock.at += 7),
        value: record.kind === 'sleep' ? null : this.ordinal,
      };
      this.records.set(key, ended);
      tell(ended);
    };
    const endSome = (): void => {
      // A process that is gone hears and ends nothing.
      if (left <= 0) return;
      if (open.length > 0) end(open.splice(Math.floor(this.rolls() * open.length), 1)[0] as string);
      if (this.rolls() < 0.2) run?.receive({ suspend: true });
      setImmediate(endSome);
    };
    const send = (ask: Ask, text: string): void => {
      if (!count()) return;
      if (ask.op === 'busy' || ask.op === 'resting') return;
      if (ask.op === 'cancel') {
        const record = this.records.get(ask.key);
        if (record?.status === 'open') this.records.set(ask.key, { ...record, status: 'cancelled' });
        return;
      }
      if (ask.op !== 'step') {
        this.records.set(ask.key, { key: ask.key, kind: ask.op, name: ask.name, status: 'open', ordinal: null, at: this.clock.at });
        open.push(ask.key);
        return;
      }
      if (this.records.has(ask.key)) this.doneAgain.push(ask.key);
      const record: OpeningRecord = {
        key: ask.key,
        kind: 'step',
        name: ask.name,
        status: ask.status ?? 'succeeded',
        ordinal: (this.ordinal += 1),
        at: (this.clock.at += 7),
        value: JSON.parse(text) as unknown,
        ...(ask.error ? { error: ask.error } : {}),
      };
      this.records.set(ask.key, record);
      tell(record);
    };
    run = new WorkflowRun({
      opening: JSON.parse(JSON.stringify(this.opening())) as Opening,
      send,
      toJson: (value) => JSON.stringify(value ?? null),
      describe: (error) => ({ name: 'Error', message: (error as Error).message }),
      onSuspended: () => lost.resolve(null),
    });
    setImmediate(endSome);
    const outcome = await Promise.race([run.start(body).then((value) => ({ value })), lost.promise]);
    left = 0;
    return outcome;
  }
}

describe('a workflow', () => {
  test('comes to one result however often its process is lost, does no recorded step again, and a replay of the whole record agrees', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }), fc.integer(), async (program, losses, seed) => {
        const worker = new ForgetfulWorker(rollsOf(seed));
        let count = 0;
        const body = async () => {
          const order: unknown[] = [];
          const results: unknown[] = [];
          for (const given of program) results.push(await perform(given, () => (count += 1), order));
          return { results, order, chance: random(), id: uuid() };
        };
        let ended: { value: unknown } | null = null;
        for (let stretch = 0; ended === null; stretch += 1) ended = await worker.stretch(body, losses[stretch] ?? 1_000_000);
        const doneBefore = count;
        const replayed = await worker.stretch(body, 1_000_000);
        expect(JSON.stringify(replayed?.value)).toBe(JSON.stringify(ended.value));
        expect(count).toBe(doneBefore);
        expect(worker.doneAgain).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const opening = (...history: OpeningRecord[]): Opening => ({ seed: 's', at: 0, history });
  const runOf = (given: Opening, send: (ask: Ask, text: string) => void = () => undefined): WorkflowRun =>
    new WorkflowRun({
      opening: given,
      send,
      toJson: (value) => JSON.stringify(value ?? null),
      describe: (error) => ({ name: 'Error', message: String(error) }),
    });
  const recorded = (key: string, name: string, ordinal: number, value: unknown = null): OpeningRecord => ({
    key,
    kind: 'step',
    name,
    status: 'succeeded',
    ordinal,
    at: 5,
    value,
  });

  test('that meets another step than was recorded fails and names both, whatever the body makes of it', async () => {
    const run = runOf(opening(recorded('1', 'charge', 1)));
    await expect(run.start(() => step('ship', () => 1).catch(() => 'swallowed'))).rejects.toMatchObject({
      code: 'workflow/nondeterministic',
      message: expect.stringMatching(/recorded the step "charge" as its step 1, but the code now has the step "ship"/),
    });
  });

  test('that ends before it came to what was recorded fails', async () => {
    await expect(runOf(opening(recorded('1', 'charge', 1))).start(async () => 'early')).rejects.toMatchObject({ code: 'workflow/nondeterministic' });
  });

  test('is not let go while a step is done or its record is not answered, and then is', async () => {
    const asked: Ask[] = [];
    const step1 = Promise.withResolvers<number>();
    const run = runOf(opening(), (ask) => void asked.push(ask));
    void run.start(async () => Promise.all([step('long', () => step1.promise), waitForEvent('x')]));
    await new Promise((resolve) => setImmediate(resolve));
    run.receive({ suspend: true });
    expect(asked.map(({ op }) => op)).toEqual(['event', 'busy']);
    step1.resolve(1);
    await new Promise((resolve) => setImmediate(resolve));
    run.receive({ suspend: true });
    expect(asked.map(({ op }) => op)).toEqual(['event', 'busy', 'step', 'busy']);
    run.receive({ key: '1', kind: 'step', name: 'long', status: 'succeeded', ordinal: 1, at: 3 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(run.isClosed).toBe(false);
    run.receive({ suspend: true });
    expect(run.isClosed).toBe(true);
  });

  test.each([
    [90, 90_000],
    ['30s', 30_000],
    ['2h 30m', 9_000_000],
    ['1 day', 86_400_000],
    [{ hours: 1, minutes: 1 }, 3_660_000],
    ['1.5 min', 90_000],
  ])('waits for %j', async (duration, ms) => {
    const asked: Ask[] = [];
    const run = runOf(opening(), (ask) => void asked.push(ask));
    void run.start(() => sleep(duration));
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked[0]).toMatchObject({ op: 'sleep', until: ms });
  });

  test.each(['soon', '', '10 parsecs', -1, Number.NaN])('refuses to wait for %j', async (duration) => {
    await expect(runOf(opening()).start(() => sleep(duration))).rejects.toMatchObject({ code: 'workflow/invalid' });
  });
});
