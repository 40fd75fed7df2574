import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { flowValues } from '../../graph/flows.test-support.ts';
import { emptyDocument } from '../document/flow-document.ts';
import { readYaml, writeYaml } from './yaml-text.ts';

const problem = (text: string): unknown => readYaml(text).problems[0];

describe('A flow as YAML', () => {
  it('says the same after writing and reading it', () => {
    fc.assert(
      fc.property(flowValues(), fc.string(), (value, description) => {
        const document = { ...emptyDocument('A flow'), description, value };
        expect(readYaml(writeYaml(document)).document).toEqual(document);
      }),
    );
  });

  it('names the line of a mistake in the text', () => {
    expect(problem('summary: a\nvalue:\n  modules: [\n')).toMatchObject({ line: expect.any(Number) });
    expect(problem('summary: a\nsummary: b\nvalue: { modules: [] }')).toMatchObject({ line: 2, message: expect.stringContaining('unique') });
  });

  it('names the line of a step that is none', () => {
    const text = 'value:\n  modules:\n    - id: a\n      value: { type: identity }\n    - id: b\n      value:\n        type: nonsense\n';
    expect(problem(text)).toMatchObject({ line: 7, message: expect.stringContaining('no kind of step') });
  });

  it('refuses two steps with one id', () => {
    expect(problem('value:\n  modules:\n    - { id: a, value: { type: identity } }\n    - { id: a, value: { type: identity } }\n')).toMatchObject({
      message: expect.stringContaining('2 steps `a`'),
    });
  });

  it('refuses what is no flow, and what grows without end', () => {
    expect(problem('- a list')).toMatchObject({ line: 1 });
    expect(problem('summary: [1]\nvalue: { modules: [] }')).toMatchObject({ line: 1, message: '`summary` is a text.' });
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1,1,1]',
      ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefg'[index]}`).join(',')}]`),
    ].join('\n');
    expect(readYaml(bomb).document).toBeNull();
    expect(readYaml('value: &value\n  modules: []\n  self: *value\n').document).toBeNull();
  });
});
