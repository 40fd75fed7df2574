import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerBlocks } from './answer-blocks.ts';

describe('the blocks of an answer', () => {
  it('are prose and code, each with its language', () => {
    expect(answerBlocks('Look:\n\n```ts\nconst a = 1;\n```\nDone.')).toEqual([
      { kind: 'prose', text: 'Look:\n' },
      { kind: 'code', language: 'ts', code: 'const a = 1;' },
      { kind: 'prose', text: 'Done.' },
    ]);
    expect(answerBlocks('~~~\na\n```\n~~~')).toEqual([{ kind: 'code', language: '', code: 'a\n```' }]);
  });

  it('hold code whose end has not come yet, and leave code within a list to the list', () => {
    expect(answerBlocks('```py\nprint(1)')).toEqual([{ kind: 'code', language: 'py', code: 'print(1)' }]);
    const list = '1. One\n   ```\n   a\n   ```\n2. Two';
    expect(answerBlocks(list)).toEqual([{ kind: 'prose', text: list }]);
    expect(answerBlocks('Say ```this``` now')).toEqual([{ kind: 'prose', text: 'Say ```this``` now' }]);
  });

  it('lose nothing but the fences, whatever was written', () => {
    const line = fc.oneof(fc.constantFrom('```', '```ts', '````', '~~~', '', '- a', '  ```'), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const kept = answerBlocks(lines.join('\n')).flatMap((block) => (block.kind === 'code' ? block.code : block.text).split('\n'));
        const words = lines.flatMap((text) => text.split('\n')).filter((text) => text.trim() !== '' && !/^(?:`{3,}|~{3,})/.test(text));
        expect(kept.filter((text) => text.trim() !== '' && !/^(?:`{3,}|~{3,})/.test(text))).toEqual(words);
      }),
    );
  });
});
