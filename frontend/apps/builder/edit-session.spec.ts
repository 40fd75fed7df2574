import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { AppCommandsResult, AppliedCommand } from '../../../backend/apps/apps.contract.ts';
import { canonicalText } from '../../../backend/apps/core/canonical.ts';
import { applyCommand } from '../../../backend/apps/core/commands/apply.ts';
import { CommandRefused } from '../../../backend/apps/core/commands/command.ts';
import { commandFor, seeds, smallApp } from '../../../backend/apps/core/commands/random-commands.test-support.ts';
import { answered, beginSession, perform, redo, settle, takeToSend, undo, type EditState } from './edit-session.ts';

/** The server's part, by the same pure commands: one order for everybody. */
class Copy {
  document = smallApp;
  readonly log: AppliedCommand[] = [];

  send(client: string, commands: readonly AppCommand[], since: number): AppCommandsResult {
    const others = this.log.slice(since);
    let refused: AppCommandsResult['refused'] = null;
    for (const [index, command] of commands.entries()) {
      try {
        this.document = applyCommand(this.document, command).document;
        this.log.push({ seq: this.log.length + 1, by: client, client, command });
      } catch (error) {
        if (!(error instanceof CommandRefused)) throw error;
        refused = { index, code: error.code, message: error.message };
        break;
      }
    }
    return { seq: this.log.length, others, is_behind: false, refused, problems: [] };
  }
}

function exchange(state: EditState, copy: Copy, client: string): EditState {
  const taken = takeToSend(state);
  if (!taken) return answered(state, copy.send(client, [], state.seq)).state;
  return answered(taken.state, copy.send(client, taken.commands, state.seq)).state;
}

const label = (value: string): AppCommand => ({ do: 'set_prop', id: 'searchInput', name: 'label', value });

describe('editing an app together', () => {
  it('leads everybody to the same document, whatever they do and whenever they send it', () => {
    fc.assert(
      fc.property(seeds(60), fc.array(fc.nat({ max: 5 }), { minLength: 60, maxLength: 60 }), (steps, turns) => {
        const copy = new Copy();
        const people = [beginSession(smallApp, 0), beginSession(smallApp, 0)];
        for (const [index, [numbers, value]] of steps.entries()) {
          const turn = turns[index] ?? 0;
          const who = turn % 2;
          const state = people[who] as EditState;
          try {
            if (turn === 5) people[who] = undo(state);
            else if (turn >= 2) people[who] = perform(state, commandFor(state.document, numbers, value), 'Change');
            else people[who] = exchange(state, copy, String(who));
          } catch (error) {
            if (!(error instanceof CommandRefused)) throw error;
          }
        }
        for (let round = 0; round < 70; round += 1) for (const who of [0, 1]) people[who] = exchange(people[who] as EditState, copy, String(who));
        const texts = people.map(({ document }) => canonicalText(document));
        expect(texts).toEqual([canonicalText(copy.document), canonicalText(copy.document)]);
        expect(people.map(({ pending }) => pending.length)).toEqual([0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('undoes what one did, and not what somebody else did meanwhile', () => {
    const copy = new Copy();
    let ada = exchange(perform(beginSession(smallApp, 0), label('Find'), 'Label'), copy, 'ada');
    copy.send('bob', [{ do: 'set_prop', id: 'refundButton', name: 'text', value: 'Give back' }], 1);
    ada = exchange(undo(exchange(ada, copy, 'ada')), copy, 'ada');
    expect(canonicalText(ada.document)).toContain('"label":"Search"');
    expect(canonicalText(ada.document)).toContain('Give back');
  });

  it('says what was refused, and keeps what fits', () => {
    const copy = new Copy();
    const ada = perform(
      perform(beginSession(smallApp, 0), label('Find'), 'Label'),
      { do: 'set_prop', id: 'refundButton', name: 'text', value: 'Back' },
      'Text',
    );
    copy.send('bob', [{ do: 'remove_node', id: 'searchInput' }], 0);
    const taken = takeToSend(ada);
    const { state, refused } = answered(taken!.state, copy.send('ada', taken!.commands, 0));
    expect(refused).toContain('searchInput');
    expect(canonicalText(exchange(state, copy, 'ada').document)).toBe(canonicalText(copy.document));
    expect(canonicalText(copy.document)).toContain('"Back"');
  });

  it('makes one step of what is typed in one go', () => {
    let state = beginSession(smallApp, 0);
    for (const value of ['F', 'Fi', 'Fin']) state = perform(state, label(value), 'Label', 'searchInput.label');
    expect([state.undo.length, state.pending.length]).toEqual([1, 1]);
    state = perform(settle(state), label('Find'), 'Label', 'searchInput.label');
    expect(state.undo.length).toBe(2);
    expect(canonicalText(undo(undo(state)).document)).toBe(canonicalText(smallApp));
    expect(canonicalText(redo(redo(undo(undo(state)))).document)).toBe(canonicalText(state.document));
  });
});
