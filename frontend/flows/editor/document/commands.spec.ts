import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import { FlowValue, type FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { flowValues, stepIdsOf } from '../../graph/flows.test-support.ts';
import { layoutFlow } from '../../graph/layout.ts';
import { readSteps, writeSteps } from './clipboard.ts';
import { perform } from './commands.ts';
import { CommandRefused, emptyDocument, type FlowCommand, type FlowDocument } from './flow-document.ts';
import { execute, redo, startHistory, undo } from './history.ts';
import { shapeOfFlow } from './shape.ts';

const documentOf = (value: FlowValue): FlowDocument => ({ ...emptyDocument('Test'), value });
const step = (id: string, expr = 'flow_input.amount'): FlowModule => ({
  id,
  value: { type: 'rawscript', language: 'bun', content: '', input_transforms: { amount: { type: 'javascript', expr } } },
});
const exprOf = (value: FlowValue, id: string): unknown =>
  (defineFlow(value).steps.get(id)!.module.value as { input_transforms: Record<string, { expr: string }> }).input_transforms['amount']?.expr;

type Draw = { kind: number; one: number; other: number; index: number };
const draws = fc.array(fc.record({ kind: fc.nat(14), one: fc.nat(1000), other: fc.nat(1000), index: fc.nat(8) }), { minLength: 1, maxLength: 25 });

/** A command about whatever there is in the flow now; some of them cannot be carried out. */
function commandOf(value: FlowValue, { kind, one, other, index }: Draw): FlowCommand {
  const { steps, sequences } = defineFlow(value);
  const ids = [...steps.keys()];
  const id = ids[one % Math.max(1, ids.length)] ?? 'none';
  const sequence = sequences[other % sequences.length]?.pointer ?? '/modules';
  const commands: FlowCommand[] = [
    { do: 'insert_steps', at: { sequence, index }, steps: [step('a', `results.${id}.x`), step('b', 'results.a')] },
    { do: 'move_step', step: id, to: { sequence, index } },
    { do: 'delete_steps', steps: [id] },
    { do: 'duplicate_step', step: id },
    { do: 'rename_step', step: id, to: `renamed_${other}` },
    { do: 'set_step', step: id, field: ['summary'], value: `Text ${other}` },
    { do: 'set_step', step: id, field: ['retry'], value: { constant: { attempts: index, seconds: 1 } } },
    { do: 'set_step', step: id, field: ['retry'] },
    { do: 'add_branch', step: id },
    { do: 'remove_branch', step: id, branch: index % 3 },
    { do: 'move_branch', step: id, branch: index % 3, to: (index + 1) % 3 },
    { do: 'wrap_step', step: id, in: (['forloopflow', 'whileloopflow', 'branchone', 'branchall'] as const)[index % 4] ?? 'branchone' },
    { do: 'unwrap_step', step: id },
    { do: 'set_root_module', which: index % 2 ? 'failure_module' : 'preprocessor_module', step: index % 3 ? step('x') : null },
    { do: 'set_flow', field: ['value', 'priority'], value: index },
  ];
  return commands[kind] as FlowCommand;
}

describe('Commands on a flow', () => {
  it('leave a flow that the server takes, that can be drawn, and that is the same to the byte after undoing everything', () => {
    fc.assert(
      fc.property(flowValues(), draws, (value, drawn) => {
        const bytes = JSON.stringify(documentOf(value));
        let history = startHistory(documentOf(value));
        const seen = [bytes];
        for (const [number, draw] of drawn.entries()) {
          try {
            history = execute(history, commandOf(history.document.value, draw), null, number * 10_000).history;
          } catch (error) {
            expect(error).toBeInstanceOf(CommandRefused);
            continue;
          }
          expect(FlowValue.safeParse(history.document.value).success).toBe(true);
          expect(shapeOfFlow(history.document.value)).toEqual([]);
          expect(defineFlow(history.document.value).duplicates).toEqual([]);
          layoutFlow(history.document.value);
          if (JSON.stringify(history.document) !== seen.at(-1)) seen.push(JSON.stringify(history.document));
        }
        const end = JSON.stringify(history.document);
        let steps = 0;
        for (let back = undo(history); back; back = undo(history)) [history, steps] = [back.history, steps + 1];
        expect(JSON.stringify(history.document)).toBe(bytes);
        for (let forth = redo(history); forth; forth = redo(history)) history = forth.history;
        expect(JSON.stringify(history.document)).toBe(end);
        expect(steps).toBeGreaterThanOrEqual(seen.length - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('never change the document that they are given', () => {
    fc.assert(
      fc.property(flowValues(), draws, (value, drawn) => {
        const document = documentOf(value);
        const bytes = JSON.stringify(document);
        for (const draw of drawn) {
          try {
            perform(document, commandOf(value, draw));
          } catch (error) {
            expect(error).toBeInstanceOf(CommandRefused);
          }
        }
        expect(JSON.stringify(document)).toBe(bytes);
      }),
    );
  });

  it('move a step without losing or doubling any', () => {
    fc.assert(
      fc.property(flowValues(), fc.nat(), fc.nat(), fc.nat(6), (value, one, other, index) => {
        const command = commandOf(value, { kind: 1, one, other, index });
        try {
          expect(stepIdsOf(perform(documentOf(value), command).document.value).sort()).toEqual(stepIdsOf(value).sort());
        } catch (error) {
          expect(error).toBeInstanceOf(CommandRefused);
        }
      }),
    );
  });

  it('put a step at the place that was pointed at, seen from before the move', () => {
    const value: FlowValue = { modules: ['a', 'b', 'c', 'd'].map((id) => step(id)) };
    const moved = (id: string, index: number): string =>
      perform(documentOf(value), { do: 'move_step', step: id, to: { sequence: '/modules', index } })
        .document.value.modules.map((module) => module.id)
        .join('');
    expect([moved('a', 2), moved('a', 4), moved('d', 0), moved('b', 1), moved('b', 2)]).toEqual(['bacd', 'bcda', 'dabc', 'abcd', 'abcd']);
  });

  it('rename a step together with everything that reads its result', () => {
    const value: FlowValue = {
      modules: [
        step('a'),
        step('b', 'results.a.total + "results.a" + results?.a'),
        { ...step('c', 'results["a"]'), skip_if: { expr: 'results.a.done' }, suspend: { approval: { title: 'Pay {{results.a.total}} results.a' } } },
      ],
      early_return: 'a',
    };
    const renamed = perform(documentOf(value), { do: 'rename_step', step: 'a', to: 'load' }).document.value;
    expect(exprOf(renamed, 'b')).toBe('results.load.total + "results.a" + results?.load');
    expect(exprOf(renamed, 'c')).toBe('results["load"]');
    expect(renamed.modules[2]).toMatchObject({
      skip_if: { expr: 'results.load.done' },
      suspend: { approval: { title: 'Pay {{results.load.total}} results.a' } },
    });
    expect(renamed.early_return).toBe('load');
  });

  it('give pasted steps free ids, and let them go on reading each other', () => {
    const value: FlowValue = { modules: [step('a'), step('b', 'results.a')] };
    const copied = readSteps(writeSteps(value.modules)) ?? [];
    const pasted = perform(documentOf(value), { do: 'insert_steps', at: { sequence: '/modules', index: 2 }, steps: copied }).document.value;
    expect(pasted.modules.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(exprOf(pasted, 'd')).toBe('results.c');
  });

  it.each([
    ['a step moved into itself', { do: 'move_step', step: 'loop', to: { sequence: '/modules/0/value/modules', index: 0 } }, /into itself/],
    ['an id that another step has', { do: 'rename_step', step: 'a', to: 'loop' }, /another step loop/],
    ['an id with spaces', { do: 'rename_step', step: 'a', to: 'not an id' }, /Letters, digits/],
    ['a reserved id', { do: 'rename_step', step: 'a', to: 'failure' }, /reserved/],
    ['the unwrapping of what contains nothing', { do: 'unwrap_step', step: 'a' }, /contains no steps/],
    ['a place that is gone', { do: 'insert_steps', at: { sequence: '/modules/7/value/modules', index: 0 }, steps: [step('n')] }, /not there any more/],
  ] as const)('refuse %s', (_what, command, message) => {
    const loop: FlowModule = { id: 'loop', value: { type: 'forloopflow', iterator: { type: 'static', value: [] }, modules: [step('a')] } };
    const attempt = (): unknown => perform(documentOf({ modules: [loop] }), command as FlowCommand);
    expect(attempt).toThrow(message);
  });

  it('merge what is typed into one field without a pause, and nothing else', () => {
    let history = startHistory(documentOf({ modules: [step('a')] }));
    const type = (value: string, atMs: number, field = 'summary'): void =>
      void (history = execute(history, { do: 'set_step', step: 'a', field: [field], value }, 'a', atMs).history);
    type('L', 0);
    type('Lo', 200);
    type('Load', 400);
    type('Load it', 9000);
    type('x', 9100, 'other');
    expect(history.past.map(({ label }) => label)).toEqual(['Change a', 'Change a', 'Change a']);
    expect(undo(undo(history)!.history)!.history.document.value.modules[0]?.summary).toBe('Load');
  });

  it('read from the clipboard only what are steps', () => {
    expect(readSteps('hello')).toBeNull();
    expect(readSteps('{"id":"a","value":{"type":"nonsense"}}')).toBeNull();
    expect(readSteps(JSON.stringify({ summary: 'A flow', value: { modules: [step('a')] } }))).toHaveLength(1);
    expect(readSteps(JSON.stringify(step('a')))).toHaveLength(1);
  });
});
