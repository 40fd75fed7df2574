import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { AppCommandsResult, AppliedCommand } from '../../../backend/apps/apps.contract.ts';
import { canonicalText } from '../../../backend/apps/core/canonical.ts';
import { applyCommand } from '../../../backend/apps/core/commands/apply.ts';
import { CommandRefused } from '../../../backend/apps/core/commands/command.ts';
import { commandFor, seeds, smallApp } from '../../../backend/apps/core/commands/random-commands.test-support.ts';
import { answered, beginSession, caughtUp, forget, notDelivered, perform, redo, settle, takeToSend, undo, type EditState } from './edit-session.ts';

/** The server's part, by the same pure commands: one order for everybody. */
class Copy {
  document = smallApp;
  readonly log: AppliedCommand[] = [];

  /** Further behind than `mostSent` nobody is told one by one. */
  constructor(private readonly mostSent = Infinity) {}

  send(client: string, commands: readonly AppCommand[], since: number): AppCommandsResult {
    const isBehind = this.log.length - since > this.mostSent;
    const others = isBehind ? [] : this.log.slice(since);
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
    return { seq: this.log.length, others, is_behind: isBehind, refused, problems: [] };
  }
}

/** A window of one person: what it does, and what becomes of its exchanges on the way there and back. */
class Window {
  state = beginSession(smallApp, 0);
  private underWay: { commands: readonly AppCommand[]; since: number; answer: AppCommandsResult | null } | null = null;

  constructor(
    readonly client: string,
    private readonly copy: Copy,
  ) {}

  /** Begins an exchange; a second one beside it is never begun. */
  begin(): void {
    const taken = takeToSend(this.state, true);
    if (!taken) return;
    expect(this.underWay).toBeNull();
    this.underWay = { commands: taken.commands, since: taken.state.seq, answer: null };
    this.state = taken.state;
  }

  /** The server gets what is under way. */
  reach(): void {
    const { underWay } = this;
    if (underWay) underWay.answer ??= this.copy.send(this.client, underWay.commands, underWay.since);
  }

  hear(): void {
    this.reach();
    const answer = this.underWay?.answer;
    if (!answer) return;
    this.underWay = null;
    const found = answered(this.state, answer, this.client);
    this.state = (found.isBehind ? caughtUp(found.state, this.copy.document, this.copy.log.length) : found).state;
  }

  /** Nobody hears the answer, whether or not the server got the question. */
  lose(): void {
    if (!this.underWay) return;
    this.underWay = null;
    this.state = notDelivered(this.state);
  }

  do(change: (state: EditState) => EditState): void {
    try {
      this.state = change(this.state);
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
    }
  }

  /** Until everything is said. */
  finish(): void {
    for (let round = 0; round < 70; round += 1) {
      this.begin();
      this.hear();
    }
  }
}

const label = (value: string, id = 'searchInput'): AppCommand => ({ do: 'set_prop', id, name: 'label', value });
const labelOf = (document: object): unknown => /"label":"([^"]*)"/.exec(canonicalText(document as never))?.[1];

function exchange(state: EditState, copy: Copy, client: string): EditState {
  const taken = takeToSend(state, true);
  return taken ? answered(taken.state, copy.send(client, taken.commands, state.seq), client).state : state;
}

