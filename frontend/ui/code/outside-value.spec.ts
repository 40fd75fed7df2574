import { describe, expect, it } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { changeTo, Echoes } from './outside-value.ts';

describe('a text whose value is kept outside of its editor', () => {
  it('is not set back by what was typed before and comes as the value only now', () => {
    const echoes = new Echoes();
    for (const text of ['a', 'ab', 'abc']) echoes.expect(text);
    expect(['a', 'abc'].map((value) => echoes.take(value))).toEqual([true, true]);
  });

  it('takes what others write, also what was typed here once', () => {
    const echoes = new Echoes();
    echoes.expect('a');
    expect(['a', 'x', 'a'].map((value) => echoes.take(value))).toEqual([true, false, false]);
  });

  it('keeps the newest text, whatever of what is typed comes back late, left out or together', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 40 }), (turns) => {
        const echoes = new Echoes();
        const underWay: string[] = [];
        let text = '';
        for (const turn of turns) {
          if (turn < 2) {
            text += 'x';
            echoes.expect(text);
            underWay.push(text);
          } else if (turn === 2) underWay.splice(0, underWay.length - 1);
          else {
            const value = underWay.shift();
            if (value !== undefined && !echoes.take(value)) text = value;
          }
        }
        expect(text).toHaveLength(turns.filter((turn) => turn < 2).length);
      }),
    );
  });

  it('is changed only where it differs, and is what came then', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(short, short, (before, value) => {
        const state = EditorState.create({ doc: before, selection: { anchor: before.length } });
        const changes = changeTo(state, value);
        expect(changes === null).toBe(before === value);
        if (changes) expect(state.update({ changes }).state.doc.toString()).toBe(value);
      }),
    );
    expect(changeTo(EditorState.create({ doc: 'one two' }), 'one and two')).toEqual({ from: 4, to: 4, insert: 'and ' });
  });
});