describe('editing an app together', () => {
  it.each([Infinity, 3])('leads everybody to the same document, whatever they do and whatever gets lost on the way (told of up to %d)', (mostSent) => {
    fc.assert(
      fc.property(seeds(60), fc.array(fc.nat({ max: 15 }), { minLength: 60, maxLength: 60 }), (steps, turns) => {
        const copy = new Copy(mostSent);
        const people = [new Window('ada', copy), new Window('bob', copy)] as const;
        for (const [index, [numbers, value]] of steps.entries()) {
          const turn = turns[index] ?? 0;
          const window = people[turn % 2 === 0 ? 0 : 1];
          const merge = (numbers[0] ?? 0) % 3 === 0 ? 'typed' : null;
          const kinds = [
            () => window.do((state) => perform(state, commandFor(state.document, numbers, value), 'Change', merge)),
            () => window.begin(),
            () => window.reach(),
            () => window.hear(),
            () => window.lose(),
            () => window.do(undo),
            () => window.do((state) => perform(state, commandFor(state.document, numbers, value), 'Change')),
            () => window.do(redo),
          ];
          kinds[turn >> 1]?.();
        }
        // One after the other, and the first once more to hear of the second.
        for (const window of [...people, people[0]]) window.finish();
        expect(people.map(({ state }) => canonicalText(state.document))).toEqual([canonicalText(copy.document), canonicalText(copy.document)]);
        expect(people.map(({ state }) => [state.pending.length, state.sent, state.open])).toEqual([
          [0, 0, null],
          [0, 0, null],
        ]);
      }),
      { numRuns: 30 },
    );
  });

  it('loses nothing that one person does, and does nothing twice, however often answers and questions get lost', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), (turns) => {
        const copy = new Copy();
        const window = new Window('ada', copy);
        const wanted: string[] = [];
        for (const [index, turn] of turns.entries()) {
          const id = `note${index}`;
          const add: AppCommand = { do: 'put_variable', variable: { id, initial: index } };
          if (turn < 2) {
            window.do((state) => perform(state, add, 'Add'));
            wanted.push(id);
          } else [window.begin, window.reach, window.hear, window.lose][turn - 2]?.call(window);
        }
        window.finish();
        const found = copy.log.map(({ command }) => (command.do === 'put_variable' ? command.variable.id : ''));
        expect(found).toEqual(wanted);
        expect(canonicalText(window.state.document)).toBe(canonicalText(copy.document));
      }),
      { numRuns: 100 },
    );
  });

  it('never asks beside what it sends, so that an answer to an earlier question takes nothing for carried out', () => {
    const asking = takeToSend(beginSession(smallApp, 0), true);
    const typed = perform(asking!.state, label('Find'), 'Label');
    expect(takeToSend(typed, true)).toBeNull();
    const { state } = answered(typed, new Copy().send('ada', [], 0), 'ada');
    expect([state.pending, labelOf(state.document)]).toEqual([[label('Find')], 'Find']);
  });

  it('asks what became of what was sent before it sends again, and keeps what was typed since', () => {
    const copy = new Copy();
    const sending = takeToSend(perform(beginSession(smallApp, 0), label('F'), 'Label', 'label'));
    copy.send('ada', sending!.commands, 0);
    const lost = perform(notDelivered(sending!.state), label('Find'), 'Label', 'label');
    const asking = takeToSend(lost);
    expect(asking!.commands).toEqual([]);
    const { state } = answered(asking!.state, copy.send('ada', [], 0), 'ada');
    expect([state.pending, labelOf(state.document)]).toEqual([[label('Find')], 'Find']);
    exchange(state, copy, 'ada');
    expect(copy.log.map(({ command }) => command)).toEqual([label('F'), label('Find')]);
  });

  it('keeps what is not sent yet where too much happened elsewhere', () => {
    const copy = new Copy(0);
    copy.send('bob', [label('Look for')], 0);
    const sending = takeToSend(perform(beginSession(smallApp, 0), { do: 'set_prop', id: 'refundButton', name: 'text', value: 'Back' }, 'Text'));
    const typed = perform(sending!.state, label('Find'), 'Label');
    const { state, isBehind } = answered(typed, copy.send('ada', sending!.commands, 0), 'ada');
    const caught = caughtUp(state, copy.document, copy.log.length).state;
    expect([isBehind, caught.pending, labelOf(caught.document)]).toEqual([true, [label('Find')], 'Find']);
    expect(canonicalText(caught.document)).toContain('"Back"');
  });

  it('undoes what one did, and not what somebody else did meanwhile', () => {
    const copy = new Copy();
    let ada = exchange(perform(beginSession(smallApp, 0), label('Find'), 'Label'), copy, 'ada');
    copy.send('bob', [{ do: 'set_prop', id: 'refundButton', name: 'text', value: 'Give back' }], 1);
    ada = exchange(undo(exchange(ada, copy, 'ada')), copy, 'ada');
    expect(canonicalText(ada.document)).toContain('"label":"Search"');
    expect(canonicalText(ada.document)).toContain('Give back');
  });

  it('forgets what cannot be undone any more, and undoes what was done before it', () => {
    const copy = new Copy();
    const ada = exchange(
      perform(perform(beginSession(smallApp, 0), { do: 'set_prop', id: 'refundButton', name: 'text', value: 'Back' }, 'Text'), label('Find'), 'Label'),
      copy,
      'ada',
    );
    copy.send('bob', [{ do: 'remove_node', id: 'searchInput' }], 2);
    const after = exchange(ada, copy, 'ada');
    expect(() => undo(after)).toThrow(CommandRefused);
    expect(canonicalText(undo(forget(after, 'undo')).document)).toContain('"text":"Refund"');
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
    const { state, refused } = answered(taken!.state, copy.send('ada', taken!.commands, 0), 'ada');
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
